import { setImmediate } from "node:timers/promises";
import type { LineFiles } from "#lib/commands/line-files";
import type { Place } from "#lib/commands/source-tree";
import type { LineCommit } from "#lib/git/line";
import { rules, ruleset } from "#lib/rules/index";
import type { Plan } from "#lib/scan/plan";
import type { ScanReport } from "#lib/scan/report";
import { type Step, SuccessiveScan } from "#lib/scan/successive";

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
  for (let from = 0; from < commits.length; from += BATCH) {
    const batch = commits.slice(from, from + BATCH);
    const plans = await files.read(batch);
    for (const [index, plan] of plans.entries()) {
      // Others want to work too.
      await setImmediate();
      signal.throwIfAborted();
      const source = { kind: "git" as const, ...place, commit: batch[index]!.sha };
      const step = { source, plan, facts: files.facts, holes: files.holes };
      const differs = scanner.step(step);
      const before = differs ? silent : null;
      // A commit that changes none of our files has the lines of the one before.
      if (differs || plan !== last) silent = differs ? null : step;
      last = plan;
      yield {
        at: from + index,
        report: differs ? scanner.report() : null,
        ...(before && { atParent: () => seenAt(before) }),
      };
    }
  }
}

function seenAt(step: Step): ScanReport | null {
  const scanner = new SuccessiveScan(rules, ruleset);
  scanner.step(step);
  return scanner.report();
}
