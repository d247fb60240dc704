import { advanceLine } from "#lib/commands/advance-line";
import { cachedFacts, type ExtractFacts } from "#lib/commands/cached-facts";
import type { Detail, WorkContext } from "#lib/commands/context";
import { fetchTree } from "#lib/commands/fetch-tree";
import { openMirror, placeOf, type Tracked } from "#lib/commands/mirror-of";
import { progressWriter } from "#lib/commands/progress-writer";
import type { RecentScans } from "#lib/commands/recent-scans";
import { recordReleases } from "#lib/commands/record-releases";
import { reviewChecks } from "#lib/commands/review-checks";
import { type FactsFor, scanSource } from "#lib/commands/scan-source";
import { commitTree } from "#lib/commands/source-tree";
import { trackedProject } from "#lib/commands/tracked-project";
import { recordScan } from "#lib/db/ledger";
import { type Progress, updateProject } from "#lib/db/projects";
import type { ProjectModel } from "#lib/db/store";
import { isAppError } from "#lib/errors";
import type { Repository } from "#lib/git/repository";
import { readTags, releaseAt } from "#lib/git/tags";
import { ruleset } from "#lib/rules/index";

export interface ScanCommit {
  projectId: string;
  sha: string;
}
export interface ScanTools {
  extract: ExtractFacts;
  /** What a scan of the commit before may have left. */
  recent?: RecentScans;
  signal: AbortSignal;
}

/** Reads a commit of a project, looks at it and books what was seen. Only the newest commit is booked: time goes one way. */
export async function scanCommit(
  ctx: WorkContext,
  { projectId, sha }: ScanCommit,
  { extract, recent, signal }: ScanTools,
): Promise<Detail> {
  const project = await trackedProject(ctx.store, projectId);
  if (!project) return { skipped: "the project is not tracked any more" };
  const repository = await openedOrSynced(ctx, project);
  const progress = progressWriter<Progress>((progress) => updateProject(ctx.store, projectId, { progress }));
  try {
    const head = await repository.resolve("HEAD");
    if (head.sha !== sha) {
      await ctx.queue.enqueue("sync-project", { projectId });
      return { skipped: "a newer commit is there" };
    }
    await updateProject(ctx.store, projectId, { state: "reading" });
    const onProgress = (done: number, total: number) => progress.write({ phase: "read", done, total, note: "Files" });
    const factsFor = cachedFacts(ctx.store, { extract, signal, onProgress });
    await rejudge(ctx, project, repository, factsFor);
    const place = await advanceLine(ctx, { project, repository, head, factsFor, signal });
    const tree = await commitTree(repository, sha, placeOf(project));
    const before = recent?.take(projectId);
    const report = await scanSource(tree, factsFor, before);
    if (before) recent?.keep(projectId, before);
    signal.throwIfAborted();
    const tags = await readTags(repository.gitDir);
    const release = releaseAt(tags, sha);
    const branch = project.defaultBranch ?? "HEAD";
    await progress.end();
    const scan = { projectId, commit: head, branch, release, report, ...place, at: ctx.clock() };
    const booked = await recordScan(ctx.store, scan);
    await reviewChecks(ctx, { gitDir: repository.gitDir, head: sha, findings: report.findings });
    if (!place) await ctx.queue.enqueue("read-history", { projectId });
    else await recordReleases(ctx, projectId, { gitDir: repository.gitDir, tags });
    const { coverage, findings, timing } = report;
    const ms = Object.fromEntries(Object.entries(timing).map(([step, value]) => [step, Math.round(value)]));
    return {
      files: coverage.files,
      holes: coverage.problems.length,
      findings: findings.length,
      fresh: booked.fresh,
      ...ms,
    };
  } finally {
    await progress.end();
    await repository.close();
  }
}

/** By new rules first the commit that the old ones judged: what differs there is their doing, not the code's. */
async function rejudge(ctx: WorkContext, project: ProjectModel, repository: Repository, factsFor: FactsFor) {
  const { id: projectId, scanId, headSha, paths, defaultBranch, release } = project;
  const last = scanId ? await ctx.store.client.scan.findUnique({ where: { id: scanId } }) : null;
  if (!last || !headSha || last.ruleset === ruleset || last.paths !== paths) return;
  const commit = await repository.resolve(headSha).catch(() => null);
  if (!commit) return;
  const tree = await commitTree(repository, commit.sha, placeOf(project));
  if (project.kind === "remote") await fetchTree(repository, tree);
  const report = await scanSource(tree, factsFor);
  await recordScan(ctx.store, { projectId, commit, branch: defaultBranch ?? "HEAD", release, report, at: ctx.clock() });
}

/** A mirror that is gone or damaged is made anew by the next sync, which asks for the scan again. */
async function openedOrSynced(ctx: WorkContext, project: Tracked) {
  try {
    return await openMirror(ctx, project);
  } catch (error) {
    const lost = isAppError(error) && (error.code === "not-a-repository" || error.code === "corrupt");
    if (lost && project.kind === "remote") await ctx.queue.enqueue("sync-project", { projectId: project.id });
    throw error;
  }
}
