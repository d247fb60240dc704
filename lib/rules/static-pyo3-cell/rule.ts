import { typeText } from "#lib/rust/type-text";
import { originOf, SEVERITY_OF_ORIGIN } from "#lib/scan/model/provenance";
import { macroRoot, staticsHolding } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

export default defineRule({
  code: "SI-012",
  slug: "static-pyo3-cell",
  revision: 4,
  severity: "critical",
  owner: "crate",
  group: "Static Python state",
  title: "PyO3 cell with a Python reference",
  summary: "A static `PyOnceLock`, `GILOnceCell` or `GILProtected` keeps a Python reference for the whole process.",
  why: "PyO3's cells wait for a thread without holding up the interpreter. They are process-wide all the same: the first interpreter to reach the cell fills it for all.\n\n`GILOnceCell` and `GILProtected` also took the GIL for the lock, of which there may now be several, or none. PyO3 0.26 deprecated both in favour of cells that lock by themselves, such as `PyOnceLock`. That moves the code forward on synchronisation; it leaves the value as shared as before.",
  effects: {
    legacy: {
      severity: "critical",
      text: "Where the module loads twice, the second interpreter gets the first one's objects.",
    },
    ownGil: {
      severity: "refused",
      text: "CPython refuses PyO3's modules here so far; the cell is one of the reasons to let it.",
    },
  },
  versions: {
    "3.13": "An interned string in such a cell ends with its interpreter; in 3.12 it was immortal.",
  },
  remedy: [
    { title: "Ask for the value again.", text: "`py.import` and `getattr` find what `sys.modules` already has." },
    {
      title: "Keep it on the module or on an instance.",
      text: "A class attribute, a module attribute or a field reaches the object by way of its own interpreter.",
    },
    {
      title: "Prefer `PyOnceLock` while it stays.",
      text: "PyO3 can make one type per interpreter for everybody; a cell of one's own it cannot.",
    },
  ],
  references: [
    { title: "PyOnceLock", url: "https://docs.rs/pyo3/latest/pyo3/sync/struct.PyOnceLock.html" },
    { title: "PyO3#3451, the tracking issue for sub-interpreters", url: "https://github.com/PyO3/pyo3/issues/3451" },
  ],
  milestones: ["M1", "M3"],
  *check(model) {
    for (const { item, state } of staticsHolding(model, "pyo3-cell")) {
      const origin = originOf(model, item);
      const type = typeText(item.fact.type);
      yield sight(item, {
        symbol: item.fact.name,
        shape: type,
        evidence: { type, usesGil: /\bGIL(OnceCell|Protected)\b/.test(type), origin, typePath: state.steps },
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
