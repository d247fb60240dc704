import type { Type } from "#lib/rust/type";
import { typeText } from "#lib/rust/type-text";
import type { At, CastFact, StaticFact, TypeFact } from "#lib/scan/facts/facts";
import type { Located, Model, SourceFile } from "#lib/scan/model/model";
import { perModel } from "#lib/scan/model/per-model";
import { valuesOf } from "#lib/scan/model/provenance";
import { pythonRole } from "#lib/scan/model/python-types";

const NUMBER = /^(?:\w+<)?(?:[iu](?:64|size)|Atomic[IU](?:64|size)|OnceNonZeroUsize)>?$/;
const CAST = /(?: ?as [iu](?:64|size)|\.(?:addr|expose_provenance)\(\))$/;
/** A pointer cast that stands before it. */
const POINTER = / ?as ?\*(?:mut|const) [\w:]+$/;
/** Expressions whose value is the address of a Python object; ids of threads and interpreters are none. */
const OBJECT = new RegExp(
  [
    String.raw`\.(?:into_ptr|as_type_ptr)\(\)$`,
    String.raw`::type_object_raw\(\w+\)$`,
    String.raw`^\(?(?:&(?:raw )?(?:mut |const )?|(?:\w+::)*addr_of(?:_mut)?!\()?(?:\w+::)*_?Py[A-Za-z]\w*_Type\)*$`,
    String.raw`^(?:\w+::)*Py_(?:None|True|False|Ellipsis)\(\)$`,
    String.raw`^(?:\w+::)*PyExc_\w+$`,
    String.raw`^(?:\w+::)*Py(?:Unicode|Bytes|Long|Float|List|Dict|Tuple|Set|Import|CFunction|Type_From|Err_New|Object_(?:Get|Call))\w*\(.*\)$`,
  ].join("|"),
);

/** The address of a Python object that a static keeps as a number, as it is written; null when none is stored. */
export function launderedAddress(model: Model, item: Located<StaticFact>): string | null {
  if (!NUMBER.test(typeText(item.fact.type))) return null;
  for (const { text, from } of valuesOf(model, item)) {
    const value = text.replace(/^unsafe\{(.*)\}$/, "$1");
    if (CAST.test(value) && OBJECT.test(value.replace(CAST, "").replace(POINTER, ""))) return value;
    const cast = (castsByFile(model).get(from.file) ?? []).find(({ fact }) => isWithin(fact.at, from));
    if (cast) return cast.fact.value;
  }
  return null;
}

/** Casts whose operand is the address of a Python object. */
const castsByFile = perModel((model: Model) => {
  const found = new Map<SourceFile, Located<CastFact>[]>();
  for (const cast of model.casts) {
    if (!isAddress(model, cast)) continue;
    const known = found.get(cast.file);
    if (known) known.push(cast);
    else found.set(cast.file, [cast]);
  }
  return found;
});

/** By type and field name, the address that some struct literal puts into it. */
export const addressFields = perModel((model: Model) => {
  const found = new Map<TypeFact, Map<string, string>>();
  for (const cast of [...castsByFile(model).values()].flat()) {
    const { into, value } = cast.fact;
    const type = into && (into.path === "Self" ? aroundImpl(model, cast) : model.typeNamed(into.path, cast));
    if (!type) continue;
    const fields = found.get(type.fact) ?? new Map<string, string>();
    found.set(type.fact, fields.set(into.field, fields.get(into.field) ?? value));
  }
  return found;
});

/** The type that `Self` means. */
function aroundImpl(model: Model, { file, ...from }: Located<CastFact>): Located<TypeFact> | null {
  const { scopes } = file.facts;
  let at = from.fact.scope;
  while (at > 0 && scopes[at]!.kind !== "impl") at = scopes[at]!.parent;
  return at > 0 ? model.typeNamed(scopes[at]!.name, { ...from, file, fact: { scope: scopes[at]!.parent } }) : null;
}

function isAddress(model: Model, cast: Located<CastFact>): boolean {
  const value = cast.fact.value.replace(CAST, "").replace(POINTER, "");
  return OBJECT.test(value) || (/\.as_ptr\(\)$/.test(value) && isPython(model, cast.fact.receiver, cast));
}

function isPython(model: Model, type: Type | undefined, from: Located<unknown>): boolean {
  if (type?.kind === "reference") return isPython(model, type.to, from);
  const canonical = type?.kind === "path" ? model.resolve(type.segments.map((s) => s.name).join("::"), from) : null;
  return canonical !== null && pythonRole(canonical) !== null;
}

function isWithin(at: At, { fact }: Located<unknown>): boolean {
  const { at: around } = fact as { at: At };
  return around.start <= at.start && at.end <= around.end;
}
