import type { Type } from "#lib/rust/type";
import { typeText } from "#lib/rust/type-text";
import type { TypeFact } from "#lib/scan/facts/facts";
import type { TypeStep } from "#lib/scan/finding";
import { conjunction, reachable } from "#lib/scan/model/condition";
import type { Located, Taint } from "#lib/scan/model/model";
import { isCStructByValue, isFrameworkCell, isPyResult, pythonRole } from "#lib/scan/model/python-types";

type PathType = Extract<Type, { kind: "path" }>;
const pathText = (type: PathType): string => type.segments.map((s) => s.name).join("::");

/** What the search needs to know of the model. */
export interface TypeWorld {
  resolve(path: string, from: Located<unknown>): string | null;
  /** Several when conditions that exclude each other stand over them. */
  typesNamed(canonical: string): readonly Located<TypeFact>[];
  /** The Python object's address, as written, that some code puts into a field of numbers; null for all others. */
  addressIn(of: Located<TypeFact>, field: string): string | null;
  /** What `<of as Trait>::name` stands for, from the impls of the repository; null when none says. */
  associated(of: string, trait: string | null, name: string): Located<TypeFact> | null;
}

/** Generic parameters of the types being expanded → what stands for them, and where that was written. */
type Bindings = Map<string, { type: Type; text: string; from: Located<unknown>; bindings: Bindings }>;

interface Search {
  world: TypeWorld;
  steps: TypeStep[];
  wrappers: string[];
  /** Types that were begun, by what is put in for their parameters. */
  visiting: Map<Located<unknown>, Set<string>>;
  /** First reason why a part of the type could not be followed. */
  unknown: string | null;
  /** The way to a C API table, which counts only when nothing better is found. */
  table: { steps: TypeStep[]; wrappers: string[] } | null;
}

/** Kind of the step through one of PyO3's cells, whatever name it has here. */
export const PYO3_CELL = "PyO3 cell";
/** Kind of the step to a C API table, when a static has nothing else of Python. */
export const API_TABLE = "C API table";

/** Kind of the step to an address that is kept as a number. */
export const ADDRESS = "address as a number";

/** Numbers and flags of std and its like, which glob imports often bring; they hold no reference whichever crate they are from. */
const ATOMIC_NUMBER = /^Atomic(?:Bool|[IU](?:8|16|32|64|128|size))$/;

/** What `PyResult` keeps beside its argument. */
const PY_ERR: Type = { kind: "path", segments: [{ name: "PyErr", args: [] }] };

/** Deepest chain of types that is followed. */
const MOST_DEPTH = 24;

/** Decides whether a value of `type` keeps a Python reference, and by which steps; a name is never judged by how it looks. */
export function taintOf(world: TypeWorld, type: Type, from: Located<unknown>): Taint {
  const search: Search = { world, steps: [], wrappers: [], visiting: new Map(), unknown: null, table: null };
  if (visit(search, type, from, new Map(), 0))
    return { carries: "yes", steps: search.steps, wrappers: search.wrappers };
  if (search.table) return { carries: "yes", ...search.table };
  return search.unknown ? { carries: "unknown", why: search.unknown } : { carries: "no" };
}

function visit(search: Search, type: Type, from: Located<unknown>, bindings: Bindings, depth: number): boolean {
  if (depth > MOST_DEPTH) return false;
  switch (type.kind) {
    case "pointer":
    case "reference":
      return behind(search, type, type.to, from, bindings, depth);
    case "array":
    case "slice":
      return visit(search, type.of, from, bindings, depth + 1);
    case "tuple":
      return type.of.some((of) => visit(search, of, from, bindings, depth + 1));
    case "fn":
      return false;
    case "dyn":
    case "impl":
      search.unknown ??= `\`${typeText(type)}\` hides what it holds`;
      return false;
    case "opaque":
      return false;
    case "path":
      return path(search, type, from, bindings, depth);
  }
}

