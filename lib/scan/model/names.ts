import type { Crate, SourceFile } from "#lib/scan/model/model";
import { isModule, ownNames } from "#lib/scan/model/own-names";

/** What one module or block declares and brings in, by name. */
interface Table {
  /** Canonical path of the module or block. */
  path: string;
  items: ReadonlySet<string>;
  uses: ReadonlyMap<string, string[]>;
  globs: readonly string[][];
  crate: Crate;
  /** Where its globs lead; null until asked. */
  targets: string[] | null;
  /** What its globs answered, by name. */
  globbed: Map<string, string | null>;
  /** The last question in which its globs were asked for a name. */
  asked: Map<string, number>;
}

/** A scope as names are looked up from it. */
interface Place {
  /** From the innermost block out to the module, which is where Rust stops looking. */
  tables: Table[];
  module: string;
  known: Map<string, string | null>;
}

const PRELUDE = new Set([
  "Option",
  "Some",
  "None",
  "Vec",
  "Box",
  "String",
  "Result",
  "Ok",
  "Err",
  "ToString",
  "Iterator",
  "Drop",
  "Send",
  "Sync",
  "Fn",
  "FnMut",
  "FnOnce",
  "Clone",
  "Copy",
  "Default",
]);
const PRIMITIVE = /^([iu](8|16|32|64|128|size)|f(32|64)|bool|char|str)$/;
/** Crates whose globs answer for names that look like their own. */
const BINDING = /^(pyo3|pyo3_ffi|cpython|python3_sys|numpy)(::|$)/;
const LOOKS_BOUND = /^(_?Py|Bound$|Borrowed$|GIL|Interned$)/;
/** Longest chain of re-exports that is followed. */
const MOST_HOPS = 16;

/** Name resolution over all crates of a commit: modules, `use`, globs, re-exports, dependencies under their aliases. */
export class Names {
  private readonly modules = new Map<string, Table>();
  private readonly blocks = new Map<string, Table>();
  private readonly locals: Map<string, string>;
  private readonly places = new Map<SourceFile, (Place | undefined)[]>();
  /** Counts the questions that began outside of any other, and how deep the present one is. */
  private question = 0;
  private depth = 0;

  constructor(files: readonly SourceFile[], crates: readonly Crate[]) {
    this.locals = new Map(crates.map((c) => [c.name, c.lib]));
    for (const file of files) this.add(file);
  }

  /** Canonical path of a path as written in scope `scope` of `file`; null when it cannot be known. */
  resolve(path: string, file: SourceFile, scope: number): string | null {
    const place = this.place(file, scope);
    let found = place.known.get(path);
    if (found === undefined) {
      found = this.resolveFrom(path.split("::").filter(Boolean), place.tables, place.module, file.crate, 0);
      place.known.set(path, found);
    }
    return found;
  }

  /** Canonical path of the module or function block that a declaration in this scope belongs to. */
  home(file: SourceFile, scope: number): string {
    return ownNames(file).paths[scope]!;
  }

  private add(file: SourceFile): void {
    for (const { module, path, items, uses, globs } of ownNames(file).tables) {
      const within = module ? this.modules : this.blocks;
      const known = within.get(path);
      // What one file says is lent to every model; what several say is put together for this one.
      if (!known) within.set(path, newTable(path, file.crate, items, uses, globs));
      else {
        known.items = new Set([...known.items, ...items]);
        known.uses = new Map([...known.uses, ...uses]);
        known.globs = [...known.globs, ...globs];
      }
    }
  }

  private place(file: SourceFile, scope: number): Place {
    let places = this.places.get(file);
    if (!places) {
      places = [];
      this.places.set(file, places);
    }
    places[scope] ??= this.placeOf(file, scope);
    return places[scope];
  }

  private placeOf(file: SourceFile, scope: number): Place {
    const tables: Table[] = [];
    for (let at = scope; at >= 0; at = file.facts.scopes[at]!.parent) {
      const { kind } = file.facts.scopes[at]!;
      // Methods are not names of their own: in `impl Log for Logger` the path `log::x` is still the crate's.
      if (kind === "impl" || kind === "trait") continue;
      const module = isModule(file, at);
      const table = (module ? this.modules : this.blocks).get(this.home(file, at));
      if (table && tables.at(-1) !== table) tables.push(table);
      if (module) return { tables, module: this.home(file, at), known: new Map() };
    }
    return { tables, module: this.home(file, 0), known: new Map() };
  }

