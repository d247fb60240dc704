import { typeText } from "#lib/rust/type-text";
import { originOf, SEVERITY_OF_ORIGIN } from "#lib/scan/model/provenance";
import { macroRoot, staticsHolding } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

export default defineRule({
  code: "SI-011",
  slug: "static-py-cell",
  revision: 4,
  severity: "critical",
  owner: "crate",
  group: "Static Python state",
  title: "Process-wide cell with a Python reference",
  summary:
    "A cell, lock or atomic of the standard library or of a crate keeps a Python reference for the whole process.",
  why: "`OnceLock`, `LazyLock`, `Mutex`, `AtomicPtr` and `lazy_static!` decide which thread may fill a static, not which interpreter. Whichever interpreter comes first stores its own object, and every other interpreter reads it.\n\nThe cell makes the access orderly between threads. It gives the object no second owner: the reference outlives its interpreter, and an object of one interpreter ends up in the containers and call frames of another.",
  effects: {
    legacy: {
      severity: "critical",
      text: "Objects of the first interpreter are used in all, and dangle after it ends.",
    },
    ownGil: { severity: "critical", text: "Two GILs change one reference count without a lock." },
  },
  versions: {
    "3.13": "An interned string in such a cell ends with its interpreter; in 3.12 it was immortal.",
  },
  remedy: [
    {
      title: "Look it up where it is needed.",
      text: "An import is a dictionary lookup after the first time; measure before caching it.",
    },
    {
      title: "Keep it with the module.",
      text: "Store it as an attribute of the module object or in module state, and reach it from there.",
    },
    {
      title: "Or keep it with the interpreter.",
      text: "`PyInterpreterState_GetDict` gives one dictionary for each interpreter, where a cache may live under a key of its own.",
    },
  ],
  references: [
    {
      title: "Isolating extension modules: managing global state",
      url: "https://docs.python.org/3/howto/isolating-extensions.html",
    },
    {
      title: "PyInterpreterState_GetDict",
      url: "https://docs.python.org/3/c-api/init.html#c.PyInterpreterState_GetDict",
    },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const { item, state } of staticsHolding(model, "cell")) {
      const origin = originOf(model, item);
      yield sight(item, {
        symbol: item.fact.name,
        shape: typeText(item.fact.type),
        evidence: { type: typeText(item.fact.type), by: item.fact.by, origin, typePath: state.steps },
        origin,
        root: macroRoot(state),
        severity: SEVERITY_OF_ORIGIN[origin],
      });
    }
  },
  message: ({ type, origin }, symbol) =>
    origin === "process-shared"
      ? `\`${symbol}\` is one \`${type}\` for all interpreters, and so is the object in it`
      : `\`${symbol}\` is one \`${type}\` for all interpreters and keeps an object of the first`,
});
