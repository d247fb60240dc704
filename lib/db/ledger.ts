import { type Booking, rememberedFindings, writeChanges } from "#lib/db/finding-rows";
import { putOnLine, putSeam, type SeamToBook } from "#lib/db/line-rows";
import { gateStates, putCommit, putHead, putScan, replaceExtensions, type ScannedCommit } from "#lib/db/scan-rows";
import type { Sql, Store } from "#lib/db/store";
import { AppError } from "#lib/errors";
import type { EventKind } from "#lib/ledger/chronicle";
import { gateChanges, gateStateOf } from "#lib/ledger/gate-changes";
import { type News, newsOf } from "#lib/ledger/news";
import { type Known, reconcile } from "#lib/ledger/reconcile";
import type { ScanReport } from "#lib/scan/report";

export interface ScanToRecord {
  projectId: string;
  commit: ScannedCommit;
  branch: string;
  release: string | null;
  report: ScanReport;
  /** When the scan ended. */
  at: Date;
  /** Of the commit on the recorded line: the next one, or its newest again; none while the line does not lead to it. */
  position?: number | null;
  /** The commit before it on the line; the one scanned before when there is none. */
  parent?: string | null;
}

export interface Recorded {
  scanId: string;
  /** False when the project was at this commit with this ruleset and these paths already: then nothing has changed. */
  fresh: boolean;
  events: Partial<Record<EventKind, number>>;
}

/**
 * Books a scan: commit, findings, spans, events, extensions, receipt and the project's summary, all of it or nothing.
 * A first scan is a baseline and makes no events; so is the first one of other crate paths, or after release archives. Throws AppError("not-found") when the project is gone.
 */
export async function recordScan(store: Store, scan: ScanToRecord): Promise<Recorded> {
  return store.transaction((sql) => {
    const last = lastScan(sql, scan.projectId);
    const commitId = putCommit(sql, scan.projectId, scan.commit);
    const elsewhere = last?.paths !== JSON.stringify(scan.report.source.path);
    const fresh = elsewhere || last.commitId !== commitId || last.ruleset !== scan.report.ruleset;
    const booking = { ...scan, committedAt: scan.commit.committedAt, commitId };
    const baseline = elsewhere || last.historyStart === "archives";
    const since = baseline ? null : { ruleset: last.ruleset, parent: scan.parent ?? last.sha };
    const events = fresh ? bookChanges(sql, booking, scan.report, since) : {};
    if (last && elsewhere)
      bookSeam(sql, booking, "paths", { from: JSON.parse(last.paths), to: scan.report.source.path });
    if (scan.position != null) putOnLine(sql, { ...booking, position: scan.position }, scan.commit.sha, scan.report);
    const scanId = fresh ? putScan(sql, scan.projectId, commitId, scan.report, scan.at) : last.id;
    putHead(sql, { ...scan, scanId }, scan.report);
    return { scanId, fresh, events };
  });
}

export type StepToRecord = Omit<ScanToRecord, "branch" | "release" | "position" | "parent"> & {
  position: number;
  parent: string;
};

/** Books a commit between the newest of the recorded line and the head, which is scanned next: only what it changes. */
export function recordStep(store: Store, step: StepToRecord): Recorded["events"] {
  return store.transaction((sql) => {
    const commitId = putCommit(sql, step.projectId, step.commit);
    const booking = { ...step, committedAt: step.commit.committedAt, commitId };
    const events = bookChanges(sql, booking, step.report, { ruleset: step.report.ruleset, parent: step.parent });
    putOnLine(sql, booking, step.commit.sha, step.report);
    return events;
  });
}

interface LastScan {
  id: string;
  commitId: string;
  sha: string;
  ruleset: string;
  paths: string;
  /** `archives`: it looked at a release archive, which has other files than a commit. */
  historyStart: string | null;
}

function lastScan(sql: Sql, projectId: string): LastScan | null {
  const row = sql
    .prepare<[string], { [Column in keyof LastScan]: LastScan[Column] | null }>(
      `SELECT Scan.id, commitId, sha, ruleset, Scan.paths, historyStart FROM Project LEFT JOIN Scan ON Scan.id = scanId
         LEFT JOIN "Commit" ON "Commit".id = commitId WHERE Project.id = ?`,
    )
    .get(projectId);
  if (!row) throw new AppError("not-found", "The project of this scan does not exist any more.");
  const { id, commitId, sha, ruleset, paths, historyStart } = row;
  return id === null || commitId === null || sha === null || ruleset === null || paths === null
    ? null
    : { id, commitId, sha, ruleset, paths, historyStart };
}

/** What a scan is compared with: the rules by which the one before judged, and its commit. */
interface Since {
  ruleset: string;
  parent: string;
}

/** `since` is null when there is nothing to compare with. */
function bookChanges(sql: Sql, booking: Booking, report: ScanReport, since: Since | null): Recorded["events"] {
  const baseline = since === null;
  const rulesetChanged = !baseline && since.ruleset !== report.ruleset;
  const known = rememberedFindings(sql, booking.projectId);
  const changes = reconcile(known, report.findings, report.coverage, rulesetChanged, baseline);
  const ids = writeChanges(sql, booking, known, changes);
  const gatesBefore = baseline ? [] : gateStates(sql, booking.projectId);
  const gates = gateChanges(gatesBefore, report.extensions.map(gateStateOf), rulesetChanged);
  replaceExtensions(sql, booking.projectId, report.extensions);
  const scopes = new Map(known.map(({ fingerprint, scope }) => [fingerprint, scope]));
  const news = newsOf(changes, ({ finding, fingerprint }) => finding?.scope ?? scopes.get(fingerprint));
  const { came, went } = news.vendored;
  if (came + went > 0 && !rulesetChanged) bookSeam(sql, booking, "vendored", { came, went });
  if (rulesetChanged)
    bookSeam(sql, booking, "ruleset", { from: since.ruleset, to: report.ruleset, ...difference(known, news.told) });
  const told = news.told.map(({ kind, fingerprint, from, judged }): Told => {
    const detail = kind === "fixed" ? { last: since?.parent } : { ...(from && { from }), ...judged };
    return { kind, findingId: ids.get(fingerprint) ?? null, detail };
  });
  const guards = gates.map(({ kind, ...detail }): Told => ({ kind, findingId: null, detail }));
  return writeEvents(sql, booking, [...told, ...guards]);
}

/** What other rules make of the same code: how many findings came, went, and are judged differently. */
function difference(known: Known[], told: News[]) {
  const present = new Set(known.filter((entry) => entry.present).map(({ fingerprint }) => fingerprint));
  const reclassified = told.filter(({ kind }) => kind === "reclassified");
  const [came, went] = [
    reclassified.filter(({ fingerprint }) => !present.has(fingerprint)).length,
    reclassified.filter(({ finding }) => !finding).length,
  ];
  return { came, went, changed: reclassified.length - came - went };
}

/** When a rule or a setting changed, a commit's date says nothing about it. */
function bookSeam(
  sql: Sql,
  { projectId, commitId, committedAt, at }: Booking,
  kind: SeamToBook["kind"],
  detail: object,
) {
  putSeam(sql, { projectId, commitId, kind, at: kind === "vendored" ? committedAt : at, detail });
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
