import type { Sql } from "#lib/db/store";
import { type Point, pointOf } from "#lib/ledger/point";
import type { ScanReport } from "#lib/scan/report";

const FIGURES = ["rules", "owners", "status", "gateLegacy", "gateOwnGil", "unguarded", "pyo3Version"] as const;
type Figures = Record<(typeof FIGURES)[number], string | number | null>;

function figuresOf({ position, rules, owners, unguarded, ...columns }: Point): Figures {
  return { ...columns, rules: JSON.stringify(rules), owners: JSON.stringify(owners), unguarded: unguarded ? 1 : 0 };
}

/** Writes a commit's figures, anew or for the first time. */
export function pointWriter(sql: Sql, projectId: string): (commitId: string, point: Point) => void {
  const put = putFigures(sql, projectId);
  return (commitId, point) => put(commitId, figuresOf(point));
}

function putFigures(sql: Sql, projectId: string): (commitId: string, figures: Figures) => void {
  const marks = FIGURES.map(() => "?").join(", ");
  const put = sql.prepare(
    `INSERT OR REPLACE INTO Point (projectId, commitId, ${FIGURES.join(", ")}) VALUES (?, ?, ${marks})`,
  );
  return (commitId, figures) => void put.run(projectId, commitId, ...FIGURES.map((name) => figures[name]));
}

/** The figures that hold at a position: those of the newest point up to it. */
function figuresAt(sql: Sql, projectId: string, position: number): Figures | undefined {
  const newest = `SELECT ${FIGURES.join(", ")} FROM Point JOIN "Commit" ON "Commit".id = commitId`;
  return sql
    .prepare<unknown[], Figures>(`${newest} WHERE Point.projectId = ? AND position <= ? ORDER BY position DESC LIMIT 1`)
    .get(projectId, position);
}

export interface OnLine {
  projectId: string;
  commitId: string;
  /** On the recorded line: the next one, or its newest again. */
  position: number;
  at: Date;
}

/** Makes a commit the newest of the recorded line, with a point if its figures are others than before. */
export function putOnLine(
  sql: Sql,
  { projectId, commitId, position, at }: OnLine,
  sha: string,
  report: ScanReport,
): void {
  const before = figuresAt(sql, projectId, position);
  sql.prepare('UPDATE "Commit" SET position = ? WHERE id = ?').run(position, commitId);
  const now = figuresOf(pointOf(report, position));
  if (!before || FIGURES.some((name) => before[name] !== now[name])) putFigures(sql, projectId)(commitId, now);
  sql
    .prepare("UPDATE Project SET historyTo = ?, historyCommits = ?, historyAt = ? WHERE id = ?")
    .run(sha, position + 1, at.getTime(), projectId);
}

/** Repeats the figures that hold at a commit as its own point, so that a release has one. */
export function repeatPoint(sql: Sql, projectId: string, commitId: string, position: number): void {
  const figures = figuresAt(sql, projectId, position);
  if (figures) putFigures(sql, projectId)(commitId, figures);
}

/** Takes away a commit's point when it says what held before: no release stands there any more. */
export function dropRepeat(sql: Sql, projectId: string, commitId: string): void {
  const at = sql.prepare<[string], { position: number | null }>('SELECT position FROM "Commit" WHERE id = ?');
  const position = at.get(commitId)?.position ?? 0;
  const now = figuresAt(sql, projectId, position);
  const before = figuresAt(sql, projectId, position - 1);
  if (!now || !before || FIGURES.some((name) => before[name] !== now[name])) return;
  sql.prepare("DELETE FROM Point WHERE projectId = ? AND commitId = ?").run(projectId, commitId);
}

export interface SeamToBook {
  projectId: string;
  commitId: string | null;
  kind: "ruleset" | "rewritten" | "branch" | "shallow" | "renamed" | "archived" | "gone" | "vendored" | "paths";
  at: Date;
  detail: object;
}

export function putSeam(sql: Sql, { projectId, commitId, kind, at, detail }: SeamToBook): void {
  sql
    .prepare("INSERT INTO Seam (projectId, commitId, kind, at, detail) VALUES (?, ?, ?, ?, ?)")
    .run(projectId, commitId, kind, at.getTime(), JSON.stringify(detail));
}
