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
  const table = (scope: number): OwnTable => {
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

export function isModule(file: SourceFile, scope: number): boolean {
  const { kind } = file.facts.scopes[scope]!;
  return kind === "mod" || kind === "file";
}

/** `crate::module` for a module scope; function, impl and trait names extend it. Macro scopes belong to what encloses them. */
function pathsOf(file: SourceFile): string[] {
  const paths: string[] = [];
  for (const { kind, name, parent } of file.facts.scopes) {
    const outer = parent >= 0 ? paths[parent]! : file.module ? `${file.crate.lib}::${file.module}` : file.crate.lib;
    const named = name !== "" && (kind === "mod" || kind === "fn" || kind === "impl" || kind === "trait");
    paths.push(named ? `${outer}::${name}` : outer);
  }
  return paths;
}
