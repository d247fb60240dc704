import type { Type } from "#lib/rust/type";
import type * as F from "#lib/scan/facts/facts";
import type { Scope, TypeStep } from "#lib/scan/finding";
import type { PythonTest } from "#lib/scan/model/python-tests";
import type { Binding } from "#lib/scan/report";

export interface Dependency {
  /** Name in the source: the key of the table, `-` turned into `_`. */
  alias: string;
  /** Cargo package name: `pyo3-ffi`. */
  package: string;
  /** Exact from Cargo.lock, else the lowest that the requirement allows, else null. */
  version: string | null;
  requirement: string | null;
  source: "Cargo.lock" | "Cargo.toml" | "workspace" | "path" | "unknown";
  features: string[];
  optional: boolean;
  kind: "normal" | "dev" | "build";
  /** Package of this repository it points to by path, its own or that of a patch, or null. */
  local: string | null;
  /** Where its code is taken from instead of the registry: a git address or a path outside the repository; null for the registry. */
  replaced: { by: string; patch: boolean } | null;
  /** Line of the manifest that names it. */
  line: number;
  /** Where PyO3's feature `auto-initialize` is asked for, or null. */
  starts: { manifest: string; line: number } | null;
}

/** One Cargo package of the repository, as far as the names and places of its files rest on it: the same object from commit to commit as long as that stays. */
export interface Crate {
  name: string;
  /** Name that `use` paths see: `-` turned into `_`. */
  lib: string;
  /** Directory relative to the repository root, `.` at the root. */
  dir: string;
  manifest: string;
  /** How it reaches the Python C API, directly or through a local crate. */
  binding: Binding;
  /** Inside the paths that were asked for. */
  inScope: boolean;
  /** A copy of somebody else's crate kept in this repository. */
  vendored: boolean;
}

/** What a crate's manifest says and comes to besides, which may change with every release of a dependency. */
export interface Package {
  features: Record<string, string[]>;
  /** Features of its own that turn on PyO3's `auto-initialize`. */
  starters: { feature: string; line: number }[];
  dependencies: Dependency[];
  pyo3: { version: string | null; source: string };
  /** `abi3-py310` … or null. */
  abi3: string | null;
  /** What the files that Python projects build of it are named after; empty where one of them does not say so. */
  modules: string[];
  /** Path of the build script that the manifest names; null for the usual one. */
  script: string | null;
  /** Python tests that import it in a sub-interpreter. */
  tests: PythonTest[];
}

export interface SourceFile {
  path: string;
  oid: string;
  facts: F.FileFacts;
  crate: Crate;
  scope: Scope;
  /** What is compiled with it: empty for the library, else the folder of a test, bench, example, program or build script. */
  target: string;
  /** `deserialize::cache`; empty at the crate root. */
  module: string;
  /** cfg of the `mod x;` chain that leads here. */
  cfg: string[];
  /** What has been worked out of this alone, by the slots of per-file.ts. */
  readonly memo: unknown[];
}

/** A fact with everything its file could not know. */
export interface Located<T> {
  fact: T;
  file: SourceFile;
  crate: Crate;
  scope: Scope;
  /** Conjunction of all enclosing conditions, or null. */
  cfg: string | null;
  /** Module path plus enclosing fn/impl/trait names. */
  item: string;
}

export type Taint =
  | {
      carries: "yes";
      steps: TypeStep[] /** local named types between the static and the reference */;
      wrappers: string[];
    }
  | { carries: "no" }
  | { carries: "unknown"; why: string };

/** One use of a macro. */
export interface MacroUse {
  scope: number;
  cfg: string[];
  /** Known where an item may stand, else null. */
  args: string | null;
}

/** Where what a macro declares ends up. */
export interface Expansion {
  macro: string;
  scope: Scope;
  /** What all of its uses depend on, or null. */
  cfg: string | null;
  uses: Located<MacroUse>[];
  /** Parameters by position, `$name`. */
  params: string[];
}

