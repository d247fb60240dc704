import { type FetchedLine, fetchLine } from "#lib/commands/fetch-line";
import { type Fold, type FoldKeeper, unfolded } from "#lib/commands/history-draft";
import { type ScanStretch, type Stretch, stretchesOf } from "#lib/commands/stretch";
import { type LineCommit, readLine } from "#lib/git/line";
import { advance, type Chronicle } from "#lib/ledger/chronicle";
import { WANTED } from "#lib/scan/wanted";

export interface LineReading extends FetchedLine {
  scanStretch: ScanStretch;
  /** The repository is a mirror without files: what is wanted has to be fetched first. */
  partial: boolean;
  /** Where the work goes on when it was interrupted; without one it begins anew. */
  draft?: FoldKeeper;
  /** Most commits of a line that is not cut into stretches, if not the usual number. */
  mostAlone?: number;
}

/** The whole first-parent history up to a commit. */
export interface ReadLine {
  commits: LineCommit[];
  chronicle: Chronicle;
  timing: { readMs: number; scanMs: number };
}

/** Reads every commit of the line and folds what the rules see in it, oldest first; stretches of it are scanned side by side. */
export async function readWholeLine(reading: LineReading, to: string): Promise<ReadLine> {
  const { repository, place, signal, onProgress } = reading;
  const started = performance.now();
  const commits = await readLine(repository.gitDir, { to, paths: WANTED, signal });
  if (reading.partial) await fetchLine(reading, commits);
  const begun = performance.now();
  const draft = (await reading.draft?.load()) ?? unfolded();
  // A line that was rewritten does not go on from there.
  const fold = draft.done > 0 && commits[draft.done - 1]?.sha !== draft.sha ? unfolded() : draft;
  const stretches = await stretchesOf(repository, place, commits, { most: reading.mostAlone, from: fold.done });
  await foldStretches(fold, stretches, {
    ...reading,
    onCommit: () => onProgress({ phase: "fold", done: fold.done, total: commits.length, backTo: null }),
    onStretch: () => (fold.done < commits.length ? reading.draft?.save(fold) : undefined),
  });
  const timing = { readMs: begun - started, scanMs: performance.now() - begun };
  return { commits, chronicle: fold.chronicle, timing };
}

export interface Folding extends Pick<LineReading, "scanStretch" | "signal"> {
  onCommit(): void;
  onStretch(): Promise<void> | undefined;
}

/** Goes on with a fold, stretch by stretch. */
export async function foldStretches(fold: Fold, stretches: readonly Stretch[], folding: Folding): Promise<void> {
  // All are under way at once; when one of them fails, nobody needs the others.
  const stop = new AbortController();
  const signal = AbortSignal.any([folding.signal, stop.signal]);
  const scans = stretches.map((stretch) => folding.scanStretch(stretch, signal));
  try {
    for (const [index, reports] of scans.entries()) {
      const { commits } = stretches[index]!;
      for await (const { at, report, parent } of reports) {
        if (report) advance(fold.chronicle, fold.done, report, parent);
        fold.sha = commits[at]!.sha;
        fold.done++;
        folding.onCommit();
      }
      await folding.onStretch();
    }
  } finally {
    stop.abort();
  }
}
