import { sameProject } from "#lib/commands/add-project";
import type { WorkContext } from "#lib/commands/context";
import { sameSource } from "#lib/commands/project-source";
import { wantedProjects } from "#lib/commands/projects-file";
import {
  createProject,
  listProjects,
  type NewProject,
  projectBySlug,
  redirectProject,
  removeProject,
  reviveProject,
} from "#lib/db/projects";
import { putSetting, readSetting } from "#lib/db/settings";
import { AppError, isAppError } from "#lib/errors";

/** Slugs of catalogue projects that an `"only"` list has put aside, as opposed to those that a person removed. */
const ASIDE = "catalogue.aside";

/**
 * Makes what is tracked agree with the catalogue and the projects file (`text`, null without one). Projects that the
 * command line added or removed are left as they are.
 */
export async function trackCatalogue(
  ctx: WorkContext,
  { text, file }: { text: string | null; file: string },
): Promise<void> {
  const wanted = wantedProjects(text, file);
  const aside = new Set(await readAside(ctx));
  const kept = new Set<string>();
  for (const project of wanted) {
    const slug = await track(ctx, project, aside);
    if (slug) kept.add(slug);
  }
  for (const { slug, addedBy, id } of await listProjects(ctx.store)) {
    if (addedBy === "cli" || kept.has(slug)) continue;
    if (addedBy === "catalogue") aside.add(slug);
    await removeProject(ctx.store, slug, ctx.clock());
    await ctx.queue.cancel(id);
  }
  await writeAside(
    ctx,
    [...aside].filter((slug) => !kept.has(slug)),
  );
}

/** Returns the slug under which the project is tracked now, or null when a person has decided otherwise. */
async function track(ctx: WorkContext, project: NewProject, aside: Set<string>): Promise<string | null> {
  const same = await sameProject(ctx, project);
  const twin = same ?? (await elsewhere(ctx, project));
  if (!twin) return start(ctx, project);
  if (same && !same.removedAt) return same.slug;
  const listed = project.addedBy === "settings";
  if (!listed && twin.removedAt && !aside.has(twin.slug)) return null;
  if (!same && !listed && twin.addedBy !== "catalogue") return twin.slug;
  if (same) await reviveProject(ctx.store, same.slug);
  else await redirectProject(ctx.store, twin.id, project);
  await ctx.queue.enqueue("sync-project", { projectId: twin.id });
  return twin.slug;
}

/** What has the slug and is the same project all the same: the list names other crates of it, or a new address. */
async function elsewhere({ store }: WorkContext, project: NewProject) {
  const row = await projectBySlug(store, project.slug);
  if (!row) return null;
  const moved = row.addedBy === "settings" && project.addedBy === "settings";
  return moved || sameSource(row.source, project.source) ? row : null;
}

async function start(ctx: WorkContext, project: NewProject): Promise<string | null> {
  try {
    const { id, slug } = await createProject(ctx.store, project, ctx.clock());
    await ctx.queue.enqueue("sync-project", { projectId: id });
    return slug;
  } catch (error) {
    if (!isAppError(error) || error.code !== "conflict") throw error;
    // Another worker that started at the same moment may have been first.
    const first = (await sameProject(ctx, project)) ?? (await elsewhere(ctx, project));
    if (first || project.addedBy === "catalogue") return first?.slug ?? null;
    const taken = await projectBySlug(ctx.store, project.slug);
    throw new AppError(
      "usage",
      `The projects file lists ${project.source} as "${project.slug}", which is the slug of ${taken?.source}.`,
      'Give the entry another "slug".',
    );
  }
}

async function readAside({ store }: WorkContext): Promise<string[]> {
  const value = await readSetting(store, ASIDE);
  return value ? (JSON.parse(value) as string[]) : [];
}

async function writeAside({ store }: WorkContext, slugs: string[]): Promise<void> {
  await putSetting(store, ASIDE, JSON.stringify(slugs));
}
