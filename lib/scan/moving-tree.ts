import type { ManifestFacts } from "#lib/scan/model/manifest";
import { type Entry, type Plan, planFrom } from "#lib/scan/plan";
import { isManifest, wanted } from "#lib/scan/wanted";

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
    const replaced = new Map<string, string>();
    for (const { path, oid } of changes) {
      if (!wanted(path)) continue;
      const { index, found } = this.find(path);
      if (oid === null) this.entries.splice(index, found ? 1 : 0);
      else this.entries.splice(index, found ? 1 : 0, { path, oid });
      if (found && oid !== null && !isManifest(path)) replaced.set(path, oid);
      else anew = true;
    }
    if (anew || !this.plan) this.plan = this.planned();
    else if (replaced.size > 0) {
      const files = this.plan.files.map((file) => {
        const oid = replaced.get(file.path);
        return oid === undefined ? file : { ...file, oid };
      });
      this.plan = { ...this.plan, files };
    }
    return this.plan;
  }

  /** Blobs of the manifests that the tree has now. */
  manifestBlobs(): Set<string> {
    return new Set(this.entries.filter(({ path }) => isManifest(path)).map(({ oid }) => oid));
  }

  private planned(): Plan {
    const manifests = this.entries.filter(({ path, oid }) => isManifest(path) && this.manifests.has(oid));
    const facts = new Map(manifests.map(({ path, oid }) => [path, this.manifests.get(oid)!]));
    const plan = planFrom(this.entries, facts, this.asked);
    return this.plan ? withCratesOf(this.plan, plan) : plan;
  }

  private find(path: string): { index: number; found: boolean } {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.entries[middle]!.path < path) low = middle + 1;
      else high = middle;
    }
    return { index: low, found: this.entries[low]?.path === path };
  }
}

/** Crates that are as they were stay the same objects, so that nobody takes them for others. */
function withCratesOf(before: Plan, plan: Plan): Plan {
  if (JSON.stringify(before.crates) !== JSON.stringify(plan.crates)) return plan;
  const crates = new Map(before.crates.map((crate) => [crate.dir, crate]));
  const files = plan.files.map((file) => ({ ...file, crate: crates.get(file.crate.dir) ?? file.crate }));
  return { ...plan, crates: before.crates, files };
}
