import { isAppError } from "#lib/errors";
import { runGit } from "./git";
import type { Remote } from "./remote";

const BATCH = 5_000;
const REFUSALS = 20;

/** Fetches what a partial clone lacks, one request per batch; what the server lacks too stays absent. */
export async function fetchMissing(gitDir: string, oids: readonly string[], remote: Remote): Promise<void> {
  const absent = await absentOf(gitDir, [...new Set(oids)], remote);
  for (let at = 0; at < absent.length; at += BATCH) await fetchBatch(gitDir, absent.slice(at, at + BATCH), remote);
}

async function absentOf(gitDir: string, oids: readonly string[], { failure }: Remote): Promise<string[]> {
  if (oids.length === 0) return [];
  const input = `${oids.join("\n")}\n`;
  const listed = await runGit(["cat-file", "--batch-check=%(objectname)"], { gitDir, failure, input });
  return [...listed.toString("latin1").matchAll(/^([0-9a-f]{40,64}) missing$/gm)].map(([, oid]) => oid!);
}

/** A server refuses a whole request for one object that it does not have: ask again without it. */
async function fetchBatch(gitDir: string, oids: readonly string[], remote: Remote): Promise<void> {
  let wanted = oids;
  for (let refusals = 0; wanted.length > 0; refusals++) {
    try {
      return await remote.fetchObjects(gitDir, wanted);
    } catch (error) {
      const refused = refusedBy(error);
      if (!refused || !wanted.includes(refused) || refusals === REFUSALS) throw error;
      wanted = wanted.filter((oid) => oid !== refused);
    }
  }
}

function refusedBy(error: unknown): string | undefined {
  const said = isAppError(error) && error.cause instanceof Error ? error.cause.message : "";
  return /not our ref ([0-9a-f]{40,64})/.exec(said)?.[1];
}
