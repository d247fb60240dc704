import type { FindingModel } from "#lib/db/generated/models";
import { newId } from "#lib/db/id";
import type { Sql } from "#lib/db/store";
import type { Change, Known } from "#lib/ledger/reconcile";
import type { Finding } from "#lib/scan/finding";

type Judged = Pick<Finding, "severity" | "owner" | "scope">;
export type FindingRow = Omit<FindingModel, "present" | keyof Judged> & Judged & { present: number };

/** A known finding with the row behind it. */
export interface Remembered extends Known {
  row: FindingRow;
}

const COLUMNS = [
  ...["id", "projectId", "fingerprint", "rule", "slug", "severity", "owner", "scope", "confidence", "crate", "item"],
  ...["symbol", "message", "cfg", "origin", "evidence", "root", "sites", "path", "line", "present", "suppressed"],
] as (keyof FindingRow)[];

const PUT = `
INSERT INTO Finding (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map(() => "?").join(", ")})
ON CONFLICT (id) DO UPDATE SET ${COLUMNS.map((name) => `${name} = excluded.${name}`).join(", ")}`;

/** As one text: to bring twenty thousand values over one by one takes three times as long. */
const REMEMBERED = `
SELECT json_group_array(json_array(${COLUMNS.join(", ")},
  EXISTS (SELECT 1 FROM Event WHERE findingId = Finding.id AND kind = 'fixed')))
FROM Finding WHERE projectId = ?`;

export function rememberedFindings(sql: Sql, projectId: string): Remembered[] {
  const rows: Value[][] = JSON.parse(sql.prepare<[string], string>(REMEMBERED).pluck().get(projectId)!);
  return rows.map((values) => {
    const row = rowOf(values);
    return {
      fingerprint: row.fingerprint,
      rule: row.rule,
      crate: row.crate,
      symbol: row.symbol,
      item: row.item,
      severity: row.severity,
      owner: row.owner,
      scope: row.scope,
      present: row.present === 1,
      everFixed: values[COLUMNS.length] === 1,
      sites: JSON.parse(row.sites),
      // Asked for only where something could not be read.
      get evidence() {
        return JSON.parse(row.evidence);
      },
      row,
    };
  });
}

type Value = FindingRow[keyof FindingRow];

function rowOf(values: readonly Value[]): FindingRow {
  const row: Partial<Record<keyof FindingRow, Value>> = {};
  for (const [at, name] of COLUMNS.entries()) row[name] = values[at];
  return row as FindingRow;
}

/** Writes a finding's row anew or for the first time. */
export function findingWriter(sql: Sql): (row: FindingRow) => void {
  const put = sql.prepare(PUT);
  return (row) => void put.run(COLUMNS.map((name) => row[name]));
}

/** Where and when changes are booked. */
export interface Booking {
  projectId: string;
  commitId: string;
  /** Of the commit. */
  committedAt: Date;
  /** Of the scan. */
  at: Date;
}

/** Brings findings and spans in line with the changes. Returns the row id of every changed finding by fingerprint. */
export function writeChanges(sql: Sql, booking: Booking, known: Remembered[], changes: Change[]): Map<string, string> {
  const rows = new Map(known.map(({ row }) => [row.fingerprint, row]));
  const ids = new Map<string, string>();
  const put = findingWriter(sql);
  const leave = sql.prepare("UPDATE Finding SET present = 0 WHERE id = ?");
  const open = sql.prepare("INSERT INTO Span (findingId, fromId, path, line) VALUES (?, ?, ?, ?)");
  const close = sql.prepare("UPDATE Span SET toId = ? WHERE findingId = ? AND toId IS NULL");
  for (const { kind, fingerprint, finding } of changes) {
    const before = rows.get(fingerprint);
    const id = before?.id ?? newId();
    ids.set(fingerprint, id);
    if (finding) {
      const row = columnsOf(finding, id, booking.projectId);
      if (!before || differs(before, row)) put(row);
      if (before?.present !== 1) open.run(id, booking.commitId, row.path, row.line);
    } else if (kind !== "kept") {
      leave.run(id);
      close.run(booking.commitId, id);
    }
  }
  return ids;
}

function differs(before: FindingRow, now: FindingRow): boolean {
  return COLUMNS.some((name) => before[name] !== now[name]);
}

// Every column by name: to copy the rest of an object is ten times as slow, and there may be many.
export function columnsOf(finding: Finding, id: string, projectId: string): FindingRow {
  const [first] = finding.sites;
  return {
    id,
    projectId,
    fingerprint: finding.fingerprint,
    rule: finding.rule,
    slug: finding.slug,
    severity: finding.severity,
    owner: finding.owner,
    scope: finding.scope,
    confidence: finding.confidence,
    crate: finding.crate,
    item: finding.item,
    symbol: finding.symbol,
    message: finding.message,
    cfg: finding.cfg,
    origin: finding.origin,
    evidence: JSON.stringify(finding.evidence),
    root: finding.root,
    sites: JSON.stringify(finding.sites),
    path: first?.path ?? "",
    line: first?.line ?? 0,
    present: 1,
    suppressed: finding.suppressed,
  };
}
