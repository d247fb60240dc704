import type { FileFacts } from "#lib/scan/facts/facts";
import { Linker } from "#lib/scan/model/linker";
import { type Plan, withCratesOf } from "#lib/scan/plan";

/** What the last scan of a project was made of; the next one uses again what has not changed. */
export class RecentScan {
  readonly linker = new Linker(true);
  facts: ReadonlyMap<string, FileFacts> = new Map();
  private plan: Plan | null = null;

  /** The next plan, in terms of the last one. */
  goOn(plan: Plan): Plan {
    this.plan = this.plan ? withCratesOf(this.plan, plan) : plan;
    return this.plan;
  }
}

/** Bytes of Rust in all that is kept, which takes ten times as much memory. */
const LIMIT = 8_000_000;

/** Of the projects that were scanned last, so that a commit costs what it changes. */
export class RecentScans {
  private readonly kept = new Map<string, RecentScan>();

  constructor(private readonly limit = LIMIT) {}

  /** Who takes it gives it back when all went well. */
  take(projectId: string): RecentScan {
    const recent = this.kept.get(projectId) ?? new RecentScan();
    this.kept.delete(projectId);
    return recent;
  }

  keep(projectId: string, recent: RecentScan): void {
    this.kept.set(projectId, recent);
    let bytes = 0;
    for (const [id, { facts }] of [...this.kept].reverse()) {
      for (const file of facts.values()) bytes += file.bytes;
      if (bytes > this.limit) this.kept.delete(id);
    }
  }
}
