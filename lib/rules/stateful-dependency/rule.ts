import type { Evidence } from "#lib/scan/finding";
import { defineRule } from "#lib/scan/rule";
import { sightManifest } from "#lib/scan/sighting";

interface Stateful extends Evidence {
  keeps: string;
  version: string | null;
}

/** Packages that keep something of Python for the process, and what. `numpy` has a rule of its own. */
const KEEPS: Record<string, string> = {
  "pyo3-async-runtimes": "the event loop's functions and a runtime",
  "pyo3-asyncio": "the event loop's functions and a runtime",
  "pyo3-asyncio-0-21": "the event loop's functions and a runtime",
  "pyo3-log": "Python's logger behind Rust's process-wide one",
  pythonize: "interned strings",
  "pyo3-polars": "the `polars` module and its allocator",
  "pyo3-file": "interned strings and classes of `io`",
  "pyo3-arrow": "interned strings and imported classes",
  "serde-pyobject": "imported classes",
  jiter: "a cache of Python strings",
};

export default defineRule<Stateful>({
  code: "SI-102",
  slug: "stateful-dependency",
  revision: 1,
  severity: "moderate",
  owner: "dependency",
  group: "Configuration and evidence",
  title: "Dependency with process-wide Python state",
  summary: "A crate that this one is built with keeps Python objects for the whole process.",
  why: "The crate's own sources may be free of static Python state and the module is not, because a dependency brings some. The table of such crates is short and kept by hand; each entry says what is kept.\n\nThe dependency's own repository is where it can be changed. A look at which part of it is used decides how much it matters.",
  effects: {
    legacy: { severity: "moderate", text: "What the dependency kept of the first interpreter is used in every other." },
    ownGil: { severity: "moderate", text: "The same, once the module may be imported there." },
  },
  remedy: [
    { title: "Look at what is used.", text: "A part of the dependency that never touches its state is no hazard." },
    { title: "Follow the dependency.", text: "Where it is tracked here, its own page tells what it still owes." },
  ],
  references: [
    {
      title: "Cargo: specifying dependencies",
      url: "https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html",
    },
    { title: "PyO3#3451, the tracking issue for sub-interpreters", url: "https://github.com/PyO3/pyo3/issues/3451" },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const crate of model.crates) {
      if (!crate.inScope || crate.binding === "none") continue;
      for (const { package: name, kind, local, version, line } of model.package(crate).dependencies) {
        const keeps = Object.hasOwn(KEEPS, name) ? KEEPS[name] : undefined;
        // A crate of this repository is scanned itself.
        if (!keeps || kind !== "normal" || local) continue;
        // Strings are interned anew by whoever needs them; that is worth knowing and no more.
        const severity = keeps === "interned strings" ? { severity: "info" as const } : {};
        yield sightManifest(crate, line, {
          symbol: name,
          shape: "dependency",
          evidence: { keeps, version },
          ...severity,
        });
      }
    }
  },
  message: ({ keeps, version }, symbol) =>
    `\`${symbol}\`${version ? ` ${version}` : ""} keeps ${keeps} for the whole process`,
});
