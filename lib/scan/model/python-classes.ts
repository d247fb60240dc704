import type { Attribute, MacroCallFact, TypeFact } from "#lib/scan/facts/facts";
import { declaredBy } from "#lib/scan/model/declared";
import { isFrameworkMacro } from "#lib/scan/model/framework";
import type { Located } from "#lib/scan/model/model";
import { perItem, perModel } from "#lib/scan/model/per-model";
import { select } from "#lib/scan/model/select";
import { groupBy } from "#lib/scan/sighting";

interface PyClass {
  /** Several where conditions that exclude each other stand over them. */
  places: Located<TypeFact>[];
  name: string;
  /** Freed objects are kept in a static list. */
  freelist: boolean;
}

interface PyException {
  at: Located<MacroCallFact>;
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
  return declaredBy(model, type, type.fact.name).map(({ at, text }) => ({ places: [at], name: text, freelist }));
});

/** The classes that PyO3 makes of structs and enums, in source order. */
export const pyClasses = perModel((model): readonly PyClass[] => {
  const classes = marked(model).flatMap((type) => classesBy(model, type));
  const kinds = groupBy(classes.entries(), ([index, one]) => sharedName(one) ?? String(index));
  return [...kinds.values()].map((same) => asOne(same.map(([, one]) => one)));
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

/** What several share of which no build has more than one: a path, each under its condition. */
function sharedName({ places: [at], name }: PyClass): string | null {
  const { crate, file, scope, cfg, item } = at!;
  return cfg === null || name.includes("$") ? null : [crate.dir, file.target, scope, item, name].join("\u0000");
}

function asOne(classes: PyClass[]): PyClass {
  return {
    places: classes.flatMap(({ places }) => places),
    name: classes[0]!.name,
    freelist: classes.some(({ freelist }) => freelist),
  };
}
