import type { WorkContext } from "#lib/commands/context";
import { cratePaths, mustBeRepository, projectSource, sameSource, slugOf } from "#lib/commands/project-source";
import { createProject, type NewProject, projectBySlug, redirectProject, reviveProject } from "#lib/db/projects";
import type { ProjectModel } from "#lib/db/store";
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
  /** What adding it came to; `changed` = it was tracked with other crate paths. */
  how: "added" | "revived" | "known" | "changed";
}

/** Starts to track a repository, or says that it is tracked; the worker reads it next. */
export async function addProject(ctx: WorkContext, input: AddProject): Promise<Added> {
  const project = newProject(input, "cli");
  if (project.kind === "local") await mustBeRepository(project.source);
  const twin = (await sameProject(ctx, project)) ?? (await namesake(ctx, project, !input.paths && !input.slug));
  const [row, how] = twin ? await takeUp(ctx, twin, project, input) : await start(ctx, project);
  if (how !== "known") await ctx.queue.enqueue("sync-project", { projectId: row.id });
  return { id: row.id, slug: row.slug, source: row.source, how };
}

type Outcome = [ProjectModel, Added["how"]];

async function start(ctx: WorkContext, project: NewProject): Promise<Outcome> {
  await mustBeFree(ctx, project);
  return [await createProject(ctx.store, project, ctx.clock()), "added"];
}

/** Nobody who names no crates asks for others than those that were chosen before. */
async function takeUp(
  { store }: WorkContext,
  twin: ProjectModel,
  project: NewProject,
  { paths }: AddProject,
): Promise<Outcome> {
  const others = paths !== undefined && twin.paths !== JSON.stringify(project.paths);
  if (!others && !twin.removedAt) return [twin, "known"];
  if (!others) await reviveProject(store, twin.slug);
  else if (twin.addedBy === "settings" && !twin.removedAt) throw listed(twin.slug);
  else await redirectProject(store, twin.id, { ...project, source: twin.source });
  return [twin, twin.removedAt ? "revived" : "changed"];
}

const listed = (slug: string) =>
  new AppError(
    "conflict",
    `${slug} is listed in the file that SUBREADY_PROJECTS names.`,
    "Change its paths there, or track these under another name with `--slug`.",
  );

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

/** The same repository with the same crate paths, removed or not: under its slug if there are several. */
export async function sameProject({ store }: WorkContext, project: NewProject) {
  const rows = await store.client.project.findMany({ where: { paths: JSON.stringify(project.paths) } });
  const here = rows.filter((row) => sameSource(row.source, project.source));
  const same = [...here, ...rows.filter((row) => wasAt(row, project.source))];
  return same.find(({ slug }) => slug === project.slug) ?? same[0] ?? null;
}

/** It was followed under this address before its repository was renamed. */
const wasAt = ({ formerSources }: ProjectModel, source: string): boolean =>
  (JSON.parse(formerSources) as string[]).some((former) => sameSource(former, source));

/** The same repository under the same slug; with `any`, or else under any one. */
async function namesake(
  { store }: WorkContext,
  { slug, source }: NewProject,
  any: boolean,
): Promise<ProjectModel | null> {
  const all = await store.client.project.findMany();
  const rows = all.filter((row) => sameSource(row.source, source) || wasAt(row, source));
  const tracked = rows.find(({ removedAt }) => !removedAt);
  return rows.find((row) => row.slug === slug) ?? (any ? (tracked ?? null) : null);
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
