import { columnsOf, type FindingRow, findingWriter } from "#lib/db/finding-rows";
import { newId } from "#lib/db/id";
import { pointWriter, putSeam } from "#lib/db/line-rows";
import { putCommit, type ScannedCommit } from "#lib/db/scan-rows";
import type { Sql, Store } from "#lib/db/store";
import { type Chronicle, isPresent, type LedgerEvent, type Life } from "#lib/ledger/chronicle";
import { pointsAt } from "#lib/ledger/point";

export interface HistoryToRecord {
  projectId: string;
  /** All commits of the line, oldest first. */
  commits: readonly ScannedCommit[];
  /** Where the line begins: the first commit of all, or what a shallow clone has. */
  start: "root" | "graft";
  chronicle: Chronicle;
  releases: readonly { tag: string; sha: string; at: Date; on: string }[];
  ruleset: string;
  /** Crate paths that were asked for. */
  paths: string[];
  at: Date;
}

/**
 * Puts the history in place of what scans of the newest commits had left. A finding keeps its row; what a changed rule
 * reclassified, and seams of other causes, stay. All of it or nothing, and nothing when the project has changed meanwhile:
 * another head, other paths or other rules. Returns whether it was recorded.
 */
export function recordHistory(store: Store, history: HistoryToRecord): boolean {
  return store.transaction((sql) => {
    if (!stillWanted(sql, history)) return false;
    clear(sql, history.projectId);
    const commitAt = commitWriter(sql, history);
    const ids = putLives(sql, history, commitAt);
    dropForgotten(sql, history.projectId, ids);
    putEvents(sql, history, commitAt, ids);
    const releases = putReleases(sql, history, commitAt);
    putPoints(sql, history, commitAt, releases);
    putSeams(sql, history, commitAt);
    putState(sql, history, commitAt);
    return true;
  });
}

function stillWanted(sql: Sql, { projectId, commits, paths, ruleset }: HistoryToRecord): boolean {
  const asked = "SELECT 1 FROM Project JOIN Scan ON Scan.id = scanId WHERE Project.id = ? AND headSha = ?";
  return (
    sql
      .prepare(`${asked} AND Project.paths = ? AND Scan.ruleset = ?`)
      .get(projectId, commits.at(-1)?.sha, JSON.stringify(paths), ruleset) !== undefined
  );
}

function clear(sql: Sql, projectId: string): void {
  const mine = "findingId IN (SELECT id FROM Finding WHERE projectId = ?)";
  for (const statement of [
    `DELETE FROM Span WHERE ${mine}`,
    "DELETE FROM Event WHERE kind <> 'reclassified' AND projectId = ?",
    "DELETE FROM Point WHERE projectId = ?",
    "DELETE FROM Release WHERE projectId = ?",
    "DELETE FROM Seam WHERE kind IN ('vendored', 'shallow') AND projectId = ?",
    'UPDATE "Commit" SET position = NULL WHERE projectId = ?',
  ])
    sql.prepare(statement).run(projectId);
}

/** Row id of the commit at a position, which is written when it is first asked for. */
type CommitAt = (position: number) => string;

function commitWriter(sql: Sql, { projectId, commits }: HistoryToRecord): CommitAt {
  const ids = new Map<number, string>();
  const place = sql.prepare('UPDATE "Commit" SET position = ? WHERE id = ?');
  return (position) => {
    const known = ids.get(position);
    if (known) return known;
    const id = putCommit(sql, projectId, commits[position]!);
    place.run(position, id);
    ids.set(position, id);
    return id;
  };
}

function putLives(sql: Sql, { projectId, chronicle }: HistoryToRecord, commitAt: CommitAt): Map<Life, string> {
  const rows = sql.prepare<[string], FindingRow>("SELECT * FROM Finding WHERE projectId = ?").all(projectId);
  const known = new Map(rows.map((row) => [row.fingerprint, row.id]));
  const put = findingWriter(sql);
  const span = sql.prepare("INSERT INTO Span (findingId, fromId, toId, path, line) VALUES (?, ?, ?, ?, ?)");
  const ids = new Map<Life, string>();
  for (const life of chronicle.lives.values()) {
    const id = known.get(life.finding.fingerprint) ?? newId();
    put({ ...columnsOf(life.finding, id, projectId), present: isPresent(life) ? 1 : 0 });
    ids.set(life, id);
    for (const { from, to, path, line } of life.spans)
      span.run(id, commitAt(from), to === null ? null : commitAt(to), path, line);
  }
  return ids;
}