/** Facts that are looked at by kind. */
export interface FactsByKind {
  statics: F.StaticFact;
  consts: F.ConstFact;
  types: F.TypeFact;
  impls: F.ImplFact;
  fns: F.FnFact;
  calls: F.CallFact;
  macros: F.MacroCallFact;
  macroDefs: F.MacroDefFact;
  writes: F.WriteFact;
  literals: F.LiteralFact;
  addresses: F.AddressFact;
  casts: F.CastFact;
  /** Modules with a body. */
  modules: ScopeAndBody;
  /** Code that is handed to a thread, a pool or a hook. */
  spawns: ScopeAndBody;
}

export type Kind = keyof FactsByKind;

/** Stands in `scope`, and its own scope is `body`. */
type ScopeAndBody = F.ScopeFact & { scope: number; body: number };

/** What one file has to give of a kind; the same function each time. */
export type InFile<K extends Kind> = (file: SourceFile) => readonly Located<FactsByKind[K]>[];

/** The linked crates of one commit. Only facts of crates that bind Python are listed; the type graph spans all of them. */
export interface Model extends Readonly<{ [K in Kind]: readonly Located<FactsByKind[K]>[] }> {
  crates: readonly Crate[];
  files: SourceFile[];
  package(crate: Crate): Package;
  /** Its files, the same list as long as they stay. */
  filesOf(crate: Crate): readonly SourceFile[];
  /** What each of the listed files has to give, in order. Thousands of facts are cheaper asked for by `select`. */
  gather<K extends Kind>(kind: K, inFile: InFile<K>): readonly Located<FactsByKind[K]>[];
  /** Canonical path of a name as seen from a place: `pyo3::Py`, `orjson::deserialize::cache::KeyMap`, `std::sync::OnceLock`; null when it cannot be known. */
  resolve(path: string, from: Located<unknown>): string | null;
  /** Whether a value of this type keeps a Python reference, and by which steps. */
  taint(type: Type, from: Located<unknown>): Taint;
  /** A fact where it ends up when a macro declares it; null for a static, type or macro call in a macro that nothing uses. */
  here<K extends Kind>(kind: K, one: Located<FactsByKind[K]>): Located<FactsByKind[K]> | null;
  /** The uses of the macro in whose definition a fact stands; null for a fact that stands in none. */
  expansion(of: Located<{ scope: number }>): Expansion | null;
  /** The static that an expression such as `crate::x::KEY_MAP` names, if it is one of ours. */
  staticNamed(path: string, from: Located<unknown>): Located<F.StaticFact> | null;
  /** The struct, enum, union or alias that a path names, if it is one of ours. */
  typeNamed(path: string, from: Located<unknown>): Located<F.TypeFact> | null;
  /** The function that a path names, if it is one of ours. */
  fnNamed(path: string, from: Located<unknown>): Located<F.FnFact> | null;
  /** All functions of ours that a path may name: several when conditions that exclude each other stand over them. */
  fnsNamed(path: string, from: Located<unknown>): readonly Located<F.FnFact>[];
  /** Writes to a static anywhere in its crate. */
  writesTo(item: Located<F.StaticFact>): readonly Located<F.WriteFact>[];
  /** What `compute` makes of this model, or of an earlier one if all that it asked there has the same answers here. See recall.ts. */
  recall<K extends object, T>(of: K, compute: (model: Model, of: K, before?: T) => T): T;
  /** Functions of ours that a function body or a spawn calls itself. */
  called(of: Located<{ body: number }>): readonly Located<F.FnFact>[];
  /** Listed functions that call something of a name, whatever that is, in order. */
  callersNamed(name: string): readonly Located<F.FnFact>[];
  /** Callee paths of a function body or a spawn, as written. */
  callees(of: Located<{ body: number }>): string[];
  /** `from`'s text and everything it calls inside the crate, at most `depth` calls away, nearest first. */
  reach(fn: Located<F.FnFact>, depth: number): Located<F.FnFact>[];
  /** Enclosing function of a fact, or null. */
  enclosingFn(of: Located<{ scope: number }>): Located<F.FnFact> | null;
}
