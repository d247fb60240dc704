import type { SourceFile } from "#lib/scan/model/model";
import { perFile } from "#lib/scan/model/per-file";

/** What one file adds to a module or block. */
export interface OwnTable {
  /** Canonical path of the module or block. */
  path: string;
  module: boolean;
  items: Set<string>;
  uses: Map<string, string[]>;
  globs: string[][];
}

export interface OwnNames {
  /** Canonical path of each scope's module or block. */
  paths: string[];
  tables: OwnTable[];
}

/** The names that a file declares and brings in. */
export const ownNames = perFile((file): OwnNames => {
  const { facts } = file;
  const paths = pathsOf(file);
  const tables = new Map<string, OwnTable>();
  const table = (within: number): OwnTable => {
    const scope = outsideMacros(file, within);
    const module = isModule(file, scope);
    const key = `${module ? "m" : "b"}${paths[scope]!}`;
    let found = tables.get(key);
    if (!found) {
      found = { path: paths[scope]!, module, items: new Set(), uses: new Map(), globs: [] };
      tables.set(key, found);
    }
    return found;
  };
  for (const list of [facts.statics, facts.consts, facts.types, facts.fns, facts.macroDefs, facts.modules]) {
    for (const fact of list) table(fact.scope).items.add(fact.name);
  }
  facts.scopes.forEach((scope, index) => {
    if (scope.kind === "trait" || scope.kind === "mod") table(scope.parent).items.add(scope.name);
    if (scope.kind === "mod" || scope.kind === "file") table(index);
  });
  for (const use of facts.uses) {
    const { globs, uses } = table(use.scope);
    if (use.name === "*") globs.push(use.path);
    else if (use.name !== "_") uses.set(use.name, use.path);
  }
  return { paths, tables: [...tables.values()] };
});

/**
 * What `lazy_static!` and its like are given is declared where they stand; what a macro's body declares by a name of its own,
 * where it is used, most often where it is defined.
 */
function outsideMacros({ facts }: SourceFile, scope: number): number {
  let at = scope;
  for (let { kind, parent } = facts.scopes[at]!; kind === "macro-def" || kind === "macro-call"; ) {
    at = parent;
    ({ kind, parent } = facts.scopes[at]!);
  }
  return at;
}

export function isModule(file: SourceFile, scope: number): boolean {
  const { kind } = file.facts.scopes[scope]!;
  return kind === "mod" || kind === "file";
}

/** Where the modules of tests, benches, examples and programs are: each is a crate of its own, which sees the library by its name. */
const OF_TARGET = /^([^:]+)(::\$[^:]+)/;

/** What `crate` stands for in a module. */
export function rootOf(module: string): string {
  return OF_TARGET.exec(module)?.[0] ?? module.split("::", 1)[0]!;
}

/** A module that several targets declare is placed in the first of them only, most often the library. */
export function inLibrary(module: string): string {
  return module.replace(OF_TARGET, "$1");
}

/** `crate::module` for a module scope; function, impl and trait names extend it. Macro scopes belong to what encloses them. */
function pathsOf({ crate, target, module, facts }: SourceFile): string[] {
  const root = target ? `${crate.lib}::$${target}` : crate.lib;
  const paths: string[] = [];
  for (const { kind, name, parent } of facts.scopes) {
    const outer = parent >= 0 ? paths[parent]! : module ? `${root}::${module}` : root;
    const named = name !== "" && (kind === "mod" || kind === "fn" || kind === "impl" || kind === "trait");
    paths.push(named ? `${outer}::${name}` : outer);
  }
  return paths;
}
