import { typeText } from "#lib/rust/type-text";
import { confidenceIn, macroRoot, staticsHolding } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { groupBy, sight } from "#lib/scan/sighting";

export default defineRule({
  code: "SI-013",
  slug: "static-py-transitive",
  revision: 4,
  severity: "critical",
  owner: "crate",
  group: "Static Python state",
  title: "Python reference behind other types",
  summary: "A static keeps a Python reference inside a type of the repository, where its declaration does not show it.",
  why: "The static's own type says nothing of Python: a cache, a registry, a table of classes. Some field of some type behind it does. The path from the static to the reference is part of the finding; each step names the file and line where it is declared.\n\nThe effect is that of a static pointer: the object belongs to one interpreter and is handed to all.",
  effects: {
    legacy: {
      severity: "critical",
      text: "Whatever the first interpreter put in is given to every other, and dangles after it ends.",
    },
    ownGil: {
      severity: "critical",
      text: "Two GILs change one reference count, and often one Rust structure, without a lock.",
    },
  },
  versions: {
    "3.13": "Interned strings in such a structure end with their interpreter; in 3.12 they were immortal.",
  },
  remedy: [
    {
      title: "Move the outermost type into module state.",
      text: "Its fields follow; what they hold is then dropped with the module.",
    },
    {
      title: "Or key it by interpreter.",
      text: "Where state must stay process-wide, `PyInterpreterState_GetID` tells the entries apart; drop them when the interpreter ends.",
    },
    {
      title: "Start with a shared wrapper.",
      text: "When many statics have one wrapper type, changing how the wrapper stores its value changes all of them.",
    },
  ],
  references: [
    {
      title: "Isolating extension modules: managing global state",
      url: "https://docs.python.org/3/howto/isolating-extensions.html",
    },
    { title: "PyInterpreterState_GetID", url: "https://docs.python.org/3/c-api/init.html#c.PyInterpreterState_GetID" },
  ],
  milestones: ["M3"],
  *check(model) {
    const found = [...staticsHolding(model, "transitive")];
    const sharing = groupBy(found, ({ item, state }) => `${item.crate.name} ${state.wrapper}`);
    for (const { item, state } of found) {
      const together = sharing.get(`${item.crate.name} ${state.wrapper}`)!.length;
      yield sight(item, {
        symbol: item.fact.name,
        shape: typeText(item.fact.type),
        evidence: {
          type: typeText(item.fact.type),
          wrapper: state.wrapper,
          holds: state.steps.at(-1)!.label,
          typePath: state.steps,
        },
        root: together > 1 ? state.wrapper : macroRoot(state),
        confidence: confidenceIn(state),
      });
    }
  },
  message: ({ wrapper, holds }, symbol) =>
    `\`${symbol}\` keeps \`${holds}\` for all interpreters, by way of \`${wrapper}\``,
});
