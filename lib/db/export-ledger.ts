import type { CommitModel, FindingModel } from "#lib/db/generated/models";
import type { Sql, Store } from "#lib/db/store";
import { AppError } from "#lib/errors";
import type { ExportedFinding, LedgerExport } from "#lib/ledger/export";

/** Columns of Project that are recorded facts; those of times at which something was done here are not. */
export const PROJECT_COLUMNS = [
  ...["defaultBranch", "headSha", "headAt", "release", "status", "gateLegacy", "gateOwnGil", "unguarded"],
  ...["crateCritical", "crateModerate", "framework", "binding", "pyo3Version", "abi3"],
  ...["historyState", "historyFrom", "historyTo", "historyCommits", "historyStart", "historyRuleset", "historyPaths"],
];
export const EXTENSION_COLUMNS = [
  ...["name", "crate", "path", "binding", "pyo3Version", "pyo3Source", "abi3", "status"],
  ...["gateLegacy", "gateOwnGil", "gateOwner", "tested", "unguarded", "because", "hazard"],
];
export const POINT_COLUMNS = ["rules", "owners", "status", "gateLegacy", "gateOwnGil", "unguarded", "pyo3Version"];

type Columns = Record<string, string | number | null>;

/** All that is recorded of a project. Throws AppError("not-found"). */
export function exportLedger(store: Store, projectId: string): LedgerExport {
  return store.read((sql) => {
    const project = rowsOf<Columns>(sql, "SELECT * FROM Project WHERE id = ?", projectId)[0];
    if (!project) throw new AppError("not-found", "There is no such project.", "See `subready project list`.");
    const commits = rowsOf<CommitModel & { committedAt: number }>(
      sql,
      'SELECT * FROM "Commit" WHERE projectId = ? ORDER BY position, sha',
      projectId,
    );
    const at = new Map(commits.map(({ id }, index) => [id, index]));
    const findings = findingsOf(sql, projectId, at);
    const indexes = new Map(findings.map(({ id }, index) => [id, index]));
    return {
      project: {
        slug: String(project.slug),
        source: String(project.source),
        kind: String(project.kind),
        paths: JSON.parse(String(project.paths)),
        pypi: project.pypi === null ? null : String(project.pypi),
        columns: pick(project, PROJECT_COLUMNS),
      },
      scan: scanOf(sql, String(project.scanId), at),
      extensions: rowsOf<Columns>(
        sql,
        "SELECT * FROM Extension WHERE projectId = ? ORDER BY crate, name",
        projectId,
      ).map((row) => pick(row, EXTENSION_COLUMNS)),
      commits: commits.map(({ sha, committedAt, subject, position }) => ({ sha, at: committedAt, subject, position })),
      findings: findings.map(({ exported }) => exported),
      events: eventsOf(sql, projectId, at, indexes),
      points: pointsOf(sql, projectId, at),
      releases: releasesOf(sql, projectId, at),
      seams: seamsOf(sql, projectId, at),
    };
  });
}

type Index = Map<string, number>;
type Known = { commitId: string; at: number; detail: string };

const rowsOf = <Row>(sql: Sql, query: string, id: string) => sql.prepare<[string], Row>(query).all(id);
const pick = (row: Columns, names: string[]): Columns =>
  Object.fromEntries(names.map((name) => [name, row[name] ?? null]));

/** By commit, then by what it is: the order in which rows were written is no fact. */
function inOrder<Row extends { commit: number | null; at?: number }>(rows: Row[]): Row[] {
  const texts = new Map(rows.map((row) => [row, JSON.stringify(row)]));
  return rows.sort(
    (a, b) =>
      (a.commit ?? -1) - (b.commit ?? -1) || (a.at ?? 0) - (b.at ?? 0) || (texts.get(a)! < texts.get(b)! ? -1 : 1),
  );
}

