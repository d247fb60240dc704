import { LinePlans } from "#lib/commands/line-plans";
import { distinct, type FactsFor } from "#lib/commands/scan-source";
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
    const fresh = await this.readFacts([...wanted].filter((oid) => !this.facts.has(oid)));
    const facts = new Map<string, FileFacts>();
    for (const oid of wanted) {
      const said = this.facts.get(oid) ?? fresh.get(oid);
      if (said) facts.set(oid, said);
    }
    this.facts = facts;
    return { plans, facts, holes: this.holes };
  }

  private async readFacts(oids: string[]): Promise<ReadonlyMap<string, FileFacts>> {
    if (this.fetches) await this.repository.fetchMissing(oids);
    const { facts, holes } = await this.factsFor(oids, this.repository.blobs);
    for (const [oid, reason] of holes) this.holes.set(oid, reason);
    return facts;
  }
}
