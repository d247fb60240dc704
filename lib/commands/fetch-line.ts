import { LineFiles, type LineReading } from "#lib/commands/line-files";
import type { LineCommit } from "#lib/git/line";
import { isPlanned } from "#lib/scan/wanted";

/** Files per request: what is there stays there when the work is stopped between two of them. */
const REQUEST = 2_000;
const BATCH = 256;

/** Brings all files that scans of these commits read into the mirror, those of the newest commits first. */
export async function fetchLine(reading: LineReading, commits: readonly LineCommit[]): Promise<void> {
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
async function newestUse({ repository, place, factsFor }: LineReading, commits: readonly LineCommit[]) {
  const files = new LineFiles(repository, place.path, factsFor);
  const uses = new Map<string, number>();
  let known = new Set<string>();
  for (let at = 0; at < commits.length; at += BATCH) {
    for (const [index, plan] of (await files.plan(commits.slice(at, at + BATCH))).entries()) {
      const now = new Set(plan.files.map(({ oid }) => oid));
      for (const oid of now) if (!known.has(oid)) uses.set(oid, at + index);
      known = now;
    }
  }
  return uses;
}
