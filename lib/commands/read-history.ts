import type { Detail, WorkContext } from "#lib/commands/context";
import { draftOf, dropDraft } from "#lib/commands/history-draft";
import { openMirror, placeOf } from "#lib/commands/mirror-of";
import { progressWriter } from "#lib/commands/progress-writer";
import { type LineReading, readWholeLine } from "#lib/commands/read-line";
import type { ScanStretch } from "#lib/commands/stretch";
import { trackedProject } from "#lib/commands/tracked-project";
import { recordHistory } from "#lib/db/history";
import { type HistoryProgress, updateProject } from "#lib/db/projects";
import type { ProjectModel } from "#lib/db/store";
import { isShallow } from "#lib/git/line";
import { readReleases } from "#lib/git/releases";
import { ruleset } from "#lib/rules/index";

export interface HistoryTools extends Pick<LineReading, "mostAlone"> {
  scanStretch: ScanStretch;
  signal: AbortSignal;
}

/** Reads the whole history of a project up to the commit that it is judged by, and books it in place of what there was. */
export async function readHistory(
  ctx: WorkContext,
  { projectId }: { projectId: string },
  { scanStretch, signal, mostAlone }: HistoryTools,
): Promise<Detail> {
  const project = await trackedProject(ctx.store, projectId);
  if (!project) return { skipped: "the project is not tracked any more" };
  if (!project.headSha || !project.scanId) return { skipped: "nothing of it is scanned yet" };
  if (isHistoryRead(project)) return { skipped: "its history is read" };
  const repository = await openMirror(ctx, project, signal);
  const progress = progressWriter<HistoryProgress>((historyProgress) =>
    updateProject(ctx.store, projectId, { historyState: "reading", historyProgress }),
  );
  try {
    const reading = {
      ...{ repository, signal, scanStretch, mostAlone, place: placeOf(project), partial: project.kind === "remote" },
      draft: draftOf(ctx, project),
      onProgress: (now: Omit<HistoryProgress, "backTo"> & { backTo: Date | null }) =>
        progress.write({ ...now, backTo: now.backTo?.toISOString() ?? null }),
    };
    const { commits, chronicle } = await readWholeLine(reading, project.headSha);
    const shas = commits.map(({ sha }) => sha);
    const releases = await readReleases(repository.gitDir, shas);
    const start = (await isShallow(repository.gitDir)) ? ("graft" as const) : ("root" as const);
    signal.throwIfAborted();
    await progress.end();
    const line = { projectId, commits, start, chronicle, releases, ruleset, paths: reading.place.path };
    // What has changed meanwhile is scanned anew, and that scan asks for the history again.
    const recorded = recordHistory(ctx.store, { ...line, at: ctx.clock() });
    await dropDraft(ctx, projectId);
    return { recorded, commits: commits.length, events: chronicle.events.length };
  } finally {
    await progress.end();
    await repository.close();
  }
}

/** The recorded history leads to the head, by today's rules and for the crates that are asked for. */
export function isHistoryRead(project: ProjectModel): boolean {
  const { historyState, historyTo, headSha, historyRuleset, historyPaths, paths } = project;
  return historyState === "complete" && historyTo === headSha && historyRuleset === ruleset && historyPaths === paths;
}
