import type { Type } from "#lib/rust/type";
import type { FnFact, StaticFact, TypeFact } from "#lib/scan/facts/facts";
import type { Located, Model } from "#lib/scan/model/model";
import { select } from "#lib/scan/model/select";

/** How far an allocator hands its work on. */
const MOST_CALLS = 2;

/** Statics that are Rust's global allocator. */
export function globalAllocators(model: Model): Located<StaticFact>[] {
  return model.statics.filter(({ fact }) => fact.attributes.some((a) => a.path === "global_allocator"));
}

const allocators = select("impls", ({ trait }) => trait !== null && /(^|::)GlobalAlloc$/.test(trait));

/** Types that can allocate for Rust and that their own crate does not choose: libraries have them for others. */
export function offeredAllocators(model: Model): Located<TypeFact>[] {
  const offered = allocators(model).flatMap((found) => {
    const type = found.fact.type.kind === "path" ? model.typeNamed(pathOf(found.fact.type), found) : null;
    return type?.crate === found.crate ? type : [];
  });
  if (offered.length === 0) return [];
  const chosen = globalAllocators(model).flatMap((item) =>
    pathsIn(item.fact.type).map((path) => ({ crate: item.crate, fact: model.typeNamed(path, item)?.fact })),
  );
  return offered.filter(({ crate, fact }) => !chosen.some((one) => one.crate === crate && one.fact === fact));
}

/** Functions of the crate that run when an allocator of these types works: their methods, and what they call. */
export function allocatorCode(model: Model, paths: readonly string[], from: Located<unknown>): Set<Located<FnFact>> {
  const named = new Set(paths.map((path) => identity(model, path, from)));
  const bodies = new Map<object, Set<number>>();
  for (const found of model.impls) {
    const { trait, type, body } = found.fact;
    if (found.crate !== from.crate || (trait !== null && !/(^|::)GlobalAlloc$/.test(trait)) || type.kind !== "path")
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
