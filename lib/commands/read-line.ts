import { type FetchedLine, fetchLine } from "#lib/commands/fetch-line";
import { type ScanStretch, type Stretch, stretchesOf } from "#lib/commands/stretch";
import { type LineCommit, readLine } from "#lib/git/line";
import { advance, type Chronicle, emptyChronicle } from "#lib/ledger/chronicle";
import { WANTED } from "#lib/scan/wanted";

export interface LineReading extends FetchedLine {
  scanStretch: ScanStretch;
  /** The repository is a mirror without files: what is wanted has to be fetched first. */
  partial: boolean;
}

/** The whole first-parent history up to a commit. */
export interface ReadLine {
  commits: LineCommit[];
  chronicle: Chronicle;
  timing: { readMs: number; scanMs: number };
}

/** Reads every commit of the line and folds what the rules see in it, oldest first; stretches of it are scanned side by side. */
export async function readWholeLine(reading: LineReading, to: string): Promise<ReadLine> {
  const { repository, place, scanStretch, signal, onProgress } = reading;
  const started = performance.now();
  const commits = await readLine(repository.gitDir, { to, paths: WANTED, signal });
  if (reading.partial) await fetchLine(reading, commits);
  const begun = performance.now();
  const stretches = await stretchesOf(repository, place, commits);
  const onCommit = (done: number) => onProgress({ phase: "fold", done, total: commits.length, backTo: null });
  const chronicle = await foldStretches(stretches, scanStretch, signal, onCommit);
  return { commits, chronicle, timing: { readMs: begun - started, scanMs: performance.now() - begun } };
}

/** `onCommit` is told how many commits are folded in. */
export async function foldStretches(
  stretches: readonly Stretch[],
  scanStretch: ScanStretch,
  signal: AbortSignal,
  onCommit: (done: number) => void,
): Promise<Chronicle> {
  const chronicle = emptyChronicle();
  // All are under way at once; when one of them fails, nobody needs the others.
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const scans = stretches.map((stretch) => scanStretch(stretch, either));
  let from = 0;
  try {
    for (const [index, reports] of scans.entries()) {
      for await (const { at, report, parent } of reports) {
        if (report) advance(chronicle, from + at, report, parent);
        onCommit(from + at + 1);
      }
      from += stretches[index]!.commits.length;
    }
  } finally {
    stop.abort();
  }
  return chronicle;
}