function scanOf(sql: Sql, id: string, at: Index): LedgerExport["scan"] {
  const [scan] = rowsOf<Columns>(sql, "SELECT * FROM Scan WHERE id = ?", id);
  if (!scan) return null;
  const json = (name: string) => JSON.parse(String(scan[name]));
  return {
    commit: at.get(String(scan.commitId))!,
    ruleset: String(scan.ruleset),
    paths: json("paths"),
    ...{ files: Number(scan.files), bytes: Number(scan.bytes), parsed: Number(scan.parsed) },
    ...{ problems: json("problems"), unscanned: json("unscanned"), remarks: json("remarks"), opaque: json("opaque") },
  };
}

function findingsOf(sql: Sql, projectId: string, at: Index): { id: string; exported: ExportedFinding }[] {
  const spans = new Map<string, ExportedFinding["spans"]>();
  const query = "SELECT Span.* FROM Span JOIN Finding ON Finding.id = findingId WHERE projectId = ?";
  type Span = { findingId: string; fromId: string; toId: string | null; path: string; line: number };
  for (const { findingId, fromId, toId, path, line } of rowsOf<Span>(sql, query, projectId)) {
    const mine = spans.get(findingId) ?? [];
    mine.push([at.get(fromId)!, toId === null ? null : at.get(toId)!, path, line]);
    spans.set(findingId, mine);
  }
  type Row = Omit<FindingModel, "present"> & { present: number };
  return rowsOf<Row>(sql, "SELECT * FROM Finding WHERE projectId = ? ORDER BY fingerprint", projectId).map(
    ({ id, projectId: _, path: __, line: ___, evidence, sites, present, ...columns }) => {
      const own = (spans.get(id) ?? []).sort(([a], [b]) => a - b);
      const texts = { evidence: JSON.parse(evidence), sites: JSON.parse(sites) };
      return { id, exported: { ...columns, ...texts, present: present === 1, spans: own } as ExportedFinding };
    },
  );
}

function eventsOf(sql: Sql, projectId: string, at: Index, findings: Index): LedgerExport["events"] {
  type Row = Known & { kind: string; findingId: string | null };
  const rows = rowsOf<Row>(sql, "SELECT * FROM Event WHERE projectId = ?", projectId);
  return inOrder(
    rows.map(({ commitId, kind, findingId, detail, at: time }) => ({
      commit: at.get(commitId)!,
      kind,
      finding: findingId === null ? null : findings.get(findingId)!,
      detail: JSON.parse(detail),
      at: time,
    })),
  );
}

function pointsOf(sql: Sql, projectId: string, at: Index): LedgerExport["points"] {
  const rows = rowsOf<Columns>(sql, "SELECT * FROM Point WHERE projectId = ?", projectId);
  return inOrder(rows.map((row) => ({ commit: at.get(String(row.commitId))!, ...pick(row, POINT_COLUMNS) })));
}

function releasesOf(sql: Sql, projectId: string, at: Index): LedgerExport["releases"] {
  type Row = { tag: string; commitId: string; sha: string; offLine: number; at: number };
  const rows = rowsOf<Row>(sql, "SELECT * FROM Release WHERE projectId = ?", projectId);
  return inOrder(
    rows.map(({ tag, commitId, sha, offLine, at: time }) => ({
      ...{ tag, commit: at.get(commitId)!, sha, offLine: offLine === 1, at: time },
    })),
  );
}

function seamsOf(sql: Sql, projectId: string, at: Index): LedgerExport["seams"] {
  type Row = Omit<Known, "commitId"> & { kind: string; commitId: string | null };
  const rows = rowsOf<Row>(sql, "SELECT * FROM Seam WHERE projectId = ?", projectId);
  return inOrder(
    rows.map(({ kind, commitId, at: time, detail }) => ({
      ...{ kind, commit: commitId === null ? null : at.get(commitId)!, at: time, detail: JSON.parse(detail) },
    })),
  );
}
