import type { WorkContext } from "#lib/commands/context";
import { isHistoryRead } from "#lib/commands/read-history";
import { repositoriesToAsk } from "#lib/commands/sync-repositories";
import { listProjects } from "#lib/db/projects";
import { dueThreads } from "#lib/db/threads";
import { ruleset } from "#lib/rules/index";

const DAY_MS = 24 * 3_600_000;

/** Asks for a sync of every project whose last attempt, good or bad, is old enough. */
export async function enqueueDueSyncs(ctx: WorkContext): Promise<void> {
  const now = ctx.clock().getTime();
  for (const project of await listProjects(ctx.store)) {
    const failedAt = project.failure ? Date.parse((JSON.parse(project.failure) as { at: string }).at) : 0;
    const last = Math.max(project.fetchedAt?.getTime() ?? 0, failedAt);
    // In an archived repository nothing moves; it is looked at for the case that it is opened again.
    const turn = Math.max(ctx.env.syncEveryMinutes * 60_000, project.archivedAt ? 7 * DAY_MS : 0);
    const pause = turn * (0.9 + spread(project.id) / 5);
    if (now - last >= pause) await ctx.queue.enqueue("sync-project", { projectId: project.id });
  }
}

/** Asks for a scan of every project that was last judged by other rules than today's. */
export async function enqueueOutdatedScans(ctx: WorkContext): Promise<void> {
  const projects = (await listProjects(ctx.store)).filter(({ scanId, fetchedAt }) => scanId && fetchedAt);
  const ids = projects.map(({ scanId }) => scanId!);
  const stale = await ctx.store.client.scan.findMany({ where: { id: { in: ids }, ruleset: { not: ruleset } } });
  const outdated = new Set(stale.map(({ id }) => id));
  for (const { id: projectId, headSha: sha, scanId } of projects) {
    if (sha && outdated.has(scanId!)) await ctx.queue.enqueue("scan-commit", { projectId, sha });
  }
}

/** Asks for what GitHub says of repositories whose turn it is. */
export async function enqueueDueRepositories(ctx: WorkContext): Promise<void> {
  if ((await repositoriesToAsk(ctx)).length > 0) await ctx.queue.enqueue("sync-repositories", { projectId: null });
}

/** Asks for what GitHub says of the threads that milestones rest on, when that is a day old. */
export async function enqueueDueThreads(ctx: WorkContext): Promise<void> {
  const before = new Date(ctx.clock().getTime() - DAY_MS);
  if ((await dueThreads(ctx.store, before)).length > 0) await ctx.queue.enqueue("sync-threads", { projectId: null });
}

/** Asks for the history of every scanned project that has none to its head, by today's rules. */
export async function enqueueMissingHistories(ctx: WorkContext): Promise<void> {
  for (const project of await listProjects(ctx.store)) {
    // What was shipped has no mirror yet; its first sync comes before all else.
    if (project.scanId && project.fetchedAt && !isHistoryRead(project))
      await ctx.queue.enqueue("read-history", { projectId: project.id });
  }
}

/** 0 to 1, the same for the same project: it keeps projects from being fetched all at once. */
function spread(id: string): number {
  let hash = 7;
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return hash / 2 ** 32;
}
