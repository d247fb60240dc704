import type { Context } from "#lib/commands/context";
import { listProjects as trackedProjects } from "#lib/db/projects";

export interface ListedProject {
  slug: string;
  source: string;
  paths: string[];
  addedBy: string;
  state: string;
  status: string | null;
  gate: { legacy: string; ownGil: string } | null;
  /** What the last attempt failed with. */
  failure: string | null;
}

export async function listProjects({ store }: Context): Promise<ListedProject[]> {
  return (await trackedProjects(store)).map(
    ({ slug, source, paths, addedBy, state, status, gateLegacy, gateOwnGil, failure }) => ({
      slug,
      source,
      paths: JSON.parse(paths) as string[],
      addedBy,
      state,
      status,
      gate: gateLegacy && gateOwnGil ? { legacy: gateLegacy, ownGil: gateOwnGil } : null,
      failure: failure ? (JSON.parse(failure) as { message: string }).message : null,
    }),
  );
}
