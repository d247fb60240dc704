import { rm } from "node:fs/promises";
import type { WorkContext } from "#lib/commands/context";
import { dropDraft } from "#lib/commands/history-draft";
import { mirrorDir } from "#lib/commands/mirror-of";
import { removeProject as markRemoved, projectBySlug } from "#lib/db/projects";
import { AppError } from "#lib/errors";

/** Stops tracking a project. Its mirror is deleted, and a history that was being read; what was found in it stays, for the day it is added again. */
export async function removeProject(ctx: WorkContext, { slug }: { slug: string }): Promise<void> {
  const project = await projectBySlug(ctx.store, slug);
  if (project?.addedBy === "settings" && !project.removedAt) {
    throw new AppError(
      "conflict",
      `${slug} is listed in the file that SUBREADY_PROJECTS names.`,
      "Delete it there; the worker notices.",
    );
  }
  await markRemoved(ctx.store, slug, ctx.clock());
  if (!project) return;
  await ctx.queue.cancel(project.id);
  await dropDraft(ctx, project.id);
  await rm(mirrorDir(ctx, project.id), { recursive: true, force: true });
}
