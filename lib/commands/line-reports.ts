import { setImmediate } from "node:timers/promises";
import type { LineFiles, Trees } from "#lib/commands/line-files";
import type { Place } from "#lib/commands/source-tree";
import type { LineCommit } from "#lib/git/line";
import type { Plan } from "#lib/scan/plan";
import type { ScanReport } from "#lib/scan/report";
import type { Step, SuccessiveScan } from "#lib/scan/successive";

/** How many commits are read at a time: enough for git to be worth asking, few enough to hold their files. */
const BATCH = 64;

export interface LineReport {
  /** Index of the commit among those asked for. */
  at: number;
  /** Null when nothing but lines differs from the commit before. */
  report: ScanReport | null;
  /** Sees the commit before, when nothing but lines had changed up to there: no report says where things stood in it. */
  atParent?: () => ScanReport | null;
}

export interface LineScan {
  files: LineFiles;
  scanner: SuccessiveScan;
  place: Place;
  signal: AbortSignal;
}

/** Scans commits one after another, each against the one before. */
export async function* lineReports(
  { files, scanner, place, signal }: LineScan,
  commits: readonly LineCommit[],
): AsyncGenerator<LineReport> {
  let silent: Step | null = null;
  let last: Plan | null = null;
  const read = (from: number): Promise<Trees> => files.read(commits.slice(from, from + BATCH));
  let coming = read(0);
  for (let from = 0; from < commits.length; from += BATCH) {
    const { plans, facts, holes } = await coming;
    // The next ones are read by other threads meanwhile.
    coming = read(from + BATCH);
    // Where the work is given up in between, nobody waits for them.
    coming.catch(() => {});
    for (const [index, plan] of plans.entries()) {
      // Others want to work too.
      await setImmediate();
      signal.throwIfAborted();
      const source = { kind: "git" as const, ...place, commit: commits[from + index]!.sha };
      const step = { source, plan, facts, holes };
      const differs = scanner.step(step);
      const before = differs ? silent : null;
      // A commit that changes none of our files has the lines of the one before.
      if (differs || plan !== last) silent = differs ? null : step;
      last = plan;
      yield {
        at: from + index,
        report: differs ? scanner.report() : null,
        ...(before && { atParent: () => scanner.report(before) }),
      };
    }
  }
}
