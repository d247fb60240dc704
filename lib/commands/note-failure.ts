import type { Context } from "#lib/commands/context";
import { updateProject } from "#lib/db/projects";
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
  const next = nextAt ?? new Date(at.getTime() + ctx.env.syncEveryMinutes * 60_000);
  await updateProject(ctx.store, projectId, {
    // Without its history a project is still as its last scan saw it.
    ...(job === "read-history"
      ? { historyState: "none" as const, historyProgress: null }
      : { state: "failed" as const, progress: null }),
    failure: { ...failure, at: at.toISOString(), attempts, nextAt: next.toISOString() },
  });
}
