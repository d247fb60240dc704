import { typeText } from "#lib/rust/type-text";
import type { StaticFact } from "#lib/scan/facts/facts";
import type { Located, Model } from "#lib/scan/model/model";
import { valuesOf } from "#lib/scan/model/provenance";

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
  for (const { text } of valuesOf(model, item)) {
    const value = text.replace(/^unsafe\{(.*)\}$/, "$1");
    if (CAST.test(value) && OBJECT.test(value.replace(CAST, "").replace(POINTER, ""))) return value;
  }
  return null;
}
