import type { Context } from "#lib/commands/context";
import { updateProject } from "#lib/db/projects";
import { bookSeam } from "#lib/db/seams";
import type { JobName } from "#lib/jobs/definitions";
import type { Failure } from "#lib/jobs/outcome";

export interface FailedAttempt {
  projectId: string;
  job: JobName;
  failure: Failure;
  attempts: number;
  /** Null when the job was given up: the schedule then comes back in its own time. */
  nextAt: Date | null;
}

/** Says on the project why work on it failed and when it is tried again. */
export async function noteFailure(
  ctx: Context,
  { projectId, job, failure, attempts, nextAt }: FailedAttempt,
): Promise<void> {
  const at = ctx.clock();
  await noteLoss(ctx, projectId, failure.code);
  const next = nextAt ?? new Date(at.getTime() + ctx.env.syncEveryMinutes * 60_000);
  await updateProject(ctx.store, projectId, {
    // Without its history a project is still as its last scan saw it.
    ...(job === "read-history"
      ? { historyState: "none" as const, historyProgress: null }
      : { state: "failed" as const, progress: null }),
    failure: { ...failure, at: at.toISOString(), attempts, nextAt: next.toISOString() },
  });
}

const LOST = new Set<string>(["gone", "forbidden", "not-found"]);
const CONFIRMED_MS = 48 * 3600_000;

/** A repository that could not be had for two days is lost; until then it may be an outage. What was found in it is not fixed. */
async function noteLoss(ctx: Context, projectId: string, code: string): Promise<void> {
  const project = LOST.has(code) && (await ctx.store.client.project.findUnique({ where: { id: projectId } }));
  if (!project) return;
  // Its host may know where it is now.
  if (project.failure === null) await updateProject(ctx.store, projectId, { githubAt: null });
  if (project.fetchedAt === null) return;
  const at = ctx.clock();
  if (at.getTime() - project.fetchedAt.getTime() < CONFIRMED_MS) return;
  bookSeam(ctx.store, { projectId, commitId: null, kind: "gone", at, detail: { code } }, project.fetchedAt);
}
