import type { FileFacts } from "#lib/scan/facts/facts";
import type { Manifest } from "#lib/scan/model/manifest";
import type { Crate, SourceFile } from "#lib/scan/model/model";
import { type CrateFiles, isSameTree, type ModulePlace, moduleTree } from "#lib/scan/model/modules";
import { emptyMemo } from "#lib/scan/model/per-file";
import { settled } from "#lib/scan/model/settled";
import type { PlannedFile } from "#lib/scan/plan";

/** What was placed of one crate, and all that it rests on. */
interface Placed {
  manifest: Manifest | undefined;
  planned: readonly PlannedFile[];
  facts: readonly (FileFacts | undefined)[];
  places: ReadonlyMap<string, ModulePlace>;
  files: readonly SourceFile[];
}

/** Places files in the module trees of their crates, commit after commit. */
export class Placing {
  private readonly crates = new WeakMap<Crate, Placed>();

  /** Those of a crate; what is as it was, where it was, is the same object. Files without facts are left out. */
  place(
    crate: Crate,
    manifest: Manifest | undefined,
    planned: readonly PlannedFile[],
    known: ReadonlyMap<string, FileFacts>,
  ): readonly SourceFile[] {
    const before = this.crates.get(crate);
    const facts = planned.map(({ oid }) => known.get(oid));
    const built = before?.manifest === manifest || JSON.stringify(before?.manifest) === JSON.stringify(manifest);
    if (before && built && isSame(before.planned, planned) && facts.every((one, at) => one === before.facts[at]))
      return before.files;
    const said = byPath(planned, facts);
    const stays = before && built && isSameTree(byPath(before.planned, before.facts), said);
    const places = stays ? before.places : moduleTree(crate, manifest, said);
    const earlier = before?.files ?? [];
    const files = settled(earlier, filesOf(planned, said, places, earlier));
    this.crates.set(crate, { manifest, planned, facts, places, files });
    return files;
  }
}

function isSame(before: readonly PlannedFile[], now: readonly PlannedFile[]): boolean {
  if (before.length !== now.length) return false;
  return now.every((one, at) => one.path === before[at]!.path && one.scope === before[at]!.scope);
}

const byPath = (planned: readonly PlannedFile[], facts: readonly (FileFacts | undefined)[]): CrateFiles =>
  new Map(planned.map(({ path }, at) => [path, facts[at]]));

function filesOf(
  planned: readonly PlannedFile[],
  said: CrateFiles,
  places: ReadonlyMap<string, ModulePlace>,
  before: readonly SourceFile[],
): readonly SourceFile[] {
  const known = new Map(before.map((file) => [file.path, file]));
  return planned.flatMap(({ path, oid, crate, scope }): SourceFile[] => {
    const facts = said.get(path);
    if (!facts) return [];
    const place = places.get(path)!;
    const earlier = known.get(path);
    if (earlier?.facts === facts && earlier.scope === scope && isAt(earlier, place)) return [earlier];
    return [{ path, oid, facts, crate, scope, ...place, memo: emptyMemo() }];
  });
}

function isAt({ target, module, cfg }: SourceFile, place: ModulePlace): boolean {
  const same = cfg === place.cfg || (cfg.length === place.cfg.length && cfg.every((one, at) => one === place.cfg[at]));
  return same && target === place.target && module === place.module;
}
