import { typeText } from "#lib/rust/type-text";
import type { Evidence } from "#lib/scan/finding";
import { functionTableBehind } from "#lib/scan/model/function-table";
import type { Crate, Model } from "#lib/scan/model/model";
import { staticState } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { sight, sightManifest } from "#lib/scan/sighting";

interface Table extends Evidence {
  /** As the manifest gives it; null at a static. */
  version: string | null;
}

export default defineRule<Table>({
  code: "SI-071",
  slug: "numpy-api-static",
  revision: 1,
  severity: "moderate",
  owner: "dependency",
  group: "C-API caches and hooks",
  title: "NumPy's C API kept for the process",
  summary: "The tables of NumPy's C API are read from the first interpreter's NumPy and used in all of them.",
  why: "The `numpy` crate keeps what it imports from NumPy in statics: `PY_ARRAY_API`, `PY_UFUNC_API`, the shared table of its borrow checks, and data type objects. They come from the NumPy module of the interpreter that asked first.\n\nNumPy itself does not support sub-interpreters: it warns in legacy ones and refuses to load where extensions are checked. A module that imports it on the way therefore fails there whatever the crate does.",
  effects: {
    legacy: { severity: "moderate", text: "The first interpreter's tables and data types serve all." },
    ownGil: { severity: "refused", text: "NumPy's own extension modules refuse to load." },
  },
  versions: {
    "3.9": "NumPy warns in a sub-interpreter, and loads.",
    "3.12": "An interpreter that checks its extensions refuses NumPy, and so whatever imports it.",
  },
  remedy: [
    { title: "Import NumPy only where arrays are used.", text: "Then the rest of the module stays usable without it." },
    { title: "Or speak the buffer protocol.", text: "`PyBuffer` and DLPack hand over memory without NumPy's C API." },
    { title: "Follow NumPy.", text: "Its own issue on sub-interpreters decides when this can change." },
  ],
  references: [
    { title: "numpy#24755: sub-interpreters", url: "https://github.com/numpy/numpy/issues/24755" },
    { title: "rust-numpy", url: "https://github.com/PyO3/rust-numpy" },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const crate of model.crates) {
      if (!crate.inScope || crate.binding === "none") continue;
      for (const { package: name, kind, local, version, line } of model.package(crate).dependencies)
        if (name === "numpy" && kind === "normal" && !local)
          yield sightManifest(crate, line, { symbol: name, shape: "dependency", evidence: { version } });
    }
    for (const item of model.statics) {
      // A static that holds Python objects is a finding of another kind already.
      if (!usesNumpy(model, item.crate) || staticState(model, item)) continue;
      const typePath = functionTableBehind(model, item.fact.type, item);
      if (!typePath) continue;
      const shape = typeText(item.fact.type);
      yield sight(item, {
        symbol: item.fact.name,
        shape,
        evidence: { version: null, typePath },
        owner: "crate",
      });
    }
  },
  message: ({ typePath, version }, symbol) =>
    typePath
      ? `\`${symbol}\` keeps a table of NumPy's C functions for the whole process`
      : `\`${symbol}\`${version ? ` ${version}` : ""} keeps NumPy's C API and data types for the whole process`,
});

const usesNumpy = (model: Model, crate: Crate): boolean =>
  crate.lib === "numpy" || model.package(crate).dependencies.some((d) => d.package === "numpy" && d.kind === "normal");
