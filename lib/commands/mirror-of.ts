import { join } from "node:path";
import type { Context } from "#lib/commands/context";
import type { Place } from "#lib/commands/source-tree";
import { openRepository, type Repository } from "#lib/git/repository";

export interface Tracked {
  id: string;
  source: string;
  kind: string;
}

export function mirrorDir({ env }: Pick<Context, "env">, projectId: string): string {
  return join(env.dataDir, "mirrors", projectId);
}

/** What git may use for a project; the token reaches github.com only. */
export function accessOf({ env }: Pick<Context, "env">, signal?: AbortSignal) {
  return { token: env.githubToken, limits: env.gitLimits, signal };
}

/** The repository that a project is read from: its mirror, or a local one where it is. */
export function openMirror(ctx: Context, project: Tracked, signal?: AbortSignal): Promise<Repository> {
  const location = project.kind === "local" ? project.source : mirrorDir(ctx, project.id);
  return openRepository(location, accessOf(ctx, signal));
}

/** Where a scan of the project looks. */
export function placeOf({ source, paths }: { source: string; paths: string }): Place {
  return { location: source, path: JSON.parse(paths) as string[] };
}
