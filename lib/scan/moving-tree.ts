import type { ManifestFacts } from "#lib/scan/model/manifest";
import { isPythonTest } from "#lib/scan/model/python-tests";
import { cratesByDir, type Entry, type Plan, type PlannedFile, planFile, planFrom, withCratesOf } from "#lib/scan/plan";
import { isPlanned, wanted } from "#lib/scan/wanted";

/** The files that a scan may want, from commit to commit. */
export class MovingTree {
  /** In path order, as git lists them: names and order of findings rest on it. */
  private entries: Entry[] = [];
  private plan: Plan | null = null;

  /** `manifests` by blob id must hold every one that can be read; `asked` names crate directories. */
  constructor(
    private readonly manifests: ReadonlyMap<string, ManifestFacts>,
    private readonly asked: readonly string[],
  ) {}

  /** What a scan of the tree has to read after these changes; the same plan when nothing of it has changed. */
  step(changes: readonly { path: string; oid: string | null }[]): Plan {
    let anew = this.plan === null;
    const edits: { path: string; oid: string | null }[] = [];
    for (const { path, oid } of changes) {
      if (!wanted(path)) continue;
      const { index, found } = find(this.entries, path);
      const before = found ? this.entries[index]!.oid : null;
      this.entries.splice(index, found ? 1 : 0, ...(oid === null ? [] : [{ path, oid }]));
      if (path.endsWith(".rs")) edits.push({ path, oid });
      else anew ||= !isPythonTest(path) || !this.saysTheSame(before, oid);
    }
    if (anew || !this.plan) this.plan = this.planned();
    else if (edits.length > 0) this.plan = { ...this.plan, files: edited(this.plan, edits) };
    return this.plan;
  }

  /** Blobs of the manifests that the tree has now. */
  manifestBlobs(): Set<string> {
    return new Set(this.entries.filter(({ path }) => isPlanned(path)).map(({ oid }) => oid));
  }

  /** Most Python tests say nothing of interpreters, before and after. */
  private saysTheSame(before: string | null, now: string | null): boolean {
    const said = (oid: string | null) => JSON.stringify(oid === null ? {} : (this.manifests.get(oid) ?? null));
    return said(before) === said(now);
  }

  private planned(): Plan {
    const manifests = this.entries.filter(({ path, oid }) => isPlanned(path) && this.manifests.has(oid));
    const facts = new Map(manifests.map(({ path, oid }) => [path, this.manifests.get(oid)!]));
    const plan = planFrom(this.entries, facts, this.asked);
    return this.plan ? withCratesOf(this.plan, plan) : plan;
  }
}

function edited({ crates, files }: Plan, edits: readonly { path: string; oid: string | null }[]): PlannedFile[] {
  const next = [...files];
  const byDir = cratesByDir(crates);
  for (const { path, oid } of edits) {
    const { index, found } = find(next, path);
    const file = oid === null ? null : planFile({ path, oid }, byDir);
    next.splice(index, found ? 1 : 0, ...(file ? [file] : []));
  }
  return next;
}

/** Where a path is, or would be, in a list in path order. */
function find(sorted: readonly Entry[], path: string): { index: number; found: boolean } {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]!.path < path) low = middle + 1;
    else high = middle;
  }
  return { index: low, found: sorted[low]?.path === path };
}
