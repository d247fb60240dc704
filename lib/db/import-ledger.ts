import { EXTENSION_COLUMNS, POINT_COLUMNS, PROJECT_COLUMNS } from "#lib/db/export-ledger";
import { columnsOf, findingWriter } from "#lib/db/finding-rows";
import { newId } from "#lib/db/id";
import type { Sql, Store } from "#lib/db/store";
import type { LedgerExport } from "#lib/ledger/export";
import type { Timing } from "#lib/scan/report";

/**
 * Fills a project that nothing is known of with what was exported; `asOf` is the date of the export. Returns false, and
 * changes nothing, when the project is not there, was scanned already, or follows other crates.
 */
export function importLedger(store: Store, projectId: string, ledger: LedgerExport, asOf: Date): boolean {
  return store.transaction((sql) => {
    const untouched = "SELECT 1 FROM Project WHERE id = ? AND scannedAt IS NULL AND paths = ?";
    if (!sql.prepare(untouched).get(projectId, JSON.stringify(ledger.project.paths))) return false;
    const commits = putCommits(sql, projectId, ledger);
    const findings = putFindings(sql, projectId, ledger, commits);
    const insert = inserter(sql);
    for (const { commit, finding, detail, ...columns } of ledger.events) {
      const findingId = finding === null ? null : findings[finding]!;
      insert("Event", { ...columns, projectId, commitId: commits[commit]!, findingId, detail: JSON.stringify(detail) });
    }
    for (const { commit, ...figures } of ledger.points)
      insert("Point", { projectId, commitId: commits[commit]!, ...only(figures, POINT_COLUMNS) });
    for (const { commit, offLine, ...columns } of ledger.releases)
      insert("Release", { ...columns, projectId, commitId: commits[commit]!, offLine: offLine ? 1 : 0 });
    for (const { commit, detail, ...columns } of ledger.seams)
      insert("Seam", {
        ...columns,
        projectId,
        commitId: commit === null ? null : commits[commit]!,
        detail: JSON.stringify(detail),
      });
    for (const extension of ledger.extensions)
      insert("Extension", { id: newId(), projectId, ...only(extension, EXTENSION_COLUMNS) });
    putProject(sql, projectId, ledger, putScan(insert, projectId, ledger, commits, asOf), asOf);
    return true;
  });
}

type Value = string | number | null;
type Insert = (table: string, columns: Record<string, Value>) => void;

/** Statements are prepared once per table: its rows have the same columns in the same order. */
function inserter(sql: Sql): Insert {
  const statements = new Map<string, { run(...values: Value[]): unknown }>();
  return (table, columns) => {
    const names = Object.keys(columns);
    const text = `INSERT INTO "${table}" (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`;
    const statement = statements.get(text) ?? sql.prepare<Value[]>(text);
    statements.set(text, statement);
    statement.run(...Object.values(columns));
  };
}

/** Names come from our own lists, never from the file. */
function only(row: Record<string, unknown>, names: string[]): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, (row[name] ?? null) as Value]));
}

function putCommits(sql: Sql, projectId: string, { commits }: LedgerExport): string[] {
  const put = sql.prepare(
    'INSERT INTO "Commit" (id, projectId, sha, committedAt, subject, position) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return commits.map(({ sha, at, subject, position }) => {
    const id = newId();
    put.run(id, projectId, sha, at, subject, position);
    return id;
  });
}

function putFindings(sql: Sql, projectId: string, { findings }: LedgerExport, commits: string[]): string[] {
  const put = findingWriter(sql);
  const span = sql.prepare("INSERT INTO Span (findingId, fromId, toId, path, line) VALUES (?, ?, ?, ?, ?)");
  return findings.map(({ present, spans, ...finding }) => {
    const id = newId();
    put({ ...columnsOf(finding, id, projectId), present: present ? 1 : 0 });
    for (const [from, to, path, line] of spans)
      span.run(id, commits[from], to === null ? null : commits[to], path, line);
    return id;
  });
}

/** It took place elsewhere. */
const NO_TIMING: Timing = { readMs: 0, factsMs: 0, modelMs: 0, rulesMs: 0, totalMs: 0 };

function putScan(insert: Insert, projectId: string, { scan }: LedgerExport, commits: string[], asOf: Date) {
  if (!scan) return null;
  const { commit, paths, problems, unscanned, remarks, opaque, ...columns } = scan;
  const id = newId();
  const texts = {
    paths: JSON.stringify(paths),
    problems: JSON.stringify(problems),
    unscanned: JSON.stringify(unscanned),
    remarks: JSON.stringify(remarks),
    opaque: JSON.stringify(opaque),
  };
  const { ruleset, files, bytes, parsed } = columns;
  const row = { id, projectId, commitId: commits[commit]!, ruleset, files, bytes, parsed, ...texts };
  insert("Scan", { ...row, finishedAt: asOf.getTime(), timing: JSON.stringify(NO_TIMING) });
  return id;
}

function putProject(sql: Sql, projectId: string, { project }: LedgerExport, scanId: string | null, asOf: Date): void {
  const at = asOf.getTime();
  const own = { state: "ready", scanId, scannedAt: at, historyAt: at, shippedAt: at };
  const columns: Record<string, Value> = { ...only(project.columns, PROJECT_COLUMNS), ...own };
  const assignments = Object.keys(columns).map((name) => `${name} = @${name}`);
  sql.prepare(`UPDATE Project SET ${assignments.join(", ")} WHERE id = @id`).run({ ...columns, id: projectId });
}
