import { setImmediate } from "node:timers/promises";
import type { LineFiles, Trees } from "#lib/commands/line-files";
import type { Place } from "#lib/commands/source-tree";
import type { LineCommit } from "#lib/git/line";
import { anyLeft } from "#lib/ledger/reconcile";
import type { Finding } from "#lib/scan/finding";
import type { Plan } from "#lib/scan/plan";
import type { ScanReport } from "#lib/scan/report";
import type { Step, SuccessiveScan } from "#lib/scan/successive";

/** How many commits are read at a time: enough for git to be worth asking, few enough to hold their files. */
const BATCH = 64;

export interface LineReport {
  /** Index of the commit among those asked for. */
  at: number;
  /** Null when nothing but lines differs from the commit before, unless it is the last one. */
  report: ScanReport | null;
  /**
   * The commit before, when only lines had changed up to there, so that no report says where things stood in it, and
   * something of it has moved or gone.
   */
  parent: ScanReport | null;
}

export interface LineScan {
  files: LineFiles;
  scanner: SuccessiveScan;
  place: Place;
  signal: AbortSignal;
  /** Asks for the files of the next commits before these are scanned. */
  ahead?: boolean;
}

/** Scans commits one after another, each against the one before. */
export async function* lineReports(
  { files, scanner, place, signal, ahead = false }: LineScan,
  commits: readonly LineCommit[],
): AsyncGenerator<LineReport> {
  let silent: Step | null = null;
  let last: Plan | null = null;
  let found: readonly Finding[] = [];
  const read = (from: number): Promise<Trees> => files.read(commits.slice(from, from + BATCH));
  let coming: Promise<Trees> | null = null;
  for (let from = 0; from < commits.length; from += BATCH) {
    const { plans, facts, holes } = await (coming ?? read(from));
    coming = ahead ? read(from + BATCH) : null;
    // Where the work is given up in between, nobody waits for them.
    coming?.catch(() => {});
    for (const [index, plan] of plans.entries()) {
      // Others want to work too.
      await setImmediate();
      signal.throwIfAborted();
      const source = { kind: "git" as const, ...place, commit: commits[from + index]!.sha };
      const step = { source, plan, facts, holes };
      const differs = scanner.step(step);
      const report = differs ? scanner.report() : null;
      const parent = report && silent && anyLeft(found, report.findings) ? scanner.report(silent) : null;
      // A commit that changes none of our files has the lines of the one before.
      if (differs || plan !== last) silent = differs ? null : step;
      last = plan;
      found = report?.findings ?? found;
      const at = from + index;
      yield { at, report: report ?? (silent && at === commits.length - 1 ? scanner.report() : null), parent };
    }
  }
}
