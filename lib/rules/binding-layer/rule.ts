import type { Evidence } from "#lib/scan/finding";
import type { Binding } from "#lib/scan/report";
import { defineRule } from "#lib/scan/rule";
import { sightManifest } from "#lib/scan/sighting";

interface Bound extends Evidence {
  binding: Binding;
  version: string | null;
  source: string;
  requirement: string | null;
}

export default defineRule<Bound>({
  code: "SI-100",
  slug: "binding-layer",
  revision: 1,
  severity: "info",
  owner: "crate",
  group: "Configuration and evidence",
  title: "Binding layer",
  summary: "The manifest names the layer, and the version of it, through which the crate reaches Python.",
  why: "With PyO3 the version decides what a second interpreter meets; with raw FFI the crate decides and has the slot at hand; `cpython` and `python3-sys` know only single-phase initialisation.\n\nThe version is read from Cargo.lock. Without a lock file a requirement such as `>=0.25` can mean versions that behave differently, and the verdict says that it does not know.",
  effects: {
    legacy: { severity: "none", text: "A fact; the import policy rules say what follows from it." },
    ownGil: { severity: "none", text: "A fact; the import policy rules say what follows from it." },
  },
  remedy: [{ title: "Commit the lock file.", text: "What is shipped can then be told from the repository." }],
  references: [
    { title: "PyO3: a comparison of FFI layers", url: "https://pyo3.rs/latest/ecosystem" },
    { title: "pyo3-ffi", url: "https://docs.rs/pyo3-ffi" },
  ],
  milestones: ["M4"],
  *check(model) {
    for (const crate of model.crates) {
      const { binding } = crate;
      const { dependencies, pyo3 } = model.package(crate);
      const dependency = dependencies.find((d) => d.package === binding && d.kind === "normal");
      if (!dependency || !crate.inScope) continue;
      const evidence = { binding, version: pyo3.version, source: pyo3.source, requirement: dependency.requirement };
      yield sightManifest(crate, dependency.line, { symbol: binding, shape: "dependency", evidence });
    }
  },
  message: ({ binding, version, source }) =>
    `the crate reaches Python through \`${binding}\` ${version ? `${version}, read from ${source}` : "of a version that the repository does not tell"}`,
});
