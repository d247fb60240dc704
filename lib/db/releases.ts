import { dropRepeat, repeatPoint } from "#lib/db/line-rows";
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

/** Whether these very tags are marked, so that nobody has to look for where they stand. */
export function areRecorded(store: Store, projectId: string, tags: readonly { tag: string; sha: string }[]): boolean {
  return store.read((sql) => {
    const rows = sql.prepare<[string], { tag: string; sha: string }>(
      "SELECT tag, sha FROM Release WHERE projectId = ?",
    );
    const known = new Map(rows.all(projectId).map(({ tag, sha }) => [tag, sha]));
    return known.size === tags.length && tags.every(({ tag, sha }) => known.get(tag) === sha);
  });
}

/**
 * Makes these the releases of the line: those that are new, or stand elsewhere than before, are marked with a point; a tag that was
 * taken back is none any more. Returns how many were marked.
 */
export function recordReleases(store: Store, projectId: string, releases: readonly ReleaseToRecord[]): number {
  return store.transaction((sql) => {
    const rows = sql
      .prepare<[string], { tag: string; sha: string; commitId: string }>(
        "SELECT tag, sha, commitId FROM Release WHERE projectId = ?",
      )
      .all(projectId);
    const known = new Map(rows.map(({ tag, sha }) => [tag, sha]));
    const asked = new Map(releases.map(({ tag, sha }) => [tag, sha]));
    const put = sql.prepare(
      `INSERT OR REPLACE INTO Release (projectId, tag, commitId, sha, offLine, at) VALUES (?, ?, ?, ?, ?, ?)`,
    );
    const place = sql.prepare('UPDATE "Commit" SET position = ? WHERE id = ?');
    const fresh = releases.filter(({ tag, sha }) => known.get(tag) !== sha);
    const left = rows.filter(({ tag, sha }) => asked.get(tag) !== sha);
    const forget = sql.prepare("DELETE FROM Release WHERE projectId = ? AND tag = ?");
    for (const { tag } of left) forget.run(projectId, tag);
    for (const { tag, sha, at, on, position } of fresh) {
      const commitId = putCommit(sql, projectId, on);
      place.run(position, commitId);
      put.run(projectId, tag, commitId, sha, sha === on.sha ? 0 : 1, at.getTime());
      repeatPoint(sql, projectId, commitId, position);
    }
    const stands = sql.prepare("SELECT 1 FROM Release WHERE commitId = ?");
    for (const { commitId } of left) if (!stands.get(commitId)) dropRepeat(sql, projectId, commitId);
    return fresh.length;
  });
}
