import type { WorkContext } from "#lib/commands/context";
import { putSetting } from "#lib/db/settings";
import { isAppError } from "#lib/errors";
import { readLine } from "#lib/git/line";
import { readPaths, type Touched, touchedSetting } from "#lib/milestones/hand-read";
import { readAt } from "#lib/milestones/milestone";
import type { Finding } from "#lib/scan/finding";

interface Reviewed {
  gitDir: string;
  head: string;
  findings: readonly Finding[];
  /** The commit that was read. */
  since?: string;
}

/**
 * Notes which files of PyO3 that a person read for a milestone's checks were changed since, and by which commit last.
 * Does nothing for any other project, and for a clone that does not reach back to that reading.
 */
export async function reviewChecks(
  ctx: WorkContext,
  { gitDir, head, findings, since = readAt.sha }: Reviewed,
): Promise<void> {
  if (!findings.some(({ crate, sites }) => crate === "pyo3" && sites[0]?.path.startsWith("src/"))) return;
  const line = await readLine(gitDir, { to: head, after: since, paths: readPaths() }).catch((error: unknown) => {
    if (isAppError(error)) return null;
    throw error;
  });
  if (!line) return;
  const files: Touched["files"] = {};
  for (const { sha, committedAt, changes } of line)
    for (const { path } of changes) files[path] = { sha, at: committedAt.toISOString() };
  await putSetting(ctx.store, touchedSetting, JSON.stringify({ head, files } satisfies Touched));
}