/** A pointer or reference: to a Python object it is the root itself, else it carries what it points to. */
function behind(
  search: Search,
  whole: Type,
  to: Type,
  from: Located<unknown>,
  bindings: Bindings,
  depth: number,
): boolean {
  if (to.kind === "path") {
    const role = roleOf(search, to, from);
    if (role === "raw" || role === "borrowed") return root(search, whole);
    if (role === "table") return table(search, whole);
  }
  return visit(search, to, from, bindings, depth + 1);
}

function roleOf(search: Search, type: PathType, from: Located<unknown>) {
  const canonical = search.world.resolve(pathText(type), from);
  return canonical ? rolePast(search, canonical, new Set()) : null;
}

/** Most aliases that are looked through for one name. */
const MOST_ALIASES = 64;

/** Role of a name, through aliases: `type Object = ffi::PyObject`. Each is looked through once, however many share a name. */
function rolePast(search: Search, canonical: string, seen: Set<string>): ReturnType<typeof pythonRole> {
  const role = pythonRole(canonical);
  if (role || seen.has(canonical) || seen.size === MOST_ALIASES) return role;
  seen.add(canonical);
  for (const named of search.world.typesNamed(canonical)) {
    const target = named.fact.kind === "alias" ? named.fact.fields[0]!.type : null;
    const next = target?.kind === "path" ? search.world.resolve(pathText(target), named) : null;
    const behind = next ? rolePast(search, next, seen) : null;
    if (behind) return behind;
  }
  return null;
}

function root(search: Search, type: Type): true {
  search.steps.push({ label: typeText(type), kind: "Python reference", path: null, line: null });
  return true;
}

function table(search: Search, type: Type): false {
  const step = { label: typeText(type), kind: API_TABLE, path: null, line: null };
  search.table ??= { steps: [...search.steps, step], wrappers: [...search.wrappers] };
  return false;
}

function path(search: Search, type: PathType, from: Located<unknown>, bindings: Bindings, depth: number): boolean {
  const written = pathText(type);
  const bound = type.segments.length === 1 ? bindings.get(written) : undefined;
  if (bound) return visit(search, bound.type, bound.from, bound.bindings, depth + 1);
  const projected = projection(search, type, from, bindings);
  if (projected) return visit(search, projected.fact.fields[0]!.type, projected, new Map(), depth + 1);
  // The type whose field this is: what else it holds decides.
  if (written === "Self" && search.visiting.has(from)) return false;
  const canonical = type.self ? null : search.world.resolve(written, from);
  const last = type.segments.at(-1)?.name ?? "";
  if (last === "PhantomData") return false;
  const role = canonical ? pythonRole(canonical) : null;
  if (role === "holder") return root(search, type);
  const args = type.segments.at(-1)?.args ?? [];
  // `NonNull<PyObject>` and `AtomicPtr<PyObject>` point as `*mut PyObject` does.
  if ((last === "NonNull" || last === "AtomicPtr") && args[0]?.kind === "path") {
    const pointed = roleOf(search, args[0], from);
    if (pointed === "raw") return root(search, type);
    if (pointed === "table") return table(search, type);
  }
  if (canonical && isCStructByValue(canonical)) return false;
  if (canonical && isFrameworkCell(canonical)) return container(search, type, PYO3_CELL, args, from, bindings, depth);
  const named = canonical ? search.world.typesNamed(canonical) : [];
  if (named.length > 0) return named.some((one) => local(search, type, one, args, from, bindings, depth));
  if (!canonical && !ATOMIC_NUMBER.test(last)) search.unknown ??= `\`${written}\` could not be resolved`;
  if (container(search, type, "container", args, from, bindings, depth)) return true;
  if (!canonical || !isPyResult(canonical)) return false;
  search.steps.push({ label: typeText(type), kind: "alias", path: null, line: null });
  return root(search, PY_ERR);
}

