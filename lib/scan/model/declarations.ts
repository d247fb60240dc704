import { reachable } from "#lib/scan/model/condition";
import type { FileChanges } from "#lib/scan/model/file-changes";
import type { FactsByKind, Located } from "#lib/scan/model/model";
import type { Names } from "#lib/scan/model/names";
import { ownNames } from "#lib/scan/model/own-names";
import { type Named, placed } from "#lib/scan/model/placed";

type List<K extends Named> = readonly Located<FactsByKind[K]>[];
type Known<K extends Named> = Map<string, List<K>>;

const NONE: readonly never[] = [];

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

  /**
   * The last first. Several share a path under conditions that exclude each other; those that no CPython 3.12 is compiled with
   * count only when there is nothing else.
   */
  at<K extends Named>(kind: K, canonical: string, names: Names): List<K> {
    const known: Known<K> = this.known[kind];
    let found = known.get(canonical);
    if (!found) {
      const home = canonical.slice(0, canonical.lastIndexOf("::"));
      const all = names.filesOf(home).flatMap((file) => placed(file).byPath(kind).get(canonical) ?? []);
      const compiled = all.length > 1 ? all.filter(({ cfg }) => reachable(cfg)) : all;
      found = all.length === 0 ? NONE : compiled.length > 0 ? compiled : all;
      known.set(canonical, found);
      const asked = this.asked.get(home);
      if (asked) asked.add(canonical);
      else this.asked.set(home, new Set([canonical]));
    }
    return found;
  }
}
