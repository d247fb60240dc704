import type { FileChanges } from "#lib/scan/model/file-changes";
import type { MacroUses } from "#lib/scan/model/macro-uses";
import type { FactsByKind, InFile, Kind, Located, SourceFile } from "#lib/scan/model/model";
import { perFile } from "#lib/scan/model/per-file";

/** Scopes in the definition of a macro. */
const inMacro = perFile(({ facts: { scopes, macroDefs } }): ReadonlySet<number> => {
  const found = new Set<number>();
  if (macroDefs.length > 0)
    for (const [at, { kind, parent }] of scopes.entries()) if (kind === "macro-def" || found.has(parent)) found.add(at);
  return found;
});

/** What a file gives. */
interface Part<K extends Kind> {
  file: SourceFile;
  found: readonly Located<FactsByKind[K]>[];
  /** Some of it stands in the definition of a macro. */
  mixed: boolean;
}

interface Gathered<K extends Kind> {
  /** In the order of the files; those that give nothing are left out. */
  parts: Part<K>[];
  list: readonly Located<FactsByKind[K]>[];
  /** Some of them stand in the definition of a macro. */
  mixed: boolean;
  /** With each of those put where the macro is used, as it was in these places. */
  moved: { list: readonly Located<FactsByKind[K]>[]; by: object | null };
}

/** Lists of facts over all files, which go on from commit to commit: only those that a changed file has a part in are made anew. */
export class Gathering {
  files: readonly SourceFile[] = [];
  private readonly known = new Map<InFile<Kind>, Gathered<Kind>>();

  move({ files, gone, come, position }: FileChanges): void {
    this.files = files;
    for (const [inFile, { parts }] of this.known) {
      const fresh = come.map((file) => partOf(file, inFile)).filter(({ found }) => found.length > 0);
      if (fresh.length === 0 && gone.every((file) => inFile(file).length === 0)) continue;
      const all = [...parts.filter(({ file }) => position.has(file)), ...fresh];
      this.known.set(inFile, gatheredFrom(all.sort((a, b) => position.get(a.file)! - position.get(b.file)!)));
    }
  }

  /** The same list as long as nothing in it changes. What a macro declares is put where `uses` says that it is used. */
  gather<K extends Kind>(kind: K, inFile: InFile<K>, uses: MacroUses | null): readonly Located<FactsByKind[K]>[] {
    let gathered = this.known.get(inFile as InFile<Kind>) as Gathered<K> | undefined;
    if (!gathered) {
      const parts = this.files.map((file) => partOf(file, inFile));
      gathered = gatheredFrom(parts.filter(({ found }) => found.length > 0));
      this.known.set(inFile as InFile<Kind>, gathered);
    }
    if (!uses || !gathered.mixed) return gathered.list;
    const { moved } = gathered;
    if (moved.by === uses.places) return moved.list;
    const list = joined(
      gathered.parts.map(({ found, mixed }) => (mixed ? found.flatMap((one) => uses.moved(kind, one) ?? []) : found)),
    );
    const same = list.length === moved.list.length && list.every((one, at) => one === moved.list[at]);
    gathered.moved = { list: same ? moved.list : list, by: uses.places };
    return gathered.moved.list;
  }
}

function partOf<K extends Kind>(file: SourceFile, inFile: InFile<K>): Part<K> {
  const found = inFile(file);
  const within = inMacro(file);
  return { file, found, mixed: within.size > 0 && found.some(({ fact }) => within.has(fact.scope)) };
}

function gatheredFrom<K extends Kind>(parts: Part<K>[]): Gathered<K> {
  const mixed = parts.some((part) => part.mixed);
  return { parts, list: joined(parts.map(({ found }) => found)), mixed, moved: { list: [], by: null } };
}

/** As `flat` does it, several times as fast. */
function joined<T>(lists: readonly (readonly T[])[]): T[] {
  const all: T[] = [];
  for (const list of lists) for (const one of list) all.push(one);
  return all;
}
