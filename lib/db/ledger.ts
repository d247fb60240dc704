import { type Booking, rememberedFindings, writeChanges } from "#lib/db/finding-rows";
import { gateStates, putCommit, putHead, putScan, replaceExtensions, type ScannedCommit } from "#lib/db/scan-rows";
import type { Sql, Store } from "#lib/db/store";
import { AppError } from "#lib/errors";
import { type GateChange, gateChanges, gateStateOf } from "#lib/ledger/gate-changes";
import { type Change, reconcile } from "#lib/ledger/reconcile";
import type { ScanReport } from "#lib/scan/report";

export interface ScanToRecord {
  projectId: string;
  commit: ScannedCommit;
  branch: string;
  release: string | null;
  report: ScanReport;
  /** When the scan ended. */
  at: Date;
}

export type EventKind = Exclude<Change["kind"], "unchanged" | "kept" | "left"> | GateChange["kind"];

export interface Recorded {
  scanId: string;
  /** False when the project was at this commit with this ruleset and these paths already: then nothing has changed. */
  fresh: boolean;
  events: Partial<Record<EventKind, number>>;
}

/**
 * Books a scan: commit, findings, spans, events, extensions, receipt and the project's summary, all of it or nothing.
 * A first scan is a baseline and makes no events; so is the first one of other crate paths. Throws AppError("not-found") when the project is gone.
 */
export async function recordScan(store: Store, scan: ScanToRecord): Promise<Recorded> {
  return store.transaction((sql) => {
    const last = lastScan(sql, scan.projectId);
    const commitId = putCommit(sql, scan.projectId, scan.commit);
    const elsewhere = last?.paths !== JSON.stringify(scan.report.source.path);
    const fresh = elsewhere || last.commitId !== commitId || last.ruleset !== scan.report.ruleset;
    const booking = { ...scan, committedAt: scan.commit.committedAt, commitId };
    const events = fresh ? bookChanges(sql, booking, scan.report, elsewhere ? null : last.ruleset) : {};
    const scanId = fresh ? putScan(sql, scan.projectId, commitId, scan.report, scan.at) : last.id;
    putHead(sql, { ...scan, scanId }, scan.report);
    return { scanId, fresh, events };
  });
}

interface LastScan {
  id: string;
  commitId: string;
  ruleset: string;
  paths: string;
}

function lastScan(sql: Sql, projectId: string): LastScan | null {
  const row = sql
    .prepare<[string], { [Column in keyof LastScan]: LastScan[Column] | null }>(
      "SELECT Scan.id, commitId, ruleset, Scan.paths FROM Project LEFT JOIN Scan ON Scan.id = scanId WHERE Project.id = ?",
    )
    .get(projectId);
  if (!row) throw new AppError("not-found", "The project of this scan does not exist any more.");
  const { id, commitId, ruleset, paths } = row;
  return id === null || commitId === null || ruleset === null || paths === null
    ? null
    : { id, commitId, ruleset, paths };
}

/** `ruleset` is that of the scan to compare with; null when there is none. */
function bookChanges(sql: Sql, booking: Booking, report: ScanReport, ruleset: string | null): Recorded["events"] {
  const baseline = ruleset === null;
  const rulesetChanged = !baseline && ruleset !== report.ruleset;
  const known = rememberedFindings(sql, booking.projectId);
  const changes = reconcile(known, report.findings, report.coverage, rulesetChanged, baseline);
  const ids = writeChanges(sql, booking, known, changes);
  const gatesBefore = baseline ? [] : gateStates(sql, booking.projectId);
  const gates = gateChanges(gatesBefore, report.extensions.map(gateStateOf), rulesetChanged);
  replaceExtensions(sql, booking.projectId, report.extensions);
  const told = changes.flatMap(({ kind, fingerprint, from }): Told[] => {
    if (kind === "unchanged" || kind === "kept" || kind === "left") return [];
    const detail = from ? { from: { path: from.path, line: from.line } } : {};
    return [{ kind, findingId: ids.get(fingerprint) ?? null, detail }];
  });
  const guards = gates.map(({ kind, ...detail }): Told => ({ kind, findingId: null, detail }));
  return writeEvents(sql, booking, [...told, ...guards]);
}

interface Told {
  kind: EventKind;
  findingId: string | null;
  detail: object;
}

/** Returns how many there were of each kind. */
function writeEvents(sql: Sql, { projectId, commitId, committedAt, at }: Booking, told: Told[]): Recorded["events"] {
  const put = sql.prepare(
    "INSERT INTO Event (projectId, commitId, findingId, kind, detail, at) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const counts: Recorded["events"] = {};
  for (const { kind, findingId, detail } of told) {
    // A commit's date says nothing about when a rule changed.
    const when = kind === "reclassified" ? at : committedAt;
    put.run(projectId, commitId, findingId, kind, JSON.stringify(detail), when.getTime());
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
