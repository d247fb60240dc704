import { distinct, type FactsFor } from "#lib/commands/scan-source";
import type { Place } from "#lib/commands/source-tree";
import type { LineCommit } from "#lib/git/line";
import type { Repository } from "#lib/git/repository";
import type { FileFacts } from "#lib/scan/facts/facts";
import { type ManifestFacts, readManifest } from "#lib/scan/model/manifest";
import { MovingTree } from "#lib/scan/moving-tree";
import type { Plan } from "#lib/scan/plan";
import { isPlanned } from "#lib/scan/wanted";

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

/** What some consecutive trees hold. */
export interface Trees {
  /** One for each commit. */
  plans: Plan[];
  /** What all of them want, by blob id, and nothing besides. */
  facts: ReadonlyMap<string, FileFacts>;
  /** Why a blob has no facts, by blob id. */
  holes: ReadonlyMap<string, string>;
}

/** Reads the trees of one commit after another. */
export class LineFiles {
  blobs = 0;
  bytes = 0;
  factsMs = 0;
  private facts: ReadonlyMap<string, FileFacts> = new Map();
  private readonly holes = new Map<string, string>();
  private readonly manifests = new Map<string, ManifestFacts>();
  private readonly tree: MovingTree;

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
    const kept = this.tree.manifestBlobs();
    for (const oid of this.manifests.keys()) if (!kept.has(oid)) this.manifests.delete(oid);
    return plans;
  }

  /** The same, with what the files say. Asked for the next commits only when these are there. */
  async read(batch: readonly LineCommit[]): Promise<Trees> {
    const plans = await this.plan(batch);
    const wanted = new Set([...new Set(plans)].flatMap(({ files }) => distinct(files)));
    const fresh = await this.readFacts([...wanted].filter((oid) => !this.facts.has(oid)));
    const facts = new Map<string, FileFacts>();
    for (const oid of wanted) {
      const said = this.facts.get(oid) ?? fresh.get(oid);
      if (said) facts.set(oid, said);
    }
    this.facts = facts;
    return { plans, facts, holes: this.holes };
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

  private async readFacts(oids: string[]): Promise<ReadonlyMap<string, FileFacts>> {
    const started = performance.now();
    if (this.fetches) await this.repository.fetchMissing(oids);
    const { facts, holes } = await this.factsFor(oids, this.repository.blobs);
    this.factsMs += performance.now() - started;
    for (const [, { bytes }] of facts) {
      this.blobs++;
      this.bytes += bytes;
    }
    for (const [oid, reason] of holes) this.holes.set(oid, reason);
    return facts;
  }
}
