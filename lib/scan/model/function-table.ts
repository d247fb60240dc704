import type { Type } from "#lib/rust/type";
import { typeText } from "#lib/rust/type-text";
import type { TypeFact } from "#lib/scan/facts/facts";
import type { TypeStep } from "#lib/scan/finding";
import type { Located, Model } from "#lib/scan/model/model";

/** Deepest chain of types that is followed. */
const MOST_DEPTH = 8;

/** Steps from a type to a pointer at a table of C functions: `*const *const c_void`, or a struct with function pointers; null when there is none. */
export function functionTableBehind(model: Model, type: Type, from: Located<unknown>, depth = 0): TypeStep[] | null {
  if (depth > MOST_DEPTH) return null;
  const target = pointedTo(type);
  if (target) {
    const isTable = isUntyped(target) || hasFunctions(model, target, from);
    return isTable
      ? [{ label: typeText(type), kind: "table of C functions", path: null, line: null }]
      : functionTableBehind(model, target, from, depth + 1);
  }
  if (type.kind !== "path") return null;
  const named = model.typeNamed(pathText(type), from);
  const parts = named ? named.fact.fields.map((field) => field.type) : type.segments.flatMap((s) => s.args);
  for (const [index, part] of parts.entries()) {
    const steps = functionTableBehind(model, part, named ?? from, depth + 1);
    if (steps) return [named ? fieldStep(named, index) : containerStep(type), ...steps];
  }
  return null;
}

const pathText = (type: Extract<Type, { kind: "path" }>): string => type.segments.map((s) => s.name).join("::");
const containerStep = (type: Type): TypeStep => ({ label: typeText(type), kind: "container", path: null, line: null });
const fieldStep = ({ fact, file }: Located<TypeFact>, index: number): TypeStep => ({
  label: `${fact.kind} ${fact.name}`,
  kind: `field ${fact.fields[index]!.name}`,
  path: file.path,
  line: fact.at.line,
});

/** What a raw pointer, `NonNull` or `AtomicPtr` points to. */
function pointedTo(type: Type): Type | null {
  if (type.kind === "pointer") return type.to;
  if (type.kind !== "path") return null;
  const { name = "", args = [] } = type.segments.at(-1) ?? {};
  return (name === "NonNull" || name === "AtomicPtr") && args[0] ? args[0] : null;
}

/** A pointer without a type: what it points at is known by its place in the table. */
function isUntyped(type: Type): boolean {
  const target = pointedTo(type);
  return target?.kind === "path" && target.segments.at(-1)?.name === "c_void";
}

function hasFunctions(model: Model, type: Type, from: Located<unknown>): boolean {
  const named = type.kind === "path" ? model.typeNamed(pathText(type), from) : null;
  return named?.fact.kind === "struct" && named.fact.fields.some((field) => field.type.kind === "fn");
}
