const PROGRESS_MS = 250;

/** Writes at most four times a second and one at a time: progress is for watching, not for keeping. */
export function progressWriter<Progress>(put: (progress: Progress) => Promise<void>) {
  let last = Number.NEGATIVE_INFINITY;
  let writing = Promise.resolve();
  return {
    write(progress: Progress) {
      const now = performance.now();
      if (now - last < PROGRESS_MS) return;
      last = now;
      writing = writing.then(() => put(progress)).catch(() => {});
    },
    /** Nothing is on its way to the store any more. */
    end: () => writing,
  };
}