/** The associated type that `<S as Store>::Value`, or `T::Value` with something put in for `T`, stands for. */
function projection(
  search: Search,
  { segments, self }: PathType,
  from: Located<unknown>,
  bindings: Bindings,
): Located<TypeFact> | null {
  const name = segments.at(-1)?.name ?? "";
  const trait = self && segments.length > 1 ? segments.at(-2)!.name : null;
  const head: Type | null = self ?? (segments.length === 2 ? { kind: "path", segments: [segments[0]!] } : null);
  if (head?.kind !== "path") return null;
  const parameter = standsFor(head, bindings);
  if (!self && !parameter) return null;
  const of = parameter?.type ?? head;
  if (of.kind !== "path" || of.self) return null;
  const canonical = search.world.resolve(pathText(of), parameter?.from ?? from);
  return canonical ? search.world.associated(canonical, trait, name) : null;
}

/** What stands for a parameter, also where it was handed on under a name that is a parameter itself. */
function standsFor(type: Type, bindings: Bindings): { type: Type; from: Located<unknown> } | undefined {
  const name = type.kind === "path" && !type.self && type.segments.length === 1 ? type.segments[0]!.name : null;
  const bound = name === null ? undefined : bindings.get(name);
  return bound && (bound.bindings === bindings ? bound : (standsFor(bound.type, bound.bindings) ?? bound));
}

/** A type from outside the repository carries what its arguments carry. */
function container(
  search: Search,
  type: Type,
  kind: string,
  args: Type[],
  from: Located<unknown>,
  bindings: Bindings,
  depth: number,
): boolean {
  if (args.length === 0) return false;
  search.steps.push({ label: typeText(type), kind, path: null, line: null });
  if (args.some((arg) => visit(search, arg, from, bindings, depth + 1))) return true;
  search.steps.pop();
  return false;
}

/** A type of this repository: its fields decide, with the arguments put in for its parameters. */
function local(
  search: Search,
  type: Type,
  named: Located<TypeFact>,
  args: Type[],
  from: Located<unknown>,
  bindings: Bindings,
  depth: number,
): boolean {
  const texts = args.map((arg) => typeText(arg).replace(/\w+/g, (word) => bindings.get(word)?.text ?? word));
  if (isUnderWay(search, named, texts.join())) return false;
  const { fact } = named;
  const inner: Bindings = new Map();
  fact.generics.forEach((name, index) => {
    const arg = args[index];
    if (arg) inner.set(name, { type: arg, text: texts[index]!, from, bindings });
    const usual = arg ? undefined : fact.defaults?.find((one) => one.name === name);
    if (usual) inner.set(name, { type: usual.type, text: typeText(usual.type), from: named, bindings: inner });
  });
  const alias = fact.kind === "alias";
  const at = search.steps.length;
  if (!alias) search.wrappers.push(fact.name);
  for (const field of fact.fields) {
    if (field.cfg && !reachable(conjunction(field.cfg))) continue;
    const label = alias ? `type ${fact.name}` : `${fact.kind} ${typeText(type)}`;
    const kind = alias ? "alias" : `field ${field.name}`;
    search.steps.push({ label, kind, path: named.file.path, line: fact.at.line });
    if (visit(search, field.type, named, inner, depth + 1)) return true;
    const address = search.world.addressIn(named, field.name);
    if (address !== null) {
      search.steps.push({ label: address, kind: ADDRESS, path: null, line: null });
      return true;
    }
    search.steps.length = at;
  }
  if (!alias) search.wrappers.pop();
  return false;
}

/** Whether the search has been at a type with these arguments; from now on it has. */
function isUnderWay({ visiting }: Search, type: Located<TypeFact>, args: string): boolean {
  const begun = visiting.get(type) ?? new Set();
  if (begun.has(args)) return true;
  visiting.set(type, begun.add(args));
  return false;
}
