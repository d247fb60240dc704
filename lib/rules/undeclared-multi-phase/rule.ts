import type { At } from "#lib/scan/facts/facts";
import { reachable } from "#lib/scan/model/condition";
import type { Located, Model } from "#lib/scan/model/model";
import { callsFromInit } from "#lib/scan/model/module-init";
import { select } from "#lib/scan/model/select";
import { declaredSlots } from "#lib/scan/model/slots";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

const definitionCalls = select("calls", ({ path }) => /(^|::)PyModuleDef_Init$/.test(path));
const exported = select("fns", (fn) => fn.exported && /^PyModExport_/.test(fn.name));

export default defineRule({
  code: "SI-004",
  slug: "undeclared-multi-phase",
  revision: 3,
  severity: "moderate",
  owner: "crate",
  group: "Declaration and initialisation",
  title: "Multi-phase module that declares nothing",
  summary: "The module initialises in phases and leaves CPython to assume what it supports.",
  why: "Without a `Py_mod_multiple_interpreters` slot CPython takes `Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED` for granted: an interpreter that shares the GIL and checks its extensions loads the module, one with a GIL of its own refuses it. Legacy interpreters check nothing in either case.\n\nSo the silence is a promise. Somebody should have made it on purpose.",
  effects: {
    legacy: { severity: "none", text: "No slot is read; the module loads." },
    ownGil: { severity: "refused", text: "ImportError: the assumed value is not enough." },
  },
  versions: {
    "3.9": "Nothing could be declared; the module loads.",
  },
  remedy: [
    {
      title: "Declare what is true.",
      text: "`Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED` while state is process-wide, `Py_MOD_PER_INTERPRETER_GIL_SUPPORTED` once it is in the module.",
    },
    {
      title: "Mind old versions of Python.",
      text: "The slot is unknown before 3.12: put it under `#[cfg(Py_3_12)]`, or choose it at run time in builds for the stable ABI.",
    },
  ],
  references: [
    {
      title: "Py_mod_multiple_interpreters",
      url: "https://docs.python.org/3/c-api/module.html#c.Py_mod_multiple_interpreters",
    },
    { title: "PEP 489: multi-phase extension module initialization", url: "https://peps.python.org/pep-0489/" },
  ],
  milestones: ["M4"],
  *check(model) {
    const declared = declaredSlots(model).filter(({ found }) => reachable(found.cfg));
    for (const found of definitions(model)) {
      // What only a test declares says nothing of the module that is shipped.
      if (declared.some((slot) => slot.found.crate === found.crate && slot.found.scope === found.scope)) continue;
      yield sight(found, { symbol: found.symbol, shape: "module", evidence: { by: found.symbol } });
    }
  },
  gate: () => ({
    legacy: "loads",
    ownGil: "refused",
    owner: "crate",
    because:
      "the module initialises in phases and fills no `Py_mod_multiple_interpreters` slot, which CPython reads as support under a shared GIL only",
  }),
  message: () =>
    "the module initialises in phases and declares nothing, which counts as support for interpreters that share a GIL",
});

/** Where a module of raw FFI hands its definition to CPython. */
function definitions(model: Model): (Located<{ at: At }> & { symbol: string })[] {
  const calls = callsFromInit(model, definitionCalls).map((call) => ({
    ...call,
    symbol: "PyModuleDef_Init",
  }));
  const exports = exported(model).map((fn) => ({ ...fn, symbol: fn.fact.name }));
  return [...calls, ...exports];
}
