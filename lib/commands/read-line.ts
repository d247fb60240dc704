import { fetchLine } from "#lib/commands/fetch-line";
import { LineFiles, type LineReading } from "#lib/commands/line-files";
import { lineReports } from "#lib/commands/line-reports";
import { type LineCommit, readLine } from "#lib/git/line";
import { advance, type Chronicle, emptyChronicle, refresh } from "#lib/ledger/chronicle";
import { rules, ruleset } from "#lib/rules/index";
import { SuccessiveScan } from "#lib/scan/successive";
import { WANTED } from "#lib/scan/wanted";

/** The whole first-parent history up to a commit. */
export interface ReadLine {
  commits: LineCommit[];
  chronicle: Chronicle;
  blobs: number;
  bytes: number;
  /** `readMs` = the list of commits, `factsMs` = their files, `scanMs` = links, rules and the fold. */
  timing: { readMs: number; factsMs: number; scanMs: number; totalMs: number };
}

/** Reads every commit of the line, oldest first, and folds what the rules see in it. Only one tree's facts are in memory at a time. */
export async function readWholeLine(reading: LineReading, to: string): Promise<ReadLine> {
  const { repository, place, signal, onProgress } = reading;
  const started = performance.now();
  const commits = await readLine(repository.gitDir, { to, paths: WANTED, signal });
  if (reading.partial) await fetchLine(reading, commits);
  const files = new LineFiles(repository, place.path, reading.factsFor);
  const scanner = new SuccessiveScan(rules, ruleset);
  const chronicle = emptyChronicle();
  const begun = performance.now();
  for await (const { at, report, atParent } of lineReports({ files, scanner, place, signal }, commits)) {
    onProgress({ phase: "fold", done: at + 1, total: commits.length, backTo: null });
    if (report) advance(chronicle, at, report, atParent);
  }
  const report = scanner.report();
  if (report) refresh(chronicle, report);
  const { blobs, bytes, factsMs } = files;
  const ended = performance.now();
  const timing = {
    readMs: begun - started,
    factsMs,
    scanMs: ended - begun - factsMs,
    totalMs: ended - started,
  };
  return { commits, chronicle, blobs, bytes, timing };
}
