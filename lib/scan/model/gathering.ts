import { fileChanges } from "#lib/scan/model/file-changes";
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

interface Gathered<K extends Kind> {
  /** What each file gives, in the order of the files; those that give nothing are left out. */
  parts: { file: SourceFile; found: readonly Located<FactsByKind[K]>[] }[];
  list: readonly Located<FactsByKind[K]>[];
  /** Some of them stand in the definition of a macro. */
  mixed: boolean;
  /** With each of those put where the macro is used, as these uses say. */
  moved: { list: readonly Located<FactsByKind[K]>[]; by: MacroUses | null };
}

/** Lists of facts over all files, which go on from commit to commit: only those that a changed file has a part in are made anew. */
export class Gathering {
  private files: readonly SourceFile[] = [];
  private readonly known = new Map<InFile<Kind>, Gathered<Kind>>();

  /** Goes on to these files, in this order; those that stay the same objects have not changed. */
  move(files: readonly SourceFile[]): void {
    const { gone, come, position } = fileChanges(this.files, files);
    this.files = files;
    for (const [inFile, { parts }] of this.known) {
      const fresh = come.map((file) => ({ file, found: inFile(file) })).filter(({ found }) => found.length > 0);
      if (fresh.length === 0 && gone.every((file) => inFile(file).length === 0)) continue;
      const all = [...parts.filter(({ file }) => position.has(file)), ...fresh];
      this.known.set(inFile, gatheredFrom(all.sort((a, b) => position.get(a.file)! - position.get(b.file)!)));
    }
  }

  /** The same list as long as nothing in it changes. What a macro declares is put where `uses` says that it is used. */
  gather<K extends Kind>(kind: K, inFile: InFile<K>, uses: MacroUses | null): readonly Located<FactsByKind[K]>[] {
    let gathered = this.known.get(inFile as InFile<Kind>) as Gathered<K> | undefined;
    if (!gathered) {
      const parts = this.files.map((file) => ({ file, found: inFile(file) }));
      gathered = gatheredFrom(parts.filter(({ found }) => found.length > 0));
      this.known.set(inFile as InFile<Kind>, gathered);
    }
    if (!uses || !gathered.mixed) return gathered.list;
    const { moved } = gathered;
    if (moved.by === uses) return moved.list;
    const list = gathered.list.flatMap((one) => uses.moved(kind, one) ?? []);
    const same = list.length === moved.list.length && list.every((one, at) => one === moved.list[at]);
    gathered.moved = { list: same ? moved.list : list, by: uses };
    return gathered.moved.list;
  }
}

function gatheredFrom<K extends Kind>(parts: Gathered<K>["parts"]): Gathered<K> {
  const mixed = parts.some(({ file, found }) => found.some(({ fact }) => inMacro(file).has(fact.scope)));
  return { parts, list: parts.flatMap(({ found }) => found), mixed, moved: { list: [], by: null } };
}
