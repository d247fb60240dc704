import { changedExterns, type Externs } from "#lib/scan/model/externs";
import type { FileChanges } from "#lib/scan/model/file-changes";
import { globBrings } from "#lib/scan/model/foreign-globs";
import type { Crate, SourceFile } from "#lib/scan/model/model";
import { NameTables, type Table } from "#lib/scan/model/name-tables";
import { inLibrary, isModule, ownNames, rootOf } from "#lib/scan/model/own-names";

/** An answer, and the names that were looked up on the way to it. */
interface Found<T> {
  answer: T;
  names: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** A scope as names are looked up from it. */
interface Place {
  /** All that was ever looked up from here, so that nothing of it is held when the file goes. */
  names: Set<string>;
  /** From the innermost block out to the module, which is where Rust stops looking. */
  tables: Table[];
  module: string;
  known: Map<string, Found<string | null>>;
}

/** What the globs of a table come to. */
interface Globs {
  /** Where they lead; null until asked. */
  targets: Found<string[]> | null;
  /** What they answered, by name. */
  known: Map<string, Found<string | null>>;
  /** The last question in which they were asked for a name. */
  asked: Map<string, number>;
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
  "Future",
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
/** Longest chain of re-exports that is followed. */
const MOST_HOPS = 16;

/** Name resolution over all crates of a commit: modules, `use`, globs, re-exports, dependencies under their aliases. */
export class Names {
  private readonly tables: NameTables;
  private readonly places = new Map<SourceFile, (Place | undefined)[]>();
  /** The file that asked last; most ask several times in a row. */
  private asking: { file: SourceFile | null; places: (Place | undefined)[] } = { file: null, places: [] };
  private readonly globs = new WeakMap<Table, Globs>();
  /** Names that were looked up for the answer under way. */
  private looked = new Set<string>();
  /** Who has answers for which such a name was looked up. */
  private readonly users = new Map<string, Set<Place | Globs>>();
  /** Counts the questions that began outside of any other, and how deep the present one is. */
  private question = 0;
  private depth = 0;

  constructor(
    files: readonly SourceFile[],
    private externs: Externs,
    /** Other commits follow, for which it must be known what an answer rests on. */
    private readonly follows: boolean,
  ) {
    this.tables = new NameTables(files);
  }

  /** The names in these files and crates: itself, having forgotten what is answered otherwise now, or new ones. */
  goOn(changes: FileChanges, externs: Externs): Names {
    const changed = this.tables.move(changes);
    if (!changed) return new Names(changes.files, externs, this.follows);
    const renamed = changedExterns(this.externs, externs);
    this.externs = externs;
    for (const file of changes.gone) this.forgetPlaces(file);
    for (const name of [...changed, ...renamed]) this.forgetName(name);
    return this;
  }

  /** Files that declare something in a module or block, by its canonical path; the last of the repository first. */
  filesOf(home: string): readonly SourceFile[] {
    return this.tables.filesOf(home);
  }

  /** Canonical path of a path as written in scope `scope` of `file`; null when it cannot be known. */
  resolve(path: string, file: SourceFile, scope: number): string | null {
    const place = this.place(file, scope);
    let found = place.known.get(path);
    if (!found) {
      const segments = path.split("::").filter(Boolean);
      found = this.noting(place, () => this.resolveFrom(segments, place.tables, place.module, file.crate, 0));
      place.known.set(path, found);
      for (const name of found.names) place.names.add(name);
    }
    return found.answer;
  }

  /** Canonical path of the module or function block that a declaration in this scope belongs to. */
  home(file: SourceFile, scope: number): string {
    return ownNames(file).paths[scope]!;
  }

  /** An answer with the names that are looked up for it, in whose change its user has a stake. */
  private noting<T>(user: Place | Globs, ask: () => T): Found<T> {
    if (!this.follows) return { answer: ask(), names: NONE };
    const outer = this.looked;
    const names = new Set<string>();
    this.looked = names;
    const answer = ask();
    this.looked = outer;
    this.lookedAt(names);
    for (const name of names) {
      const users = this.users.get(name);
      if (users) users.add(user);
      else this.users.set(name, new Set([user]));
    }
    return { answer, names };
  }

  private lookedAt(names: ReadonlySet<string>): void {
    for (const name of names) this.looked.add(name);
  }

  private forgetPlaces(file: SourceFile): void {
    for (const place of this.places.get(file) ?? [])
      if (place) for (const name of place.names) this.users.get(name)?.delete(place);
    this.places.delete(file);
  }

