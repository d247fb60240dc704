import { setImmediate } from "node:timers/promises";
import { fetchLine } from "#lib/commands/fetch-line";
import { LineFiles, type LineReading } from "#lib/commands/line-files";
import { type LineCommit, readLine } from "#lib/git/line";
import { advance, type Chronicle, emptyChronicle, refresh } from "#lib/ledger/chronicle";
import { rules, ruleset } from "#lib/rules/index";
import { SuccessiveScan } from "#lib/scan/successive";
import { WANTED } from "#lib/scan/wanted";

/** How many commits are read at a time: enough for git to be worth asking, few enough to hold their files. */
const BATCH = 64;

/** The whole first-parent history up to a commit. */
export interface ReadLine {
  commits: LineCommit[];
  chronicle: Chronicle;
  blobs: number;
  bytes: number;
  timing: { readMs: number; factsMs: number; scanMs: number; totalMs: number };
}

/** Reads every commit of the line, oldest first, and folds what the rules see in it. Only one tree's facts are in memory at a time. */
export async function readWholeLine(reading: LineReading, to: string): Promise<ReadLine> {
  const { repository, place, signal, onProgress } = reading;
  const started = performance.now();
  const commits = await readLine(repository.gitDir, { to, paths: WANTED, signal });
  if (reading.partial) await fetchLine(reading, commits);
  const files = new LineFiles(repository, place.path, reading.extract);
  const scanner = new SuccessiveScan(rules, ruleset);
  const chronicle = emptyChronicle();
  let scanMs = 0;
  for (let at = 0; at < commits.length; at += BATCH) {
    onProgress({ phase: "fold", done: at, total: commits.length, backTo: null });
    const batch = commits.slice(at, at + BATCH);
    const plans = await files.read(batch);
    const before = performance.now();
    for (const [index, plan] of plans.entries()) {
      // Others want to work too.
      await setImmediate();
      signal.throwIfAborted();
      const source = { kind: "git" as const, ...place, commit: batch[index]!.sha };
      const report = scanner.step({ source, plan, facts: files.facts, holes: files.holes });
      if (report) advance(chronicle, at + index, report);
    }
    scanMs += performance.now() - before;
  }
  const report = scanner.refreshed();
  if (report) refresh(chronicle, report);
  onProgress({ phase: "fold", done: commits.length, total: commits.length, backTo: null });
  const totalMs = performance.now() - started;
  const { blobs, bytes, factsMs } = files;
  return { commits, chronicle, blobs, bytes, timing: { readMs: totalMs - factsMs - scanMs, factsMs, scanMs, totalMs } };
}
