import { existsSync } from "node:fs";
import { join } from "node:path";
import { inlineFacts } from "#lib/commands/inline-facts";
import { scanSource } from "#lib/commands/scan-source";
import { commitTree } from "#lib/commands/source-tree";
import { isAppError } from "#lib/errors";
import { openRepository } from "#lib/git/repository";
import type { ScanReport } from "#lib/scan/report";

/** The clone of `owner/name` in a folder of clones, in any of the usual layouts; null when there is none. */
function cloneIn(folder: string, repo: string): string | null {
  const joined = repo.replace("/", "+");
  const layouts = [`${joined}/repo`, joined, repo, `${repo}.git`, `${repo.replace("/", "__")}.git`];
  return layouts.map((layout) => join(folder, layout)).find((path) => existsSync(path)) ?? null;
}

/** What this very scanner says of one commit; null when the folder lacks the repository or the commit. Nothing is kept. */
export async function scanClone(folder: string, at: { repo: string; commit: string }): Promise<ScanReport | null> {
  const clone = cloneIn(folder, at.repo);
  if (!clone) return null;
  const repository = await openRepository(clone);
  try {
    const { sha } = await repository.resolve(at.commit);
    return await scanSource(await commitTree(repository, sha, { location: at.repo, path: [] }), inlineFacts());
  } catch (error) {
    if (isAppError(error) && error.code === "no-such-revision") return null;
    throw error;
  } finally {
    await repository.close();
  }
}
