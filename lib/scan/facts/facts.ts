import type { Type } from "#lib/rust/type";

/** Bump when extraction changes what it says about the same bytes; the cache key is (blob id, FACTS_VERSION). */
export const FACTS_VERSION = 9;

/** 1-based line and column; `start` and `end` are byte offsets. */
export interface At {
  line: number;
  endLine: number;
  column: number;
  start: number;
  end: number;
}

export interface Attribute {
  /** Path as written, without `#[]`: `pyclass`, `pyo3::pymodule`, `global_allocator`. */
  path: string;
  /** Text between the attribute's delimiters or after `=`, whitespace folded; empty when bare. */
  args: string;
  line: number;
  /** Condition of the `cfg_attr` that brings it, or null. */
  cfg: string | null;
}

/** A lexical scope: index 0 is the file. Every other fact names the scope that it stands in. */
export interface ScopeFact {
  /** `spawn` is code that a call hands to a thread, a pool or a hook: closures, async blocks, functions by name. */
  kind: "file" | "mod" | "fn" | "impl" | "trait" | "macro-def" | "macro-call" | "extern" | "spawn";
  /** Empty for the file; the type's last path segment for an impl; for a spawn what it is handed to: `thread::spawn`, `.install`. */
  name: string;
  parent: number;
  /** This scope's own `#[cfg]` arguments, outermost first (also from `cfg_if!` branches). */
  cfg: string[];
  attributes: Attribute[];
  at: At;
}

interface Fact {
  scope: number;
  cfg: string[];
  at: At;
}

/** `mod x;`, whose text is another file. */
export interface OutlineModuleFact extends Fact {
  name: string;
  /** `#[path = "…"]` */
  file: string | null;
  attributes: Attribute[];
}

/** One name brought in by `use`: `use a::{b as c, d::*}` makes two. */
export interface UseFact extends Fact {
  path: string[];
  /** Binding name; `*` for a glob. */
  name: string;
  public: boolean;
}

export interface StaticFact extends Fact {
  name: string;
  mutable: boolean;
  type: Type;
  /** Initialiser text, whitespace folded, at most 300 characters. */
  init: string;
  attributes: Attribute[];
  /** The macro that declares it, or `static` itself. */
  by: "static" | "thread_local" | "lazy_static" | "task_local";
}

export interface ConstFact extends Fact {
  name: string;
  type: Type;
  init: string;
}

export interface TypeFact extends Fact {
  kind: "struct" | "enum" | "union" | "alias";
  name: string;
  generics: string[];
  /** What stands for parameters that are left out; absent when none has a default. */
  defaults?: { name: string; type: Type }[];
  /** An alias has one field named ``; tuple fields are `0`, `1`; enum payloads `Variant.0`. `cfg` is absent when nothing conditions them. */
  fields: { name: string; type: Type; cfg?: string[] }[];
  attributes: Attribute[];
}

export interface ImplFact extends Fact {
  /** The impl's own scope. */
  body: number;
  trait: string | null;
  type: Type;
  generics: string[];
  unsafe: boolean;
  negative: boolean;
}

export interface FnFact extends Fact {
  /** The function's own scope; its calls and writes name it. */
  body: number;
  name: string;
  attributes: Attribute[];
  /** `extern "C"`, or `#[no_mangle]` / `#[export_name]`. */
  exported: boolean;
  /** `extern "C"` without a Python type in its signature, so that something other than Python calls it. */
  callback?: true;
  /** It takes the token `Python<'py>` and gives no code back: on the thread that runs it Python is attached. */
  attached?: true;
}

/** A call whose name a rule may care for: `Py*` and the vocabulary of facts/vocabulary.ts. */
export interface CallFact extends Fact {
  /** `crate::ffi::PyMem_Malloc`; a method is `.get_or_init`. */
  path: string;
  /** For a method, the receiver's text: `INIT`, `crate::x::KEY_MAP`. */
  receiver: string;
  /** Argument text, whitespace folded, at most 300 characters, of code that runs once at most 3000. */
  args: string;
}

/**
 * Every callee of a function or a spawn, deduplicated: enough to follow calls inside the repository. `self.x()` is `Self::x`, a
 * macro `x!`. The file's own scope has one for each item that calls something outside of all others.
 */
export interface CalleeFact {
  scope: number;
  paths: string[];
}

export interface MacroCallFact extends Fact {
  path: string;
  args: string;
  /** Stands where an item may stand, not inside an expression. */
  item: boolean;
}

export interface MacroDefFact extends Fact {
  name: string;
  body: number;
  /** `#[macro_export]`: other crates may use it. */
  exported: boolean;
  /** Parameters of its first arm by position, `$name`; empty where something else stands. */
  params: string[];
}

/** `X = value`, `X.set(value)`, … where X is written like a static (SCREAMING or declared in this file). */
export interface WriteFact extends Fact {
  target: string;
  value: string;
}

/** A struct literal of a C-API definition type (`PyModuleDef`, `PyTypeObject`, …): field → value text. */
export interface LiteralFact extends Fact {
  path: string;
  fields: { name: string; value: string; line: number }[];
}

/** `&raw mut PyX_Type`, `addr_of_mut!(PyX_Type)`, `&mut PyX_Type`. */
export interface AddressFact extends Fact {
  path: string;
}

/** A number made from what may be the address of a Python object: `value as usize`. */
export interface CastFact extends Fact {
  /** What is cast; a local variable is replaced by what it was given. */
  value: string;
  /** Declared type of the variable whose `as_ptr()` it is. */
  receiver?: Type;
  /** The field of a struct literal that it fills: `Lookup { int: value as usize }`. */
  into?: { path: string; field: string };
}

/** A comment that allows findings of some rules, with its reason. */
export interface AllowFact {
  line: number;
  slugs: string[];
  /** Empty when none is given; then nothing is allowed. */
  reason: string;
  /** Lines that it covers, both included. */
  from: number;
  to: number;
}

/** What one blob says, without knowing its path. */
export interface FileFacts {
  lines: number;
  bytes: number;
  /** The file carries an `@generated` mark. */
  generated: boolean;
  scopes: ScopeFact[];
  modules: OutlineModuleFact[];
  uses: UseFact[];
  statics: StaticFact[];
  consts: ConstFact[];
  types: TypeFact[];
  impls: ImplFact[];
  fns: FnFact[];
  calls: CallFact[];
  callees: CalleeFact[];
  macros: MacroCallFact[];
  macroDefs: MacroDefFact[];
  writes: WriteFact[];
  literals: LiteralFact[];
  addresses: AddressFact[];
  problems: { line: number; message: string }[];
  /** These are absent in the many files without any. */
  casts?: CastFact[];
  allows?: AllowFact[];
}
