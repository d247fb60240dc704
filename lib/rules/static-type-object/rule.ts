import type { LiteralFact, StaticFact } from "#lib/scan/facts/facts";
import type { Located, Model } from "#lib/scan/model/model";
import { holdsStruct } from "#lib/scan/model/parts";
import { perItem } from "#lib/scan/model/per-model";
import { placed } from "#lib/scan/model/placed";
import { cStruct } from "#lib/scan/model/python-types";
import { select } from "#lib/scan/model/select";
import { isTemplate } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

const TYPE_OBJECTS: ReadonlySet<string> = new Set(["PyTypeObject", "PyHeapTypeObject"]);

const typeObjectIn = perItem((model, item: Located<StaticFact>) =>
  holdsStruct(model, TYPE_OBJECTS, item.fact.type, item, false),
);
const typeLiterals = select(
  "literals",
  (fact, file) => TYPE_OBJECTS.has(fact.path.slice(fact.path.lastIndexOf(":") + 1)) && !isTemplate({ fact, file }),
);

export default defineRule({
  code: "SI-040",
  slug: "static-type-object",
  revision: 1,
  severity: "critical",
  owner: "crate",
  group: "Types and definitions",
  title: "Static type object",
  summary: "A `PyTypeObject` is laid out by hand and shared by all interpreters.",
  why: "`PyType_Ready` fills a type object with pointers to objects of the interpreter that calls it: its dictionary, its bases, its method resolution order. The second interpreter finds the type ready and uses the first one's. CPython keeps such data apart for its own static types only.\n\nAlso the reference count of the type is changed by every instance, under whichever GIL made it.",
  effects: {
    legacy: {
      severity: "critical",
      text: "The type's dictionary and bases belong to the first interpreter and dangle after it ends.",
    },
    ownGil: { severity: "critical", text: "The reference count, subclass list and caches are changed under two GILs." },
  },
  versions: {
    "3.12": "CPython keeps the changing parts of its own static types for each interpreter, not those of an extension.",
  },
  remedy: [
    {
      title: "Create a heap type.",
      text: "`PyType_FromModuleAndSpec` in `Py_mod_exec` makes one type for each interpreter's module, and ties it to its state.",
    },
    {
      title: "Give instances their type back.",
      text: "A heap type is freed with its last instance: `tp_dealloc` has to release the type, `tp_traverse` to visit it.",
    },
    {
      title: "Check who frees what.",
      text: "A type made with `Box` and released by Python's allocator changes hands; a spec leaves both to Python.",
    },
  ],
  references: [
    {
      title: "Isolating extension modules: heap types",
      url: "https://docs.python.org/3/howto/isolating-extensions.html#heap-types",
    },
    { title: "PyType_FromModuleAndSpec", url: "https://docs.python.org/3/c-api/type.html#c.PyType_FromModuleAndSpec" },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const item of model.statics) {
      const name = typeObjectIn(model, item);
      if (!name || isTemplate(item)) continue;
      yield sight(item, { symbol: item.fact.name, shape: name, evidence: { form: "static", type: name } });
    }
    for (const literal of typeLiterals(model)) {
      if (!isBuilt(model, literal)) continue;
      const name = literal.fact.fields.find((f) => f.name === "tp_name")?.value.match(/"([^"]+?)(\\0)?"/)?.[1];
      yield sight(literal, {
        symbol: name ?? "PyTypeObject",
        shape: "PyTypeObject",
        evidence: { form: "literal", type: "PyTypeObject" },
      });
    }
  },
  message: ({ form }, symbol) =>
    form === "static"
      ? `\`${symbol}\` is one type object for all interpreters`
      : `the type object \`${symbol}\` is built by hand and stays with the interpreter that readies it`,
});

/** A literal that is made while code runs; the value of a static or a constant is no type object of its own. */
function isBuilt(model: Model, literal: Located<LiteralFact>): boolean {
  const { path, at } = literal.fact;
  if (!cStruct(model.resolve(path, literal) ?? "")) return false;
  const around = ({ fact }: Located<{ at: { start: number; end: number } }>): boolean =>
    fact.at.start <= at.start && fact.at.end >= at.end;
  const { file } = literal;
  return !placed(file).list("statics").some(around) && !placed(file).list("consts").some(around);
}
