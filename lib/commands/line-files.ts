import { LinePlans } from "#lib/commands/line-plans";
import { distinct, type Earlier, type FactsFor } from "#lib/commands/scan-source";
import type { LineCommit } from "#lib/git/line";
import type { Repository } from "#lib/git/repository";
import type { FileFacts } from "#lib/scan/facts/facts";
import type { Plan } from "#lib/scan/plan";

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
  private facts: ReadonlyMap<string, FileFacts> = new Map();
  private readonly holes = new Map<string, string>();
  /** The blob at each path that has changed so far. */
  private readonly blobs = new Map<string, string>();
  private readonly plans: LinePlans;

  constructor(
    private readonly repository: Repository,
    path: string[],
    private readonly factsFor: FactsFor,
    /** The repository is a mirror that may lack what is asked for. */
    private readonly fetches = false,
  ) {
    this.plans = new LinePlans(repository, path, fetches);
  }

  /** What a scan of each of these commits reads, and what it says. */
  async read(batch: readonly LineCommit[]): Promise<Trees> {
    const plans = await this.plans.plan(batch);
    const wanted = new Set([...new Set(plans)].flatMap(({ files }) => distinct(files)));
    const missing = [...wanted].filter((oid) => !this.facts.has(oid));
    const fresh = await this.readFacts(missing, this.earlierVersions(batch));
    const facts = new Map<string, FileFacts>();
    for (const oid of wanted) {
      const said = this.facts.get(oid) ?? fresh.get(oid);
      if (said) facts.set(oid, said);
    }
    this.facts = facts;
    return { plans, facts, holes: this.holes };
  }

  /** The blob that stood where another one of the batch came to stand, by the latter's id. */
  private earlierVersions(batch: readonly LineCommit[]): Map<string, string> {
    const versions = new Map<string, string>();
    for (const { path, oid } of batch.flatMap(({ changes }) => changes)) {
      const before = this.blobs.get(path);
      if (oid === null) this.blobs.delete(path);
      else this.blobs.set(path, oid);
      if (oid !== null && before !== undefined && !versions.has(oid)) versions.set(oid, before);
    }
    return versions;
  }

  private async readFacts(oids: string[], of: Earlier["of"]): Promise<ReadonlyMap<string, FileFacts>> {
    if (this.fetches) await this.repository.fetchMissing(oids);
    const { facts, holes } = await this.factsFor(oids, this.repository.blobs, { of, facts: this.facts });
    for (const [oid, reason] of holes) this.holes.set(oid, reason);
    return facts;
  }
}
