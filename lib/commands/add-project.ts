import type { WorkContext } from "#lib/commands/context";
import { cratePaths, mustBeRepository, projectSource, sameSource, slugOf } from "#lib/commands/project-source";
import { createProject, type NewProject, projectBySlug, reviveProject } from "#lib/db/projects";
import { AppError } from "#lib/errors";

export interface AddProject {
  /** https URL, or the absolute path of a repository on this machine. */
  source: string;
  slug?: string;
  paths?: string[];
  pypi?: string;
}

export interface Added {
  id: string;
  slug: string;
  source: string;
  /** What adding it came to. */
  how: "added" | "revived" | "known";
}

/** Starts to track a repository, or says that it is tracked; the worker reads it next. */
export async function addProject(ctx: WorkContext, input: AddProject): Promise<Added> {
  const project = newProject(input, "cli");
  if (project.kind === "local") await mustBeRepository(project.source);
  const twin = await sameProject(ctx, project);
  if (twin && !twin.removedAt) return { id: twin.id, slug: twin.slug, source: twin.source, how: "known" };
  if (twin) await reviveProject(ctx.store, twin.slug);
  else await mustBeFree(ctx, project);
  const row = twin ?? (await createProject(ctx.store, project, ctx.clock()));
  await ctx.queue.enqueue("sync-project", { projectId: row.id });
  return { id: row.id, slug: row.slug, source: row.source, how: twin ? "revived" : "added" };
}

/** Throws AppError("usage") for a source or slug that cannot be one. */
export function newProject(
  { source: text, slug, paths = [], pypi }: AddProject,
  addedBy: NewProject["addedBy"],
): NewProject {
  const { source, kind, name } = projectSource(text);
  const chosen = slug ?? slugOf(pypi ?? name);
  if (chosen === "" || slugOf(chosen) !== chosen) {
    throw new AppError(
      "usage",
      `"${chosen}" cannot be a project's slug.`,
      "Use lower-case letters, digits and hyphens: `--slug my-project`.",
    );
  }
  return { slug: chosen, source, kind, paths: cratePaths(paths), pypi: pypi ?? null, addedBy };
}

/** The same repository with the same crate paths, removed or not. */
export async function sameProject({ store }: WorkContext, project: NewProject) {
  const rows = await store.client.project.findMany({ where: { paths: JSON.stringify(project.paths) } });
  return rows.find((row) => sameSource(row.source, project.source)) ?? null;
}

async function mustBeFree({ store }: WorkContext, { slug }: NewProject): Promise<void> {
  const taken = await projectBySlug(store, slug);
  if (!taken) return;
  const whose = taken.removedAt ? "was used by a project that was removed" : "is tracked already";
  throw new AppError(
    "conflict",
    `"${slug}" ${whose}: ${taken.source}.`,
    `Give yours another name: \`--slug ${slug}-local\`, for example.`,
  );
}
