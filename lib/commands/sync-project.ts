import type { Detail, WorkContext } from "#lib/commands/context";
import { fetchTree } from "#lib/commands/fetch-tree";
import { accessOf, mirrorDir, openMirror, placeOf } from "#lib/commands/mirror-of";
import { progressWriter } from "#lib/commands/progress-writer";
import { recordReleases } from "#lib/commands/record-releases";
import { commitTree } from "#lib/commands/source-tree";
import { trackedProject } from "#lib/commands/tracked-project";
import { type Progress, updateProject } from "#lib/db/projects";
import { bookSeam } from "#lib/db/seams";
import type { ProjectModel } from "#lib/db/store";
import { type Mirror, syncMirror } from "#lib/git/mirror";
import { readTags } from "#lib/git/tags";
import { ruleset } from "#lib/rules/index";

/** Brings a project's mirror up to date with all that a scan will read, and asks for a scan when there is something new. */
export async function syncProject(
  ctx: WorkContext,
  { projectId }: { projectId: string },
  signal: AbortSignal,
): Promise<Detail> {
  const project = await trackedProject(ctx.store, projectId);
  if (!project) return { skipped: "the project is not tracked any more" };
  const started = ctx.clock().getTime();
  const progress = progressWriter<Progress>((progress) => updateProject(ctx.store, projectId, { progress }));
  if (!project.scannedAt) await updateProject(ctx.store, projectId, { state: "cloning" });
  const mirror = await syncMirror({
    ...accessOf(ctx, signal),
    source: project.source,
    kind: project.kind === "local" ? "local" : "remote",
    dir: mirrorDir(ctx, projectId),
    since: project.headSha,
    onProgress: progress.write,
  });
  progress.write({ phase: "files", done: 0, total: 0, note: "Fetching the files that a scan reads" });
  // A local repository has its files; the first time they are counted for those who watch.
  const asks = project.kind === "remote" || !project.scannedAt;
  const files = asks ? await fetchFiles(ctx, project, mirror, signal) : null;
  await progress.end();
  const now = await trackedProject(ctx.store, projectId);
  // Somebody gave it other crates or another address meanwhile, and could not ask for a sync beside this one.
  if (now && (now.paths !== project.paths || now.source !== project.source))
    return syncProject(ctx, { projectId }, signal);
  const asked = !(await isScanned(ctx, projectId, mirror.head.sha));
  const seam = seamOf(project, mirror);
  if (seam) bookSeam(ctx.store, { projectId, commitId: null, at: ctx.clock(), ...seam });
  await updateProject(ctx.store, projectId, {
    state: asked ? "reading" : "ready",
    progress: null,
    failure: null,
    fetchedAt: ctx.clock(),
    defaultBranch: mirror.branch,
    ...(asked ? {} : { shippedAt: null }),
  });
  if (asked) await ctx.queue.enqueue("scan-commit", { projectId, sha: mirror.head.sha });
  else await markReleases(ctx, project, signal);
  const { cloned, rewritten } = mirror;
  return { cloned, rewritten, files, scan: asked, ms: ctx.clock().getTime() - started };
}

async function fetchFiles(ctx: WorkContext, project: ProjectModel, { head }: Mirror, signal: AbortSignal) {
  const repository = await openMirror(ctx, project, signal);
  try {
    return await fetchTree(repository, await commitTree(repository, head.sha, placeOf(project)));
  } finally {
    await repository.close();
  }
}

/** Why the history that is known may not lead to the new head. */
function seamOf({ defaultBranch, headSha, historyStart }: ProjectModel, { branch, rewritten }: Mirror) {
  // Archives of releases were never part of any branch.
  if (historyStart === "archives") return null;
  if (defaultBranch && defaultBranch !== branch)
    return { kind: "branch", detail: { from: defaultBranch, to: branch } } as const;
  return rewritten && headSha ? ({ kind: "rewritten", detail: { from: headSha } } as const) : null;
}

/** A tag may come without a commit. */
async function markReleases(ctx: WorkContext, project: ProjectModel, signal: AbortSignal): Promise<void> {
  const repository = await openMirror(ctx, project, signal);
  const { gitDir } = repository;
  await repository.close();
  await recordReleases(ctx, project.id, { gitDir, tags: await readTags(gitDir) });
}

async function isScanned({ store }: WorkContext, projectId: string, sha: string): Promise<boolean> {
  const project = await store.client.project.findUnique({ where: { id: projectId } });
  if (project?.headSha !== sha || !project.scanId) return false;
  const scan = await store.client.scan.findUnique({ where: { id: project.scanId } });
  return scan?.ruleset === ruleset && scan.paths === project.paths;
}
