import { select } from "#lib/scan/model/select";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

const LOOKUP = /(?:^|::)(PyState_(?:FindModule|AddModule|RemoveModule))$/;

const lookups = select("calls", ({ path }) => LOOKUP.test(path));

export default defineRule({
  code: "SI-072",
  slug: "pystate-module-lookup",
  revision: 1,
  severity: "critical",
  owner: "crate",
  group: "C-API caches and hooks",
  title: "Module looked up by its definition",
  summary:
    "`PyState_FindModule` finds a module by its static definition, which works with single-phase initialisation only.",
  why: "CPython keeps one module per definition and interpreter for modules of single-phase initialisation. A module that initialises in phases is not registered there, may exist several times in one interpreter, and the look-up answers NULL or another instance than the one that called.\n\nCode that takes the answer for its own module's state then reads the wrong state, or none.",
  effects: {
    legacy: { severity: "critical", text: "NULL after the move to multi-phase initialisation, or a stale module." },
    ownGil: { severity: "critical", text: "The same, where the module gets that far." },
  },
  versions: {
    "3.9":
      "`PyType_GetModuleByDef`, which takes its place, is there from 3.11 on; the defining class of a method from 3.9 on.",
    "3.12": "An own GIL takes modules of multi-phase initialisation only, and those this look-up never finds.",
  },
  remedy: [
    {
      title: "Start from the class.",
      text: "`PyType_GetModuleByDef` gives the module that defined a type, also from slots and subclasses.",
    },
    {
      title: "Or from the call.",
      text: "`METH_METHOD` hands the defining class to a method; `PyType_GetModuleState` follows.",
    },
  ],
  references: [
    { title: "Module lookup", url: "https://docs.python.org/3/c-api/module.html#module-lookup" },
    {
      title: "Isolating extension modules: module state access from slot methods",
      url: "https://docs.python.org/3/howto/isolating-extensions.html",
    },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const call of lookups(model)) {
      const callee = LOOKUP.exec(call.fact.path)![1]!;
      yield sight(call, { symbol: callee, shape: "call", evidence: { callee } });
    }
  },
  message: (_, symbol) => `\`${symbol}\` knows modules of single-phase initialisation only`,
});
