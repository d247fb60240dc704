import type { FileChanges } from "#lib/scan/model/file-changes";
import type { Crate, SourceFile } from "#lib/scan/model/model";
import { type OwnTable, ownNames } from "#lib/scan/model/own-names";
import { perFile } from "#lib/scan/model/per-file";
import { groupBy } from "#lib/scan/sighting";

/** What one module or block declares and brings in, by name. */
export interface Table {
  /** Canonical path of the module or block. */
  path: string;
  crate: Crate;
  items: ReadonlySet<string>;
  uses: ReadonlyMap<string, string[]>;
  globs: readonly string[][];
  /** Stands for all that its globs may bring, among the names that an answer rests on. */
  star: string;
}

/** The modules and blocks of all files. Tables keep their identity while files come and go. */
export class NameTables {
  readonly modules = new Map<string, Table>();
  readonly blocks = new Map<string, Table>();
  /** Files that add to a module or block, last first. */
  private readonly homes = new Map<string, SourceFile[]>();

  constructor(files: readonly SourceFile[]) {
    for (const file of files.toReversed()) {
      for (const path of tablesByPath(file).keys()) {
        const sharing = this.homes.get(path);
        if (sharing) sharing.push(file);
        else this.homes.set(path, [file]);
      }
    }
    for (const within of [this.modules, this.blocks])
      for (const path of this.homes.keys()) {
        const table = this.tableAt(within, path);
        if (table) within.set(path, table);
      }
  }

  filesOf(home: string): readonly SourceFile[] {
    return this.homes.get(home) ?? [];
  }

  /** Files go and come. Names and stars that now mean something else in a module or block that stays, or null when it can be any name. */
  move(changes: FileChanges): Set<string> | null {
    const { gone, come, position } = this.withoutSuccessors(changes);
    const paths = new Set([...gone, ...come].flatMap((file) => [...tablesByPath(file).keys()]));
    const left = new Set(gone);
    for (const path of paths) {
      const stay = this.filesOf(path).filter((file) => !left.has(file));
      const more = come.filter((file) => tablesByPath(file).has(path));
      const sharing = [...stay, ...more].sort((a, b) => position.get(b)! - position.get(a)!);
      if (sharing.length > 0) this.homes.set(path, sharing);
      else this.homes.delete(path);
    }
    const changed = new Set<string>();
    for (const within of [this.modules, this.blocks])
      for (const path of paths) if (!this.renew(within, path, changed)) return null;
    return changed;
  }

  /** A file that says the same names as before in the same place takes its own place: nothing means anything else. */
  private withoutSuccessors(changes: FileChanges): FileChanges {
    const gone = new Map(changes.gone.map((file) => [file.path, file]));
    const come = changes.come.filter((file) => {
      const before = gone.get(file.path);
      if (!before || before.crate !== file.crate || namesSaid(before) !== namesSaid(file)) return true;
      for (const path of tablesByPath(file).keys()) {
        const sharing = this.homes.get(path)!;
        this.homes.set(
          path,
          sharing.map((one) => (one === before ? file : one)),
        );
      }
      gone.delete(file.path);
      return false;
    });
    return { ...changes, gone: [...gone.values()], come };
  }

  /** Puts one table together anew; false when names may mean anything else in it now. */
  private renew(within: Map<string, Table>, path: string, changed: Set<string>): boolean {
    const table = this.tableAt(within, path);
    const before = within.get(path);
    if (!table) within.delete(path);
    else if (!before) within.set(path, table);
    // What was taken for something of another crate is found now, or the other way round.
    if (!before !== !table && within === this.modules) {
      const end = path.lastIndexOf("::");
      if (end < 0) return false;
      changed.add(path.slice(end + 2));
    }
    if (!before) return true;
    const now = table ?? { items: new Set<string>(), uses: new Map<string, string[]>(), globs: [] };
    for (const name of before.items) if (!now.items.has(name)) changed.add(name);
    for (const name of now.items) if (!before.items.has(name)) changed.add(name);
    for (const [name, to] of before.uses) if (now.uses.get(name)?.join() !== to.join()) changed.add(name);
    for (const name of now.uses.keys()) if (!before.uses.has(name)) changed.add(name);
    if (JSON.stringify(before.globs) !== JSON.stringify(now.globs)) changed.add(before.star);
    // Two crates of one name may share a module; whose dependencies it sees is the first one's business.
    const same = !table || table.crate === before.crate;
    Object.assign(before, now);
    return same;
  }

  /** All that the files say of one module or block. */
  private tableAt(within: Map<string, Table>, path: string): Table | undefined {
    const parts = this.filesOf(path)
      .toReversed()
      .flatMap((file) =>
        tablesByPath(file)
          .get(path)!
          .filter((own) => this.within(own) === within)
          .map((own) => tableOf(file, own)),
      );
    return parts.length > 1 ? joined(parts) : parts[0];
  }

  private within({ module }: OwnTable): Map<string, Table> {
    return module ? this.modules : this.blocks;
  }
}

const tablesByPath = perFile((file) => groupBy(ownNames(file).tables, ({ path }) => path));

/** All that a file adds to tables. */
const namesSaid = perFile((file) =>
  JSON.stringify(
    ownNames(file).tables.map(({ path, module, items, uses, globs }) => [path, module, [...items], [...uses], globs]),
  ),
);

function tableOf({ crate }: SourceFile, { path, items, uses, globs }: OwnTable): Table {
  return { path, crate, items, uses, globs, star: `${path}::*` };
}

/** What one file says is lent to every model; what several say is put together for this one. */
function joined(parts: readonly Table[]): Table {
  return {
    ...parts[0]!,
    items: new Set(parts.flatMap(({ items }) => [...items])),
    uses: new Map(parts.flatMap(({ uses }) => [...uses])),
    globs: parts.flatMap(({ globs }) => globs),
  };
}
