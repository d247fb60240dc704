import type { WorkContext } from "#lib/commands/context";
import { LineFiles } from "#lib/commands/line-files";
import { lineReports } from "#lib/commands/line-reports";
import { placeOf } from "#lib/commands/mirror-of";
import type { FactsFor } from "#lib/commands/scan-source";
import { wholeCommit } from "#lib/commands/stretch";
import { recordStep } from "#lib/db/ledger";
import type { ProjectModel } from "#lib/db/store";
import type { CommitInfo } from "#lib/git/commit";
import { readLine } from "#lib/git/line";
import type { Repository } from "#lib/git/repository";
import { rules, ruleset } from "#lib/rules/index";
import type { ScanReport } from "#lib/scan/report";
import { SuccessiveScan } from "#lib/scan/successive";
import { WANTED } from "#lib/scan/wanted";

export interface LineAdvance {
  project: ProjectModel;
  repository: Repository;
  /** The newest commit, which is scanned after this. */
  head: CommitInfo;
  factsFor: FactsFor;
  signal: AbortSignal;
}

/** Where the head stands on the line: its position, and the commit before it unless it is the newest one already. */
export interface OnLine {
  position: number;
  parent: string | null;
}

/**
 * Books every commit between the newest of the recorded line and the head. Null when the line does not lead to the head: then
 * nothing is booked, and the history has to be read anew.
 */
export async function advanceLine(ctx: WorkContext, advance: LineAdvance): Promise<OnLine | null> {
  const { project, repository, head, factsFor, signal } = advance;
  const { historyTo, historyCommits, historyState, historyRuleset, historyPaths, paths, id: projectId } = project;
  const goesOn = historyState === "complete" && historyRuleset === ruleset && historyPaths === paths;
  if (!goesOn || !historyTo) return null;
  if (historyTo === head.sha) return { position: historyCommits - 1, parent: null };
  // Most often there is none between, and nobody to ask git for.
  if (historyTo === head.parent) return { position: historyCommits, parent: historyTo };
  const commits = await commitsAfter(repository, historyTo, head.sha, signal);
  if (!commits) return null;
  const place = placeOf(project);
  const files = new LineFiles(repository, place.path, factsFor, project.kind === "remote");
  const line = { files, scanner: new SuccessiveScan(rules, ruleset), place, signal };
  const between = [await wholeCommit(repository, await repository.resolve(historyTo)), ...commits.slice(0, -1)];
  const book = (at: number, report: ScanReport | null) =>
    report &&
    recordStep(ctx.store, {
      ...{ projectId, commit: between[at]!, parent: between[at - 1]!.sha },
      ...{ position: historyCommits - 1 + at, report, at: ctx.clock() },
    });
  for await (const { at, report, parent } of lineReports(line, between)) {
    if (!report || at === 0) continue;
    // What moves or goes next is said to have been where it was last.
    if (at > 1) book(at - 1, parent);
    book(at, report);
  }
  return { position: historyCommits - 1 + commits.length, parent: commits.at(-2)?.sha ?? historyTo };
}

/** Null when the commit is not one of the head's first parents. */
async function commitsAfter(repository: Repository, after: string, head: string, signal: AbortSignal) {
  const known = await repository.resolve(after).catch(() => null);
  if (!known) return null;
  const commits = await readLine(repository.gitDir, { to: head, after, paths: WANTED, signal });
  return commits[0]?.parent === after ? commits : null;
}
