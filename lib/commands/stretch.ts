import type { ExtractFacts } from "#lib/commands/cached-facts";
import { passingFacts, versionFacts } from "#lib/commands/inline-facts";
import { LineFiles } from "#lib/commands/line-files";
import { type LineReport, lineReports } from "#lib/commands/line-reports";
import type { Place } from "#lib/commands/source-tree";
import type { CommitInfo } from "#lib/git/commit";
import type { LineCommit } from "#lib/git/line";
import { openRepository, type Repository } from "#lib/git/repository";
import { rules, ruleset } from "#lib/rules/index";
import { SuccessiveScan } from "#lib/scan/successive";

/** A part of a line that can be scanned by itself, on any thread: its first commit comes with all of its files. */
export interface Stretch {
  /** Holds all files that are wanted of it. */
  gitDir: string;
  place: Place;
  commits: LineCommit[];
  /** It is all there is to scan of its line. */
  alone: boolean;
}

/** Begins at once, and goes on whether or not anybody takes what is there. */
export type ScanStretch = (stretch: Stretch, signal: AbortSignal) => AsyncIterable<LineReport>;

/** Scans on this thread; others read the files, if there are any. Only one tree's facts are in memory at a time. */
export function scanHere(extract?: ExtractFacts): ScanStretch {
  return async function* ({ gitDir, place, commits }, signal) {
    const repository = await openRepository(gitDir);
    // Other threads read the next files meanwhile; where there are none, they would only take up room.
    const ahead = extract !== undefined;
    try {
      const files = new LineFiles(repository, place.path, extract ? passingFacts(extract) : versionFacts());
      const scanner = new SuccessiveScan(rules, ruleset);
      yield* lineReports({ files, scanner, place, signal, ahead }, commits);
    } finally {
      await repository.close();
    }
  };
}

/** So many commits that to begin anew, on a thread that is not warm, costs little beside them: a line of no more is not cut. */
const LENGTH = 1_000;
/** How many times as many any two stretches share at most: two threads then end at nearly the same time. */
const SHARED = 3;
/** What a commit costs by itself, in files of its tree: each of those costs a little, whether or not it changed. */
const BY_ITSELF = 200;

/**
 * Cuts a line, or the rest of one, into stretches that cost as much as each other; an even number of them, so that no thread is
 * left over at the end. `from` is the first commit of the rest.
 */
export async function stretchesOf(
  repository: Repository,
  place: Place,
  commits: readonly LineCommit[],
  { most = LENGTH, from = 0 }: { most?: number; from?: number } = {},
): Promise<Stretch[]> {
  const left = commits.length - from;
  const alone = left <= most;
  const parts = alone ? 1 : 2 * Math.ceil(left / most / SHARED);
  const stretches: Stretch[] = [];
  let begin = from;
  for (const length of evenly(costsOf(commits).slice(from), parts)) {
    const [first, ...others] = commits.slice(begin, begin + length);
    const whole = first!.parent === null ? first! : await wholeCommit(repository, first!);
    stretches.push({ gitDir: repository.gitDir, place, commits: [whole, ...others], alone });
    begin += length;
  }
  return stretches;
}

/** What each commit of a line costs, whose trees grow. One that changes nothing is passed over. */
function costsOf(commits: readonly LineCommit[]): number[] {
  const files = new Set<string>();
  return commits.map(({ changes }) => {
    for (const { path, oid } of changes)
      if (oid === null) files.delete(path);
      else files.add(path);
    return changes.length === 0 ? 0 : BY_ITSELF + files.size;
  });
}

/** How many in a row make up each of some parts of the same cost; none is empty unless there are too few. */
export function evenly(costs: readonly number[], parts: number): number[] {
  const share = costs.reduce((sum, cost) => sum + cost, 0) / parts;
  const lengths: number[] = [];
  let spent = 0;
  let begin = 0;
  for (const [at, cost] of costs.entries()) {
    spent += cost;
    const later = parts - lengths.length - 1;
    const full = spent >= share * (lengths.length + 1) || costs.length - at - 1 <= later;
    if (later === 0 || !full) continue;
    lengths.push(at + 1 - begin);
    begin = at + 1;
  }
  return begin < costs.length ? [...lengths, costs.length - begin] : lengths;
}

/** A commit with all of its files, as if it were the first one. */
export async function wholeCommit(repository: Repository, commit: CommitInfo): Promise<LineCommit> {
  const files = (await repository.tree(commit.sha)).filter(({ mode }) => mode.startsWith("100"));
  return { ...commit, parent: null, changes: files.map(({ path, oid }) => ({ path, oid })) };
}
