import { typeText } from "#lib/rust/type-text";
import type { StaticFact } from "#lib/scan/facts/facts";
import type { Located } from "#lib/scan/model/model";
import { innermost } from "#lib/scan/model/parts";
import { perItem } from "#lib/scan/model/per-model";
import { isTemplate, macroRoot } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

export default defineRule({
  code: "SI-031",
  slug: "static-fn-pointer",
  revision: 2,
  severity: "info",
  owner: "crate",
  group: "One-time initialisation and process state",
  title: "Static function pointer",
  summary: "A static keeps the address of a native function, often one chosen for the processor.",
  why: "Machine code is the same for every interpreter of the process, and so is the processor that it was chosen for. A function that takes or returns Python objects gets them from its caller, of the caller's interpreter.\n\nThe finding is kept for the reader who follows a published analysis that names these statics, and because the function behind the pointer may read statics that matter. Those are findings of their own.",
  effects: {
    legacy: { severity: "none", text: "Function addresses belong to the process." },
    ownGil: {
      severity: "none",
      text: "Function addresses belong to the process; filling the static twice stores the same value.",
    },
  },
  remedy: [
    { title: "Leave it.", text: "Nothing has to change for sub-interpreters." },
    {
      title: "Fill it without a race.",
      text: "An atomic or a `LazyLock` in place of `static mut` lets two interpreters initialise at once.",
    },
  ],
  references: [{ title: "std::sync::LazyLock", url: "https://doc.rust-lang.org/std/sync/struct.LazyLock.html" }],
  milestones: [],
  *check(model) {
    for (const item of model.statics) {
      const type = functionOf(model, item);
      if (!type || isTemplate(item)) continue;
      yield sight(item, {
        symbol: item.fact.name,
        shape: typeText(item.fact.type),
        evidence: { type, python: /\bPy\w/.test(type) },
        root: macroRoot({ macro: model.expansion(item)?.macro ?? null }),
      });
    }
  },
  message: ({ type }, symbol) => `\`${symbol}\` keeps a native function (\`${type}\`), which belongs to no interpreter`,
});

/** The function type of a static, also behind aliases, one cell, or an untyped pointer that is given a function. */
const functionOf = perItem((model, item: Located<StaticFact>): string | null => {
  const { type, init } = item.fact;
  const { type: inner } = innermost(model, type, item);
  if (inner.kind === "fn") return typeText(inner);
  const untyped =
    /^AtomicPtr<(\(\)|c_void)>$/.test(typeText(type)) && /\(\w[\w:]* as ?[\w*]/.test(init) && !/null/.test(init);
  return untyped ? typeText(type) : null;
});
