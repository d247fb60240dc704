import { LinePlans } from "#lib/commands/line-plans";
import type { Place } from "#lib/commands/source-tree";
import type { LineCommit } from "#lib/git/line";
import type { Repository } from "#lib/git/repository";
import { isPlanned } from "#lib/scan/wanted";

/** `read` = files are fetched, newest commits first, `backTo` how far; `fold` = commits are scanned, oldest first. */
export interface LineProgress {
  phase: "read" | "fold";
  done: number;
  total: number;
  backTo: Date | null;
}

export interface FetchedLine {
  repository: Repository;
  place: Place;
  signal: AbortSignal;
  onProgress(progress: LineProgress): void;
}

/** Files per request: what is there stays there when the work is stopped between two of them. */
const REQUEST = 2_000;
const BATCH = 256;

/** Brings all files that scans of these commits read into the mirror, those of the newest commits first. */
export async function fetchLine(reading: FetchedLine, commits: readonly LineCommit[]): Promise<void> {
  const { repository, signal, onProgress } = reading;
  const manifests = commits.flatMap(({ changes }) =>
    changes.flatMap(({ path, oid }) => (oid && isPlanned(path) ? [oid] : [])),
  );
  await repository.fetchMissing([...new Set(manifests)]);
  const newestFirst = [...(await newestUse(reading, commits))].sort(([, a], [, b]) => b - a);
  for (let at = 0; at < newestFirst.length; at += REQUEST) {
    signal.throwIfAborted();
    const [, position] = newestFirst[at]!;
    const backTo = commits[position]!.committedAt;
    onProgress({ phase: "read", done: commits.length - 1 - position, total: commits.length, backTo });
    await repository.fetchMissing(newestFirst.slice(at, at + REQUEST).map(([oid]) => oid));
  }
}

/** Position of the newest commit that brings each blob. */
async function newestUse({ repository, place }: FetchedLine, commits: readonly LineCommit[]) {
  const plans = new LinePlans(repository, place.path);
  const uses = new Map<string, number>();
  let known = new Set<string>();
  for (let at = 0; at < commits.length; at += BATCH) {
    for (const [index, plan] of (await plans.plan(commits.slice(at, at + BATCH))).entries()) {
      const now = new Set(plan.files.map(({ oid }) => oid));
      for (const oid of now) if (!known.has(oid)) uses.set(oid, at + index);
      known = now;
    }
  }
  return uses;
}
