import type { ExtractFacts } from "#lib/commands/cached-facts";
import { extractInline, passingFacts } from "#lib/commands/inline-facts";
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

/** Scans on this thread. Only one tree's facts are in memory at a time. */
export function scanHere(extract: ExtractFacts): ScanStretch {
  return async function* ({ gitDir, place, commits }, signal) {
    const repository = await openRepository(gitDir);
    try {
      const files = new LineFiles(repository, place.path, passingFacts(extract));
      const scanner = new SuccessiveScan(rules, ruleset);
      // Other threads read the next files meanwhile; where there are none, they would only take up room.
      yield* lineReports({ files, scanner, place, signal, ahead: extract !== extractInline }, commits);
    } finally {
      await repository.close();
    }
  };
}

/** So many commits that to begin anew, on a thread that is not warm, costs little beside them. */
const LENGTH = 1_000;

/** Cuts a line, or the rest of one, into stretches that are equally long; an even number of them, so that no thread is left over at the end. */
export async function stretchesOf(
  repository: Repository,
  place: Place,
  commits: readonly LineCommit[],
  most = LENGTH,
): Promise<Stretch[]> {
  const stretches: Stretch[] = [];
  const alone = commits.length <= most;
  const length = alone ? most : Math.ceil(commits.length / (2 * Math.ceil(commits.length / most / 2)));
  for (let from = 0; from < commits.length; from += length) {
    const [first, ...others] = commits.slice(from, from + length);
    const begin = first!.parent === null ? first! : await wholeCommit(repository, first!);
    stretches.push({ gitDir: repository.gitDir, place, commits: [begin, ...others], alone });
  }
  return stretches;
}

/** A commit with all of its files, as if it were the first one. */
export async function wholeCommit(repository: Repository, commit: CommitInfo): Promise<LineCommit> {
  const files = (await repository.tree(commit.sha)).filter(({ mode }) => mode.startsWith("100"));
  return { ...commit, parent: null, changes: files.map(({ path, oid }) => ({ path, oid })) };
}
