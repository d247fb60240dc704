import { repeatPoint } from "#lib/db/line-rows";
import { putCommit, type ScannedCommit } from "#lib/db/scan-rows";
import type { Store } from "#lib/db/store";

export interface ReleaseToRecord {
  tag: string;
  /** Its own commit. */
  sha: string;
  at: Date;
  /** Where it stands on the recorded line. */
  on: ScannedCommit;
  position: number;
}

/** Marks releases that are new, or that stand elsewhere than before, each with a point. Returns how many those were. */
export function recordReleases(store: Store, projectId: string, releases: readonly ReleaseToRecord[]): number {
  return store.transaction((sql) => {
    const known = sql.prepare<unknown[], { sha: string }>("SELECT sha FROM Release WHERE projectId = ? AND tag = ?");
    const put = sql.prepare(
      `INSERT OR REPLACE INTO Release (projectId, tag, commitId, sha, offLine, at) VALUES (?, ?, ?, ?, ?, ?)`,
    );
    const place = sql.prepare('UPDATE "Commit" SET position = ? WHERE id = ?');
    const fresh = releases.filter(({ tag, sha }) => known.get(projectId, tag)?.sha !== sha);
    for (const { tag, sha, at, on, position } of fresh) {
      const commitId = putCommit(sql, projectId, on);
      place.run(position, commitId);
      put.run(projectId, tag, commitId, sha, sha === on.sha ? 0 : 1, at.getTime());
      repeatPoint(sql, projectId, commitId, position);
    }
    return fresh.length;
  });
}
