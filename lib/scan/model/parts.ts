import type { Type } from "#lib/rust/type";
import type { Located, Model } from "#lib/scan/model/model";
import { cStruct } from "#lib/scan/model/python-types";

/** A type, and where it is written. */
export interface Part {
  type: Type;
  from: Located<unknown>;
}

/** Cells and wrappers that keep one value of their first argument. */
const SINGLE = new Set([
  "Option",
  "Result",
  "PyResult",
  "Box",
  "Cell",
  "RefCell",
  "UnsafeCell",
  "SyncUnsafeCell",
  "OnceCell",
  "OnceLock",
  "LazyCell",
  "LazyLock",
  "Lazy",
  "Mutex",
  "RwLock",
  "MaybeUninit",
  "ManuallyDrop",
  "Atomic",
  "AtomicPtr",
  "AtomicCell",
  "ArcSwap",
  "Arc",
  "GILOnceCell",
  "GILProtected",
  "PyOnceLock",
  "RacyCell",
  "SyncCell",
]);
/** Longest chain of aliases and wrappers that is followed. */
const MOST_STEPS = 8;

/** The type behind aliases and single-value cells: `type F = fn(u8); OnceLock<F>` is `fn(u8)`. */
export function innermost(model: Model, type: Type, from: Located<unknown>): Part {
  let at: Part = { type, from };
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = within(model, at);
    if (!next) break;
    at = next;
  }
  return at;
}

function within(model: Model, { type, from }: Part): Part | null {
  if (type.kind !== "path") return null;
  const last = type.segments.at(-1);
  const named = model.typeNamed(type.segments.map((s) => s.name).join("::"), from);
  if (named) return named.fact.kind === "alias" ? { type: named.fact.fields[0]!.type, from: named } : null;
  return last && SINGLE.has(last.name) && last.args.length > 0 ? { type: last.args[0]!, from } : null;
}

/** Name of the first of these C structs that a value of the type is made of, also inside local wrappers, arrays and (when asked) behind references. */
export function holdsStruct(
  model: Model,
  names: ReadonlySet<string>,
  type: Type,
  from: Located<unknown>,
  behind: boolean,
  depth = 0,
): string | null {
  if (depth > MOST_STEPS) return null;
  const inside = (to: Type, at = from): string | null => holdsStruct(model, names, to, at, behind, depth + 1);
  const first = (types: Iterable<Type>, at = from): string | null => {
    for (const one of types) {
      const found = inside(one, at);
      if (found) return found;
    }
    return null;
  };
  switch (type.kind) {
    case "array":
    case "slice":
      return inside(type.of);
    case "tuple":
      return first(type.of);
    case "reference":
    case "pointer":
      return behind ? inside(type.to) : null;
    case "path": {
      const path = type.segments.map((s) => s.name).join("::");
      const canonical = model.resolve(path, from);
      const name = canonical && cStruct(canonical);
      if (name && names.has(name)) return name;
      const named = model.typeNamed(path, from);
      if (!named) return first(type.segments.at(-1)?.args ?? []);
      return named.fact.kind === "enum"
        ? null
        : first(
            named.fact.fields.map((f) => f.type),
            named,
          );
    }
    default:
      return null;
  }
}