  private forgetName(name: string): void {
    for (const user of this.users.get(name) ?? []) {
      for (const [key, { names }] of user.known) if (names.has(name)) user.known.delete(key);
      if ("targets" in user && user.targets?.names.has(name)) Object.assign(user, noGlobs());
    }
    this.users.delete(name);
  }

  private place(file: SourceFile, scope: number): Place {
    if (file !== this.asking.file) {
      const places = this.places.get(file) ?? [];
      this.places.set(file, places);
      this.asking = { file, places };
    }
    const { places } = this.asking;
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
      const table = (module ? this.tables.modules : this.tables.blocks).get(this.home(file, at));
      if (table && tables.at(-1) !== table) tables.push(table);
      if (module) return { tables, module: this.home(file, at), known: new Map(), names: new Set() };
    }
    return { tables, module: this.home(file, 0), known: new Map(), names: new Set() };
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
    if (first === "crate") return this.inside(rootOf(module), rest, hops);
    if (first === "$crate") return this.inside(crate.lib, rest, hops);
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
    if (rest.length === 0 && PRIMITIVE.test(first)) return `std::primitive::${first}`;
    for (const table of tables) {
      const found = this.fromGlobs(table, first, hops);
      if (found) return this.inside(found, rest, hops);
    }
    // The prelude is what globs leave: a module's own `Result` or `Future` hides it.
    return rest.length === 0 && PRELUDE.has(first) ? `std::prelude::${first}` : null;
  }

  /** A name that a table declares or brings in by `use`. */
  private named(table: Table, name: string, hops: number): string | null {
    if (this.follows) this.looked.add(name);
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
    const table = this.moduleAt(path);
    if (!table) {
      this.mayCome(path);
      return [path, ...segments].join("::");
    }
    const found = this.named(table, first, hops) ?? this.fromGlobs(table, first, hops);
    return found ? this.inside(found, rest, hops + 1) : null;
  }

  private moduleAt(path: string): Table | undefined {
    const { modules } = this.tables;
    return modules.get(path) ?? (path.includes("::$") ? modules.get(inLibrary(path)) : undefined);
  }

  /** A module of that name may come. */
  private mayCome(path: string): void {
    if (this.follows) this.looked.add(path.slice(path.lastIndexOf(":") + 1));
  }

  private external(name: string, crate: Crate): string | null {
    if (name === "std" || name === "core" || name === "alloc") return "std";
    if (this.follows) this.looked.add(name);
    return this.externs.get(crate)?.get(name) ?? (name === crate.lib ? crate.lib : null);
  }

  /** Globs into this repository are looked into; one that leaves it answers for the names that it is known to bring. */
  private fromGlobs(table: Table, name: string, hops: number): string | null {
    if (this.follows) this.looked.add(table.star);
    if (table.globs.length === 0) return null;
    const globs = this.globsOf(table);
    const known = globs.known.get(name);
    if (known) {
      this.lookedAt(known.names);
      return known.answer;
    }
    if (hops > MOST_HOPS) return null;
    if (this.depth === 0) this.question++;
    // Globs may form cycles: one question looks into a module for a name once.
    if (globs.asked.get(name) === this.question) return null;
    globs.asked.set(name, this.question);
    this.depth++;
    const found = this.noting(globs, () => this.throughGlobs(table, name, hops + 1));
    this.depth--;
    if (found.answer !== null || this.depth === 0) globs.known.set(name, found);
    return found.answer;
  }

  private throughGlobs(table: Table, name: string, hops: number): string | null {
    let guess: string | null = null;
    for (const target of this.targets(table)) {
      const module = this.moduleAt(target);
      const found = module ? (this.named(module, name, hops) ?? this.fromGlobs(module, name, hops)) : null;
      if (found) return found;
      if (module) continue;
      this.mayCome(target);
      if (globBrings(target, name)) guess ??= `${target}::${name}`;
    }
    return guess;
  }

  private targets(table: Table): string[] {
    const globs = this.globsOf(table);
    if (!globs.targets) {
      // A glob's own path may go through another glob of this table; that one is not followed.
      globs.targets = { answer: [], names: NONE };
      globs.targets = this.noting(globs, () => {
        if (this.follows) this.looked.add(table.star);
        return table.globs.flatMap((glob) => this.resolveFrom(glob, [table], table.path, table.crate, 1) ?? []);
      });
      // What was asked meanwhile knew nothing of them.
      globs.known.clear();
    } else this.lookedAt(globs.targets.names);
    return globs.targets.answer;
  }

  private globsOf(table: Table): Globs {
    let globs = this.globs.get(table);
    if (!globs) {
      globs = noGlobs();
      this.globs.set(table, globs);
    }
    return globs;
  }
}

const noGlobs = (): Globs => ({ targets: null, known: new Map(), asked: new Map() });
