import { newId } from "#lib/db/id";
import type { Sql } from "#lib/db/store";
import type { GateState } from "#lib/ledger/gate-changes";
import { summarise } from "#lib/ledger/summary";
import type { Extension, ScanReport } from "#lib/scan/report";

/** Commit of which a scan is recorded. */
export interface ScannedCommit {
  sha: string;
  committedAt: Date;
  subject: string;
}

/** Returns the row's id, also when the commit is known already. */
export function putCommit(sql: Sql, projectId: string, { sha, committedAt, subject }: ScannedCommit): string {
  const row = sql
    .prepare<unknown[], { id: string }>(
      `INSERT INTO "Commit" (id, projectId, sha, committedAt, subject) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (projectId, sha) DO UPDATE SET subject = excluded.subject RETURNING id`,
    )
    .get(newId(), projectId, sha, committedAt.getTime(), subject);
  return row!.id;
}

/** Returns the row's id. A commit that was scanned before in the same way gets a new receipt. */
export function putScan(sql: Sql, projectId: string, commitId: string, report: ScanReport, at: Date): string {
  const { coverage, ruleset, source, timing } = report;
  const row = sql
    .prepare<unknown[], { id: string }>(
      `INSERT INTO Scan (id, projectId, commitId, ruleset, paths, finishedAt, files, bytes, parsed, problems, unscanned, remarks, opaque, timing)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (projectId, commitId, ruleset, paths) DO UPDATE SET
         finishedAt = excluded.finishedAt, files = excluded.files, bytes = excluded.bytes, parsed = excluded.parsed,
         problems = excluded.problems, unscanned = excluded.unscanned, remarks = excluded.remarks, opaque = excluded.opaque, timing = excluded.timing
       RETURNING id`,
    )
    .get(
      ...[newId(), projectId, commitId, ruleset, JSON.stringify(source.path), at.getTime()],
      ...[coverage.files, coverage.bytes, coverage.parsed],
      ...[JSON.stringify(coverage.problems), JSON.stringify(coverage.unscanned)],
      ...[JSON.stringify(coverage.remarks), JSON.stringify(coverage.opaque ?? []), JSON.stringify(timing)],
    );
  return row!.id;
}

export function gateStates(sql: Sql, projectId: string): GateState[] {
  const rows = sql
    .prepare<[string], Omit<GateState, "unguarded"> & { unguarded: number }>(
      "SELECT crate, name, gateLegacy AS legacy, gateOwnGil AS ownGil, unguarded FROM Extension WHERE projectId = ?",
    )
    .all(projectId);
  return rows.map((row) => ({ ...row, unguarded: row.unguarded === 1 }));
}

export function replaceExtensions(sql: Sql, projectId: string, extensions: Extension[]): void {
  sql.prepare("DELETE FROM Extension WHERE projectId = ?").run(projectId);
  const put = sql.prepare(
    `INSERT OR REPLACE INTO Extension (id, projectId, name, crate, path, binding, pyo3Version, pyo3Source, abi3,
       status, gateLegacy, gateOwnGil, gateOwner, tested, unguarded, because, hazard)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { name, crate, path, binding, pyo3, abi3, verdict } of extensions) {
    put.run(
      ...[newId(), projectId, name, crate, path, binding, pyo3.version, pyo3.source, abi3],
      ...[verdict.status, verdict.gate.legacy, verdict.gate.ownGil, verdict.gateOwner],
      ...[verdict.tested ? 1 : 0, verdict.unguarded ? 1 : 0, verdict.because, JSON.stringify(verdict.hazard)],
    );
  }
}

export interface Head {
  projectId: string;
  scanId: string;
  commit: ScannedCommit;
  branch: string;
  /** Release tag at this very commit. */
  release: string | null;
  at: Date;
}

/** Makes the scan the one that the project is judged by. */
export function putHead(sql: Sql, head: Head, report: ScanReport): void {
  const { worst, ...sums } = summarise(report);
  const columns = {
    state: "ready",
    progress: null,
    failure: null,
    defaultBranch: head.branch,
    headSha: head.commit.sha,
    headAt: head.commit.committedAt.getTime(),
    release: head.release,
    scannedAt: head.at.getTime(),
    scanId: head.scanId,
    shippedAt: null,
    ...sums,
    unguarded: sums.unguarded ? 1 : 0,
    gateLegacy: worst?.verdict.gate.legacy ?? null,
    gateOwnGil: worst?.verdict.gate.ownGil ?? null,
    binding: worst?.binding ?? null,
    pyo3Version: worst?.pyo3.version ?? null,
    abi3: worst?.abi3 ?? null,
  };
  const assignments = Object.keys(columns).map((name) => `${name} = @${name}`);
  sql.prepare(`UPDATE Project SET ${assignments.join(", ")} WHERE id = @id`).run({ ...columns, id: head.projectId });
}
