import type { Type } from "#lib/rust/type";
import type * as F from "#lib/scan/facts/facts";
import type { Scope, TypeStep } from "#lib/scan/finding";
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
  /** Package of this repository it points to by path, or null. */
  local: string | null;
  /** Where its code is taken from instead of the registry: a git address or a path outside the repository; null for the registry. */
  replaced: { by: string; patch: boolean } | null;
  /** Line of the manifest that names it. */
  line: number;
  /** Where PyO3's feature `auto-initialize` is asked for, or null. */
  starts: { manifest: string; line: number } | null;
}

/** One Cargo package of the repository. */
export interface Crate {
  name: string;
  /** Name that `use` paths see: `-` turned into `_`. */
  lib: string;
  /** Directory relative to the repository root, `.` at the root. */
  dir: string;
  manifest: string;
  features: Record<string, string[]>;
  /** Features of its own that turn on PyO3's `auto-initialize`. */
  starters: { feature: string; line: number }[];
  dependencies: Dependency[];
  /** How it reaches the Python C API, directly or through a local crate. */
  binding: Binding;
  pyo3: { version: string | null; source: string };
  /** `abi3-py310` … or null. */
  abi3: string | null;
  /** Inside the paths that were asked for. */
  inScope: boolean;
  /** A copy of somebody else's crate kept in this repository. */
  vendored: boolean;
}

export interface SourceFile {
  path: string;
  oid: string;
  facts: F.FileFacts;
  crate: Crate;
  scope: Scope;
  /** `deserialize::cache`; empty at the crate root. */
  module: string;
  /** cfg of the `mod x;` chain that leads here. */
  cfg: string[];
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

/** The linked crates of one commit. Only facts of crates that bind Python are listed; the type graph spans all of them. */
export interface Model {
  crates: Crate[];
  files: SourceFile[];
  statics: Located<F.StaticFact>[];
  consts: Located<F.ConstFact>[];
  types: Located<F.TypeFact>[];
  impls: Located<F.ImplFact>[];
  fns: Located<F.FnFact>[];
  calls: Located<F.CallFact>[];
  macros: Located<F.MacroCallFact>[];
  writes: Located<F.WriteFact>[];
  literals: Located<F.LiteralFact>[];
  addresses: Located<F.AddressFact>[];
  casts: Located<F.CastFact>[];
  modules: Located<F.ScopeFact & { scope: number }>[];
  /** Code that is handed to a thread, a pool or a hook; `body` is its own scope. */
  spawns: Located<F.ScopeFact & { scope: number; body: number }>[];
  /** Canonical path of a name as seen from a place: `pyo3::Py`, `orjson::deserialize::cache::KeyMap`, `std::sync::OnceLock`; null when it cannot be known. */
  resolve(path: string, from: Located<unknown>): string | null;
  /** Whether a value of this type keeps a Python reference, and by which steps. */
  taint(type: Type, from: Located<unknown>): Taint;
  /** The uses of the macro in whose definition a fact stands; null for a fact that stands in none. */
  expansion(of: Located<{ scope: number }>): Expansion | null;
  /** The static that an expression such as `crate::x::KEY_MAP` names, if it is one of ours. */
  staticNamed(path: string, from: Located<unknown>): Located<F.StaticFact> | null;
  /** The struct, enum, union or alias that a path names, if it is one of ours. */
  typeNamed(path: string, from: Located<unknown>): Located<F.TypeFact> | null;
  /** The function that a path names, if it is one of ours. */
  fnNamed(path: string, from: Located<unknown>): Located<F.FnFact> | null;
  /** Writes to a static anywhere in its crate. */
  writesTo(item: Located<F.StaticFact>): Located<F.WriteFact>[];
  /** Callee paths of a function body or a spawn, as written. */
  callees(of: Located<{ body: number }>): string[];
  /** `from`'s text and everything it calls inside the crate, at most `depth` calls away, nearest first. */
  reach(fn: Located<F.FnFact>, depth: number): Located<F.FnFact>[];
  /** Enclosing function of a fact, or null. */
  enclosingFn(of: Located<{ scope: number }>): Located<F.FnFact> | null;
}
