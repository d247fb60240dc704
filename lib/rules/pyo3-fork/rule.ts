import type { Evidence, Severity } from "#lib/scan/finding";
import { defineRule } from "#lib/scan/rule";
import { sightManifest } from "#lib/scan/sighting";

interface Fork extends Evidence {
  by: string;
  /** By `[patch]`, which reaches every crate of the build; else by the dependency itself. */
  patch: boolean;
  known: string | null;
}

/** Builds of PyO3 that behave differently in sub-interpreters, and how. */
const KNOWN: { at: RegExp; severity: Severity; says: string }[] = [
  {
    at: /github\.com\/leocaolab\/pyo3\b/i,
    severity: "info",
    says: "keeps its state for each interpreter and declares own-GIL support",
  },
  { at: /github\.com\/(zer0def|alvistack)\/pyo3\b/i, severity: "moderate", says: "has its import guard removed" },
];
const FRAMEWORK = /^(pyo3|pyo3-ffi|pyo3-macros|pyo3-macros-backend|pyo3-build-config)$/;

export default defineRule<Fork>({
  code: "SI-103",
  slug: "pyo3-fork",
  revision: 1,
  severity: "info",
  owner: "crate",
  group: "Configuration and evidence",
  title: "PyO3 from somewhere else",
  summary: "The build takes PyO3 from a fork, a branch or a folder instead of a release.",
  why: "What a release of PyO3 does in a second interpreter is known by its version. A fork can do anything: one keeps its state for each interpreter, others only took the guard away, which lets the module in and makes nothing sound.\n\nThe verdict still goes by the version that the manifest or lock file names; this finding says that it may not hold.",
  effects: {
    legacy: {
      severity: "info",
      text: "Depends on the fork; without its guard the module loads and shares all its state.",
    },
    ownGil: { severity: "info", text: "Depends on the fork." },
  },
  remedy: [
    { title: "Say why.", text: "A line beside the patch tells readers what the fork changes and when it can go." },
    { title: "Go back to a release when you can.", text: "Its behaviour is measured, and its version tells it." },
  ],
  references: [
    {
      title: "Cargo: overriding dependencies",
      url: "https://doc.rust-lang.org/cargo/reference/overriding-dependencies.html",
    },
    { title: "PyO3#576, where a build without the guard is discussed", url: "https://github.com/PyO3/pyo3/issues/576" },
  ],
  milestones: ["M4"],
  *check(model) {
    for (const crate of model.crates) {
      if (!crate.inScope || crate.binding === "none") continue;
      for (const { package: name, kind, replaced, line } of model.package(crate).dependencies) {
        if (!replaced || kind !== "normal" || !FRAMEWORK.test(name)) continue;
        const known = KNOWN.find(({ at }) => at.test(replaced.by));
        yield sightManifest(crate, line, {
          symbol: name,
          shape: replaced.patch ? "patch" : "source",
          evidence: { ...replaced, known: known?.says ?? null },
          severity: known?.severity,
        });
      }
    }
  },
  message: ({ by, known }, symbol) =>
    `\`${symbol}\` is taken from \`${by}\`${known ? `, which ${known}` : ", whose behaviour is not known by its version"}`,
});
