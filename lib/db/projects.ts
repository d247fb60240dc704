import type { ProjectModel } from "#lib/db/generated/models";
import type { Store } from "#lib/db/store";
import { AppError, type ErrorCode } from "#lib/errors";

export interface NewProject {
  slug: string;
  /** https URL, or an absolute path of a local repository. */
  source: string;
  kind: "remote" | "local";
  /** Crate paths; empty means every crate. */
  paths: string[];
  pypi: string | null;
  addedBy: "catalogue" | "cli" | "settings";
}

/** How far the work on a project is. */
export interface Progress {
  phase: string;
  done: number;
  total: number;
  note: string;
}

/** Why the last attempt failed and when the next one is. Times as ISO text. */
export interface Failure {
  code: ErrorCode;
  message: string;
  remedy: string | null;
  at: string;
  attempts: number;
  /** Null when it is not tried again. */
  nextAt: string | null;
}

/** How far the reading of a history is, in commits; `backTo` = date of the oldest one whose files are there, as ISO text. */
export interface HistoryProgress {
  phase: "read" | "fold";
  done: number;
  total: number;
  backTo: string | null;
}

export interface ProjectChange {
  state?: "waiting" | "cloning" | "reading" | "ready" | "failed";
  progress?: Progress | null;
  failure?: Failure | null;
  fetchedAt?: Date;
  defaultBranch?: string;
  shippedAt?: null;
  githubAt?: null;
  historyState?: "none" | "reading" | "complete";
  historyProgress?: HistoryProgress | null;
}

/** Throws AppError("conflict") when the slug is taken, also by a project that was removed. */
export async function createProject(store: Store, project: NewProject, at: Date): Promise<ProjectModel> {
  const { paths, ...columns } = project;
  const row = { ...columns, paths: JSON.stringify(paths), addedAt: at };
  try {
    return await store.client.project.create({ data: row });
  } catch (error) {
    const taken = await projectBySlug(store, project.slug);
    if (!taken) throw error;
    throw taken.removedAt
      ? new AppError("conflict", `The project ${project.slug} was removed.`, "Revive it, or choose another slug.")
      : new AppError("conflict", `There is already a project ${project.slug}.`, "Choose another slug.");
  }
}

/** Also finds a removed project. */
export function projectBySlug(store: Store, slug: string): Promise<ProjectModel | null> {
  return store.client.project.findUnique({ where: { slug } });
}

/** In order of slug, without the removed ones. */
export function listProjects(store: Store): Promise<ProjectModel[]> {
  return store.client.project.findMany({ where: { removedAt: null }, orderBy: { slug: "asc" } });
}

/** Keeps everything that is known about it. Throws AppError("not-found"). */
export async function removeProject(store: Store, slug: string, at: Date): Promise<void> {
  const { count } = await store.client.project.updateMany({
    where: { slug, removedAt: null },
    data: { removedAt: at, progress: null },
  });
  if (count === 0) throw new AppError("not-found", `There is no project ${slug}.`, "See `subready project list`.");
}

/** Undoes a removal; what was known before is there again. */
export async function reviveProject(store: Store, slug: string): Promise<void> {
  await store.client.project.updateMany({
    where: { slug, removedAt: { not: null } },
    data: { removedAt: null, state: "waiting", failure: null },
  });
}

/** Makes the project follow another address or other crates; the worker has yet to read them. */
export async function redirectProject(
  store: Store,
  id: string,
  { source, kind, paths, addedBy }: NewProject,
): Promise<void> {
  const data = {
    source,
    kind,
    paths: JSON.stringify(paths),
    addedBy,
    removedAt: null,
    state: "waiting",
    failure: null,
    // Of the address before.
    ...{ githubId: null, githubEtag: null, githubAt: null, archivedAt: null },
  };
  await store.client.project.update({ where: { id }, data });
}

const toJson = (value: object | null | undefined) => (value ? JSON.stringify(value) : value);

/** Changes what is given and leaves the rest; a project that is gone is left alone. */
export async function updateProject(store: Store, id: string, change: ProjectChange): Promise<void> {
  const { progress, failure, historyProgress, ...columns } = change;
  const texts = { progress: toJson(progress), failure: toJson(failure), historyProgress: toJson(historyProgress) };
  const data = { ...columns, ...texts };
  await store.client.project.updateMany({ where: { id }, data });
}
