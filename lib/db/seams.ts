import { putSeam, type SeamToBook } from "#lib/db/line-rows";
import type { Store } from "#lib/db/store";

/** Books a seam, unless the project's newest one of this kind says the same since `since`: what is asked twice is booked once. */
export function bookSeam(store: Store, seam: SeamToBook, since = new Date(0)): boolean {
  return store.transaction((sql) => {
    const last = sql
      .prepare<unknown[], { detail: string }>(
        "SELECT detail FROM Seam WHERE projectId = ? AND kind = ? AND at >= ? ORDER BY at DESC, id DESC LIMIT 1",
      )
      .get(seam.projectId, seam.kind, since.getTime());
    if (last?.detail === JSON.stringify(seam.detail)) return false;
    putSeam(sql, seam);
    return true;
  });
}
