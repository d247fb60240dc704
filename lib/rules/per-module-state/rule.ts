import type { At } from "#lib/scan/facts/facts";
import type { Located, Model } from "#lib/scan/model/model";
import { moduleSizes } from "#lib/scan/model/module-size";
import { select } from "#lib/scan/model/select";
import { inSourceOrder } from "#lib/scan/model/source-order";
import { defineRule } from "#lib/scan/rule";
import { groupBy, sightAll } from "#lib/scan/sighting";

const CALLS =
  /(?:^|::)(PyModule_GetState|PyType_GetModuleState|PyType_GetModuleByDef|PyType_FromModuleAndSpec|PyInterpreterState_GetDict)$/;

const stateCalls = select(
  "calls",
  ({ path, args }) => CALLS.test(path) || (/^PySlot_\w+$/.test(path) && args.includes("Py_mod_state_size")),
);

export default defineRule({
  code: "SI-110",
  slug: "per-module-state",
  revision: 1,
  severity: "positive",
  owner: "crate",
  group: "Configuration and evidence",
  title: "State kept per module",
  summary: "The crate keeps state in its module object, of which every interpreter has its own.",
  why: "Memory of `m_size` bytes comes with each module object and goes with it. What lives there cannot leak into another interpreter, because no other interpreter has the module.\n\nThis is evidence, not a verdict: a crate may keep one part of its state there and another part in statics.",
  effects: {
    legacy: { severity: "none", text: "Each interpreter has a module, and each module its state." },
    ownGil: { severity: "none", text: "Each interpreter has a module, and each module its state." },
  },
  versions: {
    "3.9":
      "Methods reach it from 3.9 on by their defining class, slots of a type from 3.11 on by `PyType_GetModuleByDef`.",
  },
  remedy: [
    {
      title: "Let the collector see it.",
      text: "`m_traverse`, `m_clear` and `m_free` release what the state refers to.",
    },
    {
      title: "Create types with their module.",
      text: "`PyType_FromModuleAndSpec` lets methods find the state through their class.",
    },
  ],
  references: [
    {
      title: "Isolating extension modules: managing per-module state",
      url: "https://docs.python.org/3/howto/isolating-extensions.html",
    },
    { title: "PyO3's sequential example", url: "https://github.com/PyO3/pyo3/tree/main/pyo3-ffi/examples/sequential" },
  ],
  milestones: ["M3"],
  *check(model) {
    const groups = groupBy(uses(model), ({ found }) => `${found.crate.dir}\u0000${found.scope}`);
    for (const group of groups.values()) {
      const sorted = group.sort((a, b) => inSourceOrder(a.found, b.found));
      const forms = [...new Set(sorted.map((use) => use.form))].sort();
      yield sightAll(
        sorted.map((use) => use.found),
        { symbol: "module state", shape: "", item: "", evidence: { forms } },
      );
    }
  },
  message: ({ forms }) =>
    `state is kept per module: ${Array.isArray(forms) ? forms.map((f) => `\`${f}\``).join(", ") : ""}`,
});

interface Use {
  found: Located<{ at: At }>;
  form: string;
}

function* uses(model: Model): Iterable<Use> {
  for (const found of stateCalls(model)) yield { found, form: CALLS.exec(found.fact.path)?.[1] ?? "Py_mod_state_size" };
  for (const { found, size, line } of moduleSizes(model)) {
    if (isEmpty(size)) continue;
    yield {
      found: { ...found, fact: { at: { ...found.fact.at, line, endLine: line, column: 1 } } },
      form: "m_size",
    };
  }
}

/** 0 keeps nothing, -1 forbids more than one module; anything else is a size. */
const isEmpty = (size: string): boolean => /^-?[01](_?isize|\b(?!\d))/.test(size) || /size_of::<\(\)>/.test(size);
