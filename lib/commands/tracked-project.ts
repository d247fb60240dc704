import type { Store } from "#lib/db/store";

/** Null when the project was removed meanwhile: then there is nothing left to do for it. */
export function trackedProject({ client }: Store, id: string) {
  return client.project.findUnique({ where: { id, removedAt: null } });
}
