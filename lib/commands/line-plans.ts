import type { LineCommit } from "#lib/git/line";
import type { Repository } from "#lib/git/repository";
import { type ManifestFacts, readManifest } from "#lib/scan/model/manifest";
import { MovingTree } from "#lib/scan/moving-tree";
import type { Plan } from "#lib/scan/plan";
import { isPlanned } from "#lib/scan/wanted";

/** Decides for one commit after another what a scan of it reads. */
export class LinePlans {
  private readonly manifests = new Map<string, ManifestFacts>();
  private readonly tree: MovingTree;

  constructor(
    private readonly repository: Repository,
    path: string[],
    /** The repository is a mirror that may lack what is asked for. */
    private readonly fetches = false,
  ) {
    this.tree = new MovingTree(this.manifests, path);
  }

  /** What a scan of each of these commits reads. */
  async plan(batch: readonly LineCommit[]): Promise<Plan[]> {
    await this.readManifests(batch);
    const plans = batch.map(({ changes }) => this.tree.step(changes));
    const kept = this.tree.manifestBlobs();
    for (const oid of this.manifests.keys()) if (!kept.has(oid)) this.manifests.delete(oid);
    return plans;
  }

  private async readManifests(batch: readonly LineCommit[]): Promise<void> {
    const paths = new Map<string, string>();
    for (const { changes } of batch)
      for (const { path, oid } of changes) if (oid && isPlanned(path)) paths.set(oid, path);
    const decoder = new TextDecoder();
    if (this.fetches) await this.repository.fetchMissing([...paths.keys()]);
    await this.repository.blobs([...paths.keys()], (oid, bytes) => {
      if (bytes) this.manifests.set(oid, readManifest(paths.get(oid)!, decoder.decode(bytes)));
    });
  }
}
