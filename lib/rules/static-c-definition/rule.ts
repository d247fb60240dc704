import type { LiteralFact, StaticFact } from "#lib/scan/facts/facts";
import type { Located, Model } from "#lib/scan/model/model";
import { holdsStruct } from "#lib/scan/model/parts";
import { perItem } from "#lib/scan/model/per-model";
import { cStruct } from "#lib/scan/model/python-types";
import { select } from "#lib/scan/model/select";
import { isTemplate, staticState } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

const DEFINITIONS: ReadonlySet<string> = new Set([
  "PyMethodDef",
  "PyGetSetDef",
  "PyMemberDef",
  "PyModuleDef",
  "PyModuleDef_Slot",
  "PyType_Spec",
  "PyType_Slot",
  "PySlot",
  "PyABIInfo",
]);
/** What is leaked as a whole; slots are parts of it. */
const LEAKED: ReadonlySet<string> = new Set([
  "PyMethodDef",
  "PyGetSetDef",
  "PyMemberDef",
  "PyModuleDef",
  "PyType_Spec",
]);

const definitionIn = perItem((model, item: Located<StaticFact>) =>
  holdsStruct(model, DEFINITIONS, item.fact.type, item, true),
);
const lastOf = (path: string): string => path.slice(path.lastIndexOf(":") + 1);
const definitions = select("literals", ({ path }) => LEAKED.has(lastOf(path)));
const leaks = select("calls", ({ path }) => /(^|::)(into_raw|leak)$/.test(path));

export default defineRule({
  code: "SI-042",
  slug: "static-c-definition",
  revision: 1,
  severity: "info",
  owner: "crate",
  group: "Types and definitions",
  title: "C definition that lives as long as the process",
  summary: "Tables of methods, slots and module definitions are meant to be shared by all interpreters.",
  why: "CPython reads `PyMethodDef`, `PyModuleDef`, `PyType_Spec` and their like and never frees them. One static for the process is what it expects, and holds no object of any interpreter.\n\nA definition that is built with `Box` and leaked serves the same purpose, but each interpreter that imports the module leaks another one.",
  effects: {
    legacy: { severity: "none", text: "Shared by design; a leaked definition costs its memory once per interpreter." },
    ownGil: { severity: "none", text: "Shared by design; a leaked definition costs its memory once per interpreter." },
  },
  remedy: [
    {
      title: "Make it a static.",
      text: "A leaked definition becomes a `static` with the same fields; a newtype with `unsafe impl Sync` carries its raw pointers.",
    },
    { title: "Leave statics as they are.", text: "Nothing of an interpreter is in them." },
  ],
  references: [
    { title: "PyModuleDef", url: "https://docs.python.org/3/c-api/module.html#c.PyModuleDef" },
    { title: "PyMethodDef", url: "https://docs.python.org/3/c-api/structures.html#c.PyMethodDef" },
  ],
  milestones: [],
  *check(model) {
    for (const item of model.statics) {
      const name = definitionIn(model, item);
      if (!name || isTemplate(item) || staticState(model, item)) continue;
      yield sight(item, { symbol: item.fact.name, shape: name, evidence: { form: "static", type: name } });
    }
    for (const literal of definitions(model)) {
      const type = leakedType(model, literal);
      if (!type) continue;
      const named = literal.fact.fields
        .find((f) => /^(ml_|m_)?name$/.test(f.name))
        ?.value.match(/"([^"]+?)(\\0)?"/)?.[1];
      yield sight(literal, { symbol: named ?? type, shape: type, evidence: { form: "leaked", type } });
    }
  },
  message: ({ form, type }, symbol) =>
    form === "static"
      ? `\`${symbol}\` is a \`${type}\` that all interpreters read, by design`
      : `the \`${type}\` of \`${symbol}\` is leaked anew by each interpreter that runs this code`,
});

/** Name of the definition that a literal makes, when its function gives it to `Box::into_raw` or `Box::leak`. */
function leakedType(model: Model, literal: Located<LiteralFact>): string | null {
  const { path } = literal.fact;
  const type = lastOf(path);
  if (isTemplate(literal) || !cStruct(model.resolve(path, literal) ?? "")) return null;
  const fn = model.enclosingFn(literal);
  const leaked = fn && leaks(model).some((call) => call.file === literal.file && model.enclosingFn(call) === fn);
  return leaked ? type : null;
}
