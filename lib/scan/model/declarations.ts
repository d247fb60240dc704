import type { FileChanges } from "#lib/scan/model/file-changes";
import type { FactsByKind, Located, SourceFile } from "#lib/scan/model/model";
import type { Names } from "#lib/scan/model/names";
import { ownNames } from "#lib/scan/model/own-names";
import { type Named, placed } from "#lib/scan/model/placed";

type Known<K extends Named> = Map<string, Located<FactsByKind[K]> | null>;

/** What stands at a canonical path, from commit to commit. */
export class Declarations {
  private readonly known: { [K in Named]: Known<K> } = { types: new Map(), fns: new Map(), statics: new Map() };
  /** What was asked for, by the module or block that would hold it. */
  private readonly asked = new Map<string, Set<string>>();

  move({ gone, come }: FileChanges): void {
    for (const file of [...gone, ...come])
      for (const { path } of ownNames(file).tables) {
        for (const canonical of this.asked.get(path) ?? [])
          for (const known of Object.values(this.known)) known.delete(canonical);
        this.asked.delete(path);
      }
  }

  /** Of several that share a path, the last. */
  at<K extends Named>(kind: K, canonical: string, names: Names): Located<FactsByKind[K]> | null {
    const known: Known<K> = this.known[kind];
    let found = known.get(canonical);
    if (found === undefined) {
      const home = canonical.slice(0, canonical.lastIndexOf("::"));
      found = inFiles(kind, canonical, names.filesOf(home));
      known.set(canonical, found);
      const asked = this.asked.get(home);
      if (asked) asked.add(canonical);
      else this.asked.set(home, new Set([canonical]));
    }
    return found;
  }
}

function inFiles<K extends Named>(
  kind: K,
  canonical: string,
  files: readonly SourceFile[],
): Located<FactsByKind[K]> | null {
  for (const file of files) {
    const found = placed(file).byPath(kind).get(canonical);
    if (found) return found;
  }
  return null;
}
