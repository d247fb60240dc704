import { typeText } from "#lib/rust/type-text";
import { originOf, SEVERITY_OF_ORIGIN } from "#lib/scan/model/provenance";
import { macroRoot, staticsHolding } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

export default defineRule({
  code: "SI-010",
  slug: "static-py-pointer",
  revision: 4,
  severity: "critical",
  owner: "crate",
  group: "Static Python state",
  title: "Static Python pointer",
  summary: "A static keeps a raw pointer to a Python object for the whole process.",
  why: "A static exists once per process; a Python object belongs to the interpreter that made it. The second interpreter reads the first one's object: its class is foreign, its memory may come from another heap, and it is gone when its interpreter ends.\n\nNothing guards when the pointer is filled, so whichever interpreter imports first decides what all others see.",
  effects: {
    legacy: {
      severity: "critical",
      text: "Foreign objects are used at once, and dangle after the first interpreter ends.",
    },
    ownGil: { severity: "critical", text: "Two GILs change one reference count without a lock." },
  },
  versions: {
    "3.12":
      "Builtin types, `None`, `True`, `False` and static exceptions are immortal and have one address for all; statics that hold nothing else are counted as info.",
    "3.13": "An interned string in such a static ends with its interpreter; in 3.12 it was immortal.",
  },
  remedy: [
    {
      title: "Give the module state.",
      text: "Put the pointers in a `#[repr(C)]` struct, set `m_size` to its size and fill it in `Py_mod_exec`.",
    },
    {
      title: "Reach it from each call.",
      text: "Use `PyModule_GetState`, or `PyType_GetModuleByDef` in methods, and pass the state down.",
    },
    { title: "Release it with the module.", text: "Add `m_traverse`, `m_clear` and `m_free`." },
  ],
  references: [
    {
      title: "Isolating extension modules: managing global state",
      url: "https://docs.python.org/3/howto/isolating-extensions.html",
    },
    {
      title: "PyO3's sequential example keeps its state per module",
      url: "https://github.com/PyO3/pyo3/tree/main/pyo3-ffi/examples/sequential",
    },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const { item, state } of staticsHolding(model, "pointer")) {
      const origin = originOf(model, item);
      yield sight(item, {
        symbol: item.fact.name,
        shape: typeText(item.fact.type),
        evidence: { type: typeText(item.fact.type), origin, typePath: state.steps },
        origin,
        root: macroRoot(state),
        severity: SEVERITY_OF_ORIGIN[origin],
      });
    }
  },
  message: ({ type, origin }, symbol) =>
    origin === "process-shared"
      ? `\`${symbol}\` is one \`${type}\` for all interpreters, and so is the object it points to`
      : `\`${symbol}\` is one \`${type}\` for all interpreters, filled by whichever imports first`,
});
