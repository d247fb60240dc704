import type { WorkContext } from "#lib/commands/context";
import { type Progress, updateProject } from "#lib/db/projects";

const PROGRESS_MS = 250;

/** Writes at most four times a second and one at a time: progress is for watching, not for keeping. */
export function progressWriter({ store }: WorkContext, projectId: string) {
  let last = Number.NEGATIVE_INFINITY;
  let writing = Promise.resolve();
  return {
    write(progress: Progress) {
      const now = performance.now();
      if (now - last < PROGRESS_MS) return;
      last = now;
      writing = writing.then(() => updateProject(store, projectId, { progress })).catch(() => {});
    },
    /** Nothing is on its way to the store any more. */
    end: () => writing,
  };
}
