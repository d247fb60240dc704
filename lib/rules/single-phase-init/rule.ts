import { callsFromInit } from "#lib/scan/model/module-init";
import { moduleSizes } from "#lib/scan/model/module-size";
import { select } from "#lib/scan/model/select";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

const creations = select("calls", ({ path }) => /(^|::)PyModule_Create2?$/.test(path));

export default defineRule({
  code: "SI-005",
  slug: "single-phase-init",
  revision: 1,
  severity: "blocker",
  owner: "crate",
  group: "Declaration and initialisation",
  title: "Single-phase initialisation",
  summary: "The module is made by one call instead of by a definition that each interpreter runs.",
  why: "A module from `PyModule_Create` cannot carry slots, so it cannot declare support for anything: interpreters that check extensions raise ImportError.\n\nLegacy interpreters load it. With `m_size: -1` CPython does not run the initialisation again; it copies the first interpreter's module dictionary, so every class and function in it is the first interpreter's object. With `m_size` of 0 or more the function runs once per interpreter.",
  effects: {
    legacy: {
      severity: "critical",
      text: "With `m_size: -1` the first interpreter's objects are copied into the second.",
    },
    ownGil: { severity: "refused", text: "ImportError: a single-phase module has no slots." },
  },
  versions: {
    "3.9": "No interpreter refuses it.",
    "3.13": "The main interpreter initialises it first, so its objects are what every sub-interpreter gets a copy of.",
  },
  remedy: [
    {
      title: "Return the definition.",
      text: "Let `PyInit_…` return `PyModuleDef_Init(&raw mut DEF)` and move the rest into a `Py_mod_exec` function.",
    },
    {
      title: "Give the module a state.",
      text: "Set `m_size` to 0, or to the size of a struct that holds what was static.",
    },
  ],
  references: [
    { title: "PEP 489: multi-phase extension module initialization", url: "https://peps.python.org/pep-0489/" },
    { title: "Isolating extension modules", url: "https://docs.python.org/3/howto/isolating-extensions.html" },
    { title: "cpython#116510: a crash with m_size of -1", url: "https://github.com/python/cpython/issues/116510" },
  ],
  milestones: ["M3"],
  *check(model) {
    const sizes = moduleSizes(model).map(({ found, size }) => ({ found, size: size.replace(/ as\b.*$|_?isize$/, "") }));
    const created = new Set(callsFromInit(model, creations));
    for (const found of created) {
      const size = sizes.find((s) => s.found.crate === found.crate)?.size ?? null;
      yield sight(found, { symbol: "PyModule_Create", shape: "call", evidence: { mSize: size } });
    }
    const done = new Set([...created].map((c) => c.crate));
    for (const { found, size } of sizes) {
      if (size === "-1" && !done.has(found.crate))
        yield sight(found, { symbol: "PyModuleDef", shape: "m_size", evidence: { mSize: size } });
    }
  },
  gate: () => ({
    legacy: "loads",
    ownGil: "refused",
    owner: "crate",
    because:
      "the module uses single-phase initialisation, which legacy interpreters load and interpreters that check extensions refuse",
  }),
  message: ({ mSize }) =>
    mSize === "-1"
      ? "single-phase initialisation with `m_size: -1`: a second legacy interpreter gets a copy of the first one's module"
      : "single-phase initialisation: interpreters that check extensions refuse the module",
});