  private resolveFrom(
    segments: readonly string[],
    tables: readonly Table[],
    module: string,
    crate: Crate,
    hops: number,
  ): string | null {
    const [first, ...rest] = segments;
    if (first === undefined || hops > MOST_HOPS) return null;
    if (first === "crate" || first === "$crate") return this.inside(crate.lib, rest, hops);
    if (first === "self") return this.inside(module, rest, hops);
    if (first === "super") {
      const up = module.split("::").slice(0, -1).join("::");
      return up ? this.resolveFrom(rest[0] === "super" ? rest : ["self", ...rest], [], up, crate, hops + 1) : null;
    }
    for (const table of tables) {
      const found = this.named(table, first, hops);
      if (found) return this.inside(found, rest, hops);
    }
    const external = this.external(first, crate);
    if (external) return this.inside(external, rest, hops);
    if (rest.length === 0 && PRELUDE.has(first)) return `std::prelude::${first}`;
    if (rest.length === 0 && PRIMITIVE.test(first)) return `std::primitive::${first}`;
    for (const table of tables) {
      const found = this.fromGlobs(table, first, hops);
      if (found) return this.inside(found, rest, hops);
    }
    return null;
  }

  /** A name that a table declares or brings in by `use`. */
  private named(table: Table, name: string, hops: number): string | null {
    if (table.items.has(name)) return `${table.path}::${name}`;
    const use = table.uses.get(name);
    if (!use) return null;
    // `use pyo3;` and `use a::b` where the first segment is the binding itself would loop through this table.
    const outer = use[0] === name ? [] : [table];
    return this.resolveFrom(use, outer, table.path, table.crate, hops + 1);
  }

  /** Follows `segments` inside a canonical path; paths that leave the repository are kept as they are. */
  private inside(path: string, segments: readonly string[], hops: number): string | null {
    const [first, ...rest] = segments;
    if (first === undefined) return path;
    const table = this.modules.get(path);
    if (!table) return [path, ...segments].join("::");
    const found = this.named(table, first, hops) ?? this.fromGlobs(table, first, hops);
    return found ? this.inside(found, rest, hops + 1) : null;
  }

  private external(name: string, crate: Crate): string | null {
    if (name === "std" || name === "core" || name === "alloc") return "std";
    const dependency = crate.dependencies.find((d) => d.alias === name);
    if (dependency) return this.locals.get(dependency.local ?? "") ?? dependency.package.replaceAll("-", "_");
    return name === crate.lib ? crate.lib : null;
  }

  /** Globs into this repository are looked into; a glob of a binding crate answers for names that look like its own. */
  private fromGlobs(table: Table, name: string, hops: number): string | null {
    const known = table.globbed.get(name);
    if (known !== undefined) return known;
    if (table.globs.length === 0 || hops > MOST_HOPS) return null;
    if (this.depth === 0) this.question++;
    // Globs may form cycles: one question looks into a module for a name once.
    if (table.asked.get(name) === this.question) return null;
    table.asked.set(name, this.question);
    this.depth++;
    const found = this.throughGlobs(table, name, hops + 1);
    this.depth--;
    if (found !== null || this.depth === 0) table.globbed.set(name, found);
    return found;
  }

  private throughGlobs(table: Table, name: string, hops: number): string | null {
    let guess: string | null = null;
    for (const target of this.targets(table)) {
      const module = this.modules.get(target);
      const found = module ? (this.named(module, name, hops) ?? this.fromGlobs(module, name, hops)) : null;
      if (found) return found;
      if (!module && BINDING.test(target) && LOOKS_BOUND.test(name)) guess ??= `${target}::${name}`;
    }
    return guess;
  }

  private targets(table: Table): string[] {
    if (table.targets) return table.targets;
    // A glob's own path may go through another glob of this table; that one is not followed.
    table.targets = [];
    table.targets = table.globs.flatMap((glob) => this.resolveFrom(glob, [table], table.path, table.crate, 1) ?? []);
    // What was asked meanwhile knew nothing of them.
    table.globbed.clear();
    return table.targets;
  }
}

function newTable(
  path: string,
  crate: Crate,
  items: ReadonlySet<string>,
  uses: ReadonlyMap<string, string[]>,
  globs: readonly string[][],
): Table {
  return { path, crate, items, uses, globs, targets: null, globbed: new Map(), asked: new Map() };
}
