import type { Attribute, TypeFact } from "#lib/scan/facts/facts";
import { type Declared, declaredBy } from "#lib/scan/model/declared";
import { isFrameworkMacro } from "#lib/scan/model/framework";
import type { Located } from "#lib/scan/model/model";
import { perItem, perModel } from "#lib/scan/model/per-model";
import { select } from "#lib/scan/model/select";
import { inSourceOrder } from "#lib/scan/model/source-order";
import { groupBy } from "#lib/scan/sighting";

interface PyClass {
  at: Declared["at"];
  name: string;
  /** Freed objects are kept in a static list. */
  freelist: boolean;
}

interface PyException {
  at: Declared["at"];
  name: string;
  /** `create_exception` or one of its like. */
  macro: string;
  module: string;
}

const EXCEPTION = /(^|::)(create_exception|import_exception|import_exception_bound|pyo3_exception)$/;

const isClass = (attribute: Attribute): boolean => /(^|::)pyclass$/.test(attribute.path);
const marked = select("types", ({ attributes }) => attributes.some(isClass));
const exceptionCalls = select("macros", ({ path }) => EXCEPTION.test(path));

const classesBy = perItem((model, type: Located<TypeFact>): PyClass[] => {
  const attributes = type.fact.attributes.filter(isClass);
  if (!isFrameworkMacro(model, attributes[0]!.path, type)) return [];
  const freelist = attributes.some(({ args }) => /\bfreelist\b/.test(args));
  return declaredBy(model, type, type.fact.name).map(({ at, text }) => ({ at, name: text, freelist }));
});

/** The classes that PyO3 makes of structs and enums, in source order. */
export const pyClasses = perModel((model): readonly PyClass[] => {
  const classes = marked(model).flatMap((type) => classesBy(model, type));
  return [...groupBy(classes, sameClass).values()].map(asOne).sort((a, b) => inSourceOrder(a.at, b.at));
});

/** The exceptions that PyO3's macros declare. */
export const pyExceptions = perModel((model): readonly PyException[] =>
  exceptionCalls(model).flatMap((call) => {
    const macro = EXCEPTION.exec(call.fact.path)![2]!;
    if (!isFrameworkMacro(model, call.fact.path, call)) return [];
    return declaredBy(model, call, call.fact.args).map(({ at, text }) => {
      // The text of a string may have commas.
      const [module = "", name = ""] = text
        .replace(/"(?:[^"\\]|\\.)*"/g, "")
        .split(",")
        .map((arg) => arg.trim());
      return { at, name, macro, module };
    });
  }),
);

/** Of several of one path, each under its condition, no build has more than one. */
function sameClass({ at: { crate, file, scope, cfg, item, fact }, name }: PyClass): string {
  const path = `${crate.dir} ${file.target && file.path} ${scope} ${item}::${name}`;
  return cfg === null || name.includes("$") ? `${file.path} ${fact.at.start} ${path}` : path;
}

function asOne([first, ...others]: PyClass[]): PyClass {
  const { at, name, freelist } = first!;
  const cfg = others.every((other) => other.at.cfg === at.cfg) ? at.cfg : null;
  return { at: { ...at, cfg }, name, freelist: freelist || others.some((other) => other.freelist) };
}
