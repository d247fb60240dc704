import type { At } from "#lib/scan/facts/facts";
import type { Located, Model } from "#lib/scan/model/model";
import { valuesOf } from "#lib/scan/model/provenance";
import { pythonRole } from "#lib/scan/model/python-types";
import { select } from "#lib/scan/model/select";
import { isTemplate, staticState } from "#lib/scan/model/static-state";

/** What borrows from a Python object and is made to outlive it. */
export interface LaunderedBorrow {
  /** Where that is done. */
  found: Located<{ at: At }>;
  /** The function that does it. */
  by: string;
  /** The static that keeps it; null when only the lifetime says that it lasts. */
  kept: string | null;
}

/** What takes the lifetime off a borrow, or keeps its owner from being dropped. */
const UNBOUND = /(?<!\w)(transmute|transmute_copy|leak|ManuallyDrop::new|forget)(?:::<[^(]*>)?\(/;
/** Text and bytes that live as long as the Python object that they belong to. */
const INSIDE = /(?<!\w)(PyUnicode_AsUTF8(?:AndSize)?|PyBytes_AsString(?:AndSize)?|PyByteArray_AsString)\(/;
/** A reference that is owned no more; as a number or a typed pointer it makes the static one of Python data. */
const GIVEN_UP = /\.(into_ptr)\(\)/;

/** Every one that a static keeps, and every transmute that names a Python type with `'static`. */
export function* launderedBorrows(model: Model): Iterable<LaunderedBorrow> {
  const told = new Set<string>();
  const placeOf = ({ file, fact }: Located<{ at: At }>): string => `${file.path}:${fact.at.line}`;
  for (const item of model.statics) {
    if (isTemplate(item)) continue;
    const python = staticState(model, item) !== null;
    for (const { text, from } of valuesOf(model, item)) {
      const by = (INSIDE.exec(text) ?? (python ? UNBOUND : GIVEN_UP).exec(text))?.[1];
      if (!by) continue;
      const found = from as Located<{ at: At }>;
      told.add(placeOf(found));
      yield { found, by, kept: item.fact.name };
    }
  }
  for (const call of transmutes(model))
    if (!told.has(placeOf(call)) && lastsForever(model, madeBy(call.fact.args), call))
      yield { found: call, by: "transmute", kept: null };
}

const transmutes = select("calls", (fact, file) => /(^|::)transmute$/.test(fact.path) && !isTemplate({ fact, file }));

/** The second argument of `::<From, To>(value)`. */
function madeBy(args: string): string {
  let depth = 0;
  for (let i = 0; i < args.length && args[i] !== "("; i++) {
    if (args[i] === "<") depth++;
    else if (args[i] === ">" && args[i - 1] !== "-") depth--;
    else if (args[i] === "," && depth === 1) return args.slice(i + 1, args.indexOf(">(", i));
  }
  return "";
}

/** Whether a type's text lends a Python object for good: `Bound<'static, PyAny>`, `&'static PyAny`. */
function lastsForever(model: Model, type: string, from: Located<unknown>): boolean {
  if (!type.includes("'static")) return false;
  const names = type.match(/(?<![\w:'])(?:\w+::)*[A-Z]\w*/g) ?? [];
  return names.some((name) => {
    const canonical = model.resolve(name, from);
    return canonical !== null && (pythonRole(canonical) !== null || /^pyo3::(\w+::)*Python$/.test(canonical));
  });
}
