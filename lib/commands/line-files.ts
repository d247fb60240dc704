import { distinct, type FactsFor } from "#lib/commands/scan-source";
import type { Place } from "#lib/commands/source-tree";
import type { LineCommit } from "#lib/git/line";
import type { Repository } from "#lib/git/repository";
import type { FileFacts } from "#lib/scan/facts/facts";
import { type ManifestFacts, readManifest } from "#lib/scan/model/manifest";
import { MovingTree } from "#lib/scan/moving-tree";
import type { Plan } from "#lib/scan/plan";
import { isManifest } from "#lib/scan/wanted";

/** `read` = files are fetched, newest commits first, `backTo` how far; `fold` = commits are scanned, oldest first. */
export interface LineProgress {
  phase: "read" | "fold";
  done: number;
  total: number;
  backTo: Date | null;
}

export interface LineReading {
  repository: Repository;
  place: Place;
  factsFor: FactsFor;
  /** The repository is a mirror without files: what is wanted has to be fetched first. */
  partial: boolean;
  signal: AbortSignal;
  onProgress(progress: LineProgress): void;
}

/** What the trees of some consecutive commits hold. */
export class LineFiles {
  facts = new Map<string, FileFacts>();
  holes = new Map<string, string>();
  blobs = 0;
  bytes = 0;
  factsMs = 0;
  private readonly manifests = new Map<string, ManifestFacts>();
  private readonly tree: MovingTree;
  private newest: Plan | null = null;

  constructor(
    private readonly repository: Repository,
    path: string[],
    private readonly factsFor: FactsFor,
    /** The repository is a mirror that may lack what is asked for. */
    private readonly fetches = false,
  ) {
    this.tree = new MovingTree(this.manifests, path);
  }

  /** What a scan of each of these commits reads. */
  async plan(batch: readonly LineCommit[]): Promise<Plan[]> {
    await this.readManifests(batch);
    const plans = batch.map(({ changes }) => this.tree.step(changes));
    forgetAllBut(this.tree.manifestBlobs(), this.manifests);
    return plans;
  }

  /** The same; `facts` then has what all of them and the commit before them want, and nothing besides. */
  async read(batch: readonly LineCommit[]): Promise<Plan[]> {
    const plans = await this.plan(batch);
    const wanted = new Set([...new Set([this.newest ?? [], plans].flat())].flatMap(({ files }) => distinct(files)));
    this.newest = plans.at(-1) ?? this.newest;
    forgetAllBut(wanted, this.facts);
    await this.readFacts([...wanted].filter((oid) => !this.facts.has(oid)));
    return plans;
  }

  private async readManifests(batch: readonly LineCommit[]): Promise<void> {
    const paths = new Map<string, string>();
    for (const { changes } of batch)
      for (const { path, oid } of changes) if (oid && isManifest(path)) paths.set(oid, path);
    const decoder = new TextDecoder();
    if (this.fetches) await this.repository.fetchMissing([...paths.keys()]);
    await this.repository.blobs([...paths.keys()], (oid, bytes) => {
      if (bytes) this.manifests.set(oid, readManifest(paths.get(oid)!, decoder.decode(bytes)));
    });
  }

  private async readFacts(oids: string[]): Promise<void> {
    const started = performance.now();
    if (this.fetches) await this.repository.fetchMissing(oids);
    const { facts, holes } = await this.factsFor(oids, this.repository.blobs);
    this.factsMs += performance.now() - started;
    for (const [oid, said] of facts) {
      this.facts.set(oid, said);
      this.blobs++;
      this.bytes += said.bytes;
    }
    for (const [oid, reason] of holes) this.holes.set(oid, reason);
  }
}

function forgetAllBut(wanted: ReadonlySet<string>, map: Map<string, unknown>): void {
  for (const oid of map.keys()) if (!wanted.has(oid)) map.delete(oid);
}