/** Findings that the line never had, unless an event that stays is about them. */
function dropForgotten(sql: Sql, projectId: string, ids: Map<Life, string>): void {
  const kept = JSON.stringify([...ids.values()]);
  const others = "projectId = ? AND id NOT IN (SELECT value FROM json_each(?))";
  const silent = "NOT EXISTS (SELECT 1 FROM Event WHERE findingId = Finding.id)";
  sql.prepare(`DELETE FROM Finding WHERE ${others} AND ${silent}`).run(projectId, kept);
  sql.prepare(`UPDATE Finding SET present = 0 WHERE ${others}`).run(projectId, kept);
}

function putEvents(
  sql: Sql,
  { projectId, chronicle, commits }: HistoryToRecord,
  commitAt: CommitAt,
  ids: Map<Life, string>,
): void {
  const put = sql.prepare(
    "INSERT INTO Event (projectId, commitId, findingId, kind, detail, at) VALUES (?, ?, ?, ?, ?, ?)",
  );
  for (const event of chronicle.events) {
    const { position, kind, life } = event;
    const at = commits[position]!.committedAt.getTime();
    const detail = kind === "fixed" ? { last: commits[position - 1]?.sha } : detailOf(event);
    put.run(projectId, commitAt(position), (life && ids.get(life)) ?? null, kind, JSON.stringify(detail), at);
  }
}

function detailOf({ from, judged, gate }: LedgerEvent): object {
  if (gate) {
    const { kind, ...detail } = gate;
    return detail;
  }
  return { ...(from && { from }), ...judged };
}

/** Returns where they stand on the line. */
function putReleases(sql: Sql, { projectId, commits, releases }: HistoryToRecord, commitAt: CommitAt): number[] {
  const positions = new Map(commits.map(({ sha }, position) => [sha, position]));
  const put = sql.prepare("INSERT INTO Release (projectId, tag, commitId, sha, offLine, at) VALUES (?, ?, ?, ?, ?, ?)");
  return releases.flatMap(({ tag, sha, at, on }) => {
    const position = positions.get(on);
    if (position === undefined) return [];
    put.run(projectId, tag, commitAt(position), sha, sha === on ? 0 : 1, at.getTime());
    return [position];
  });
}

function putPoints(
  sql: Sql,
  { projectId, chronicle }: HistoryToRecord,
  commitAt: CommitAt,
  releases: readonly number[],
): void {
  const put = pointWriter(sql, projectId);
  for (const point of pointsAt(chronicle.points, releases)) put(commitAt(point.position), point);
}

function putSeams(sql: Sql, { projectId, chronicle, commits, start }: HistoryToRecord, commitAt: CommitAt): void {
  const put = (position: number, kind: "shallow" | "vendored", detail: object) =>
    putSeam(sql, { projectId, commitId: commitAt(position), kind, at: commits[position]!.committedAt, detail });
  if (start === "graft") put(0, "shallow", {});
  for (const { position, came, went } of chronicle.vendored) put(position, "vendored", { came, went });
}

function putState(sql: Sql, history: HistoryToRecord, commitAt: CommitAt): void {
  const { projectId, commits, ruleset, paths, start, at } = history;
  commitAt(0);
  commitAt(commits.length - 1);
  sql
    .prepare(
      `UPDATE Project SET historyState = 'complete', historyProgress = NULL, historyFrom = ?, historyTo = ?,
         historyCommits = ?, historyStart = ?, historyRuleset = ?, historyPaths = ?, historyAt = ?,
         failure = CASE state WHEN 'ready' THEN NULL ELSE failure END WHERE id = ?`,
    )
    .run(
      ...[commits[0]!.sha, commits.at(-1)!.sha, commits.length],
      ...[start, ruleset, JSON.stringify(paths), at.getTime(), projectId],
    );
}
