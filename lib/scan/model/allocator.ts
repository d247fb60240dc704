import type { Type } from "#lib/rust/type";
import type { FnFact, StaticFact } from "#lib/scan/facts/facts";
import type { Located, Model } from "#lib/scan/model/model";

/** How far an allocator hands its work on. */
const MOST_CALLS = 2;

/** Statics that are Rust's global allocator. */
export function globalAllocators(model: Model): Located<StaticFact>[] {
  return model.statics.filter(({ fact }) => fact.attributes.some((a) => a.path === "global_allocator"));
}

/** Functions of the crate that run when this allocator works: methods of its types, and what they call. */
export function allocatorCode(model: Model, item: Located<StaticFact>): Set<Located<FnFact>> {
  const named = new Set(pathsIn(item.fact.type).map((path) => identity(model, path, item)));
  const bodies = new Map<object, Set<number>>();
  for (const found of model.impls) {
    const { trait, type, body } = found.fact;
    if (found.crate !== item.crate || (trait !== null && !/(^|::)GlobalAlloc$/.test(trait)) || type.kind !== "path")
      continue;
    if (!named.has(identity(model, pathOf(type), found))) continue;
    bodies.set(found.file, (bodies.get(found.file) ?? new Set()).add(body));
  }
  const methods = model.fns.filter((fn) => bodies.get(fn.file)?.has(fn.fact.scope));
  return new Set(methods.flatMap((method) => model.reach(method, MOST_CALLS)));
}

/** Canonical path past aliases; types that cannot be resolved are told apart by name. */
function identity(model: Model, path: string, from: Located<unknown>): string {
  const alias = model.types.find((t) => t.fact.kind === "alias" && t.fact.name === path && t.crate === from.crate)?.fact
    .fields[0]?.type;
  return alias?.kind === "path" ? identity(model, pathOf(alias), from) : (model.resolve(path, from) ?? path);
}

const pathOf = (type: Extract<Type, { kind: "path" }>): string => type.segments.map((s) => s.name).join("::");

/** Paths that a type names: `Counting<PyAllocator>` names two, either of which may do the work. */
export function pathsIn(type: Type): string[] {
  return type.kind === "path" ? [pathOf(type), ...type.segments.flatMap((s) => s.args).flatMap(pathsIn)] : [];
}
