import type { Sql, Store } from "#lib/db/store";

/** Projects with a recorded history each; every finding comes and goes `spans / findings` times. */
export interface Size {
  projects: number;
  commits: number;
  releases: number;
  points: number;
  findings: number;
  spansPerFinding: number;
}

const DAY_MS = 86_400_000;
const BEGIN = Date.UTC(2019, 0, 1);
const RULES = [
  { rule: "SI-010", slug: "static-py-pointer", severity: "critical", owner: "crate" },
  { rule: "SI-013", slug: "static-py-transitive", severity: "critical", owner: "crate" },
  { rule: "SI-014", slug: "thread-local-py", severity: "moderate", owner: "crate" },
  { rule: "SI-020", slug: "interned-string", severity: "moderate", owner: "framework" },
  { rule: "SI-022", slug: "pyclass-type-object", severity: "moderate", owner: "framework" },
];
export const ruleSlugs = RULES.map(({ slug }) => slug);
const STATUSES = ["declared", "candidate", "needs-audit", "hazardous"];

/** Fills an empty store with invented projects, the same ones each time: rows to measure queries on, never to show. */
export function fillStore(store: Store, size: Size): void {
  const random = generator(20_260_101);
  for (let at = 0; at < size.projects; at++) store.transaction((sql) => fillProject(sql, `bench-${at}`, size, random));
}

type Random = (below: number) => number;

function fillProject(sql: Sql, id: string, size: Size, random: Random): void {
  const commit = (position: number) => `${id}-c${position}`;
  const date = (position: number) => BEGIN + Math.floor((position * 2500 * DAY_MS) / size.commits);
  const status = STATUSES[random(STATUSES.length)]!;
  const last = size.commits - 1;
  const state = { id, slug: id, source: `https://example.org/bench/${id}`, kind: "remote", addedBy: "cli" };
  const moments = { addedAt: BEGIN, fetchedAt: date(last), scannedAt: date(last), historyAt: date(last) };
  const verdict = { status, gateLegacy: "loads", gateOwnGil: "refused", unguarded: random(2), binding: "pyo3" };
  const history = { historyState: "complete", historyCommits: size.commits, historyStart: "root", historyRuleset: "1" };
  const ends = { historyFrom: sha(id, 0), historyTo: sha(id, last), headSha: sha(id, last), scanId: `${id}-scan` };
  const rows = writer(sql);
  rows("Project", { ...state, ...moments, ...verdict, ...history, ...ends, state: "ready", pyo3Version: "0.27.1" });
  for (let position = 0; position < size.commits; position++) {
    const mark = { sha: sha(id, position), committedAt: date(position), subject: `change ${position}`, position };
    rows("Commit", { id: commit(position), projectId: id, ...mark });
  }
  const receipt = { files: 90, bytes: 900_000, parsed: 90, problems: "[]", unscanned: "[]", timing: "{}" };
  const scanned = { commitId: commit(last), ruleset: "1", finishedAt: date(last) };
  rows("Scan", { id: `${id}-scan`, projectId: id, ...scanned, ...receipt });
  fillLine(rows, id, size, random, { commit, date });
  for (let at = 0; at < size.findings; at++) fillFinding(rows, id, at, size, random, { commit, date });
}

interface Line {
  commit(position: number): string;
  date(position: number): number;
}

function fillLine(rows: Writer, projectId: string, size: Size, random: Random, { commit, date }: Line): void {
  for (let at = 0; at < size.releases; at++) {
    const position = Math.floor((at * size.commits) / size.releases);
    const place = { commitId: commit(position), sha: sha(projectId, position), offLine: 0, at: date(position) };
    rows("Release", { projectId, tag: `v${at}`, ...place });
  }
  for (let at = 0; at < size.points; at++) {
    const critical = random(40);
    const counts = { critical, moderate: random(20), info: 0 };
    const owners = JSON.stringify({ crate: counts, framework: counts, dependency: counts });
    const figures = { rules: JSON.stringify({ "SI-010": critical, "SI-020": random(90) }), owners };
    const gates = { gateLegacy: "loads", gateOwnGil: "refused", unguarded: random(2), pyo3Version: "0.27.1" };
    const commitId = commit(Math.floor((at * size.commits) / size.points));
    rows("Point", { projectId, commitId, ...figures, status: STATUSES[random(4)]!, ...gates });
  }
}

function fillFinding(rows: Writer, projectId: string, at: number, size: Size, random: Random, line: Line): void {
  const id = `${projectId}-f${at}`;
  const path = `src/module_${random(40)}.rs`;
  const place = { path, line: random(900) + 1 };
  const present = random(4) === 0 ? 1 : 0;
  const words = { scope: "prod", confidence: "high", crate: projectId, item: `module_${at}`, symbol: `CACHE_${at}` };
  const sites = JSON.stringify([{ ...place, endLine: place.line, column: 1 }]);
  const told = { message: "A Python object is kept for the whole process.", evidence: '{"typePath":[]}', sites };
  const identity = { fingerprint: sha(id, 0), ...RULES[random(RULES.length)]! };
  rows("Finding", { id, projectId, ...identity, ...words, ...told, ...place, present });
  const step = Math.floor(size.commits / (size.spansPerFinding + 1));
  for (let nth = 0; nth < size.spansPerFinding; nth++) {
    const from = nth * step + random(Math.max(1, step - 2));
    const open = present === 1 && nth === size.spansPerFinding - 1;
    const to = (nth + 1) * step;
    rows("Span", { findingId: id, fromId: line.commit(from), toId: open ? null : line.commit(to), ...place });
    const event = { projectId, findingId: id, detail: "{}" };
    const opened = nth === 0 ? "appeared" : "regressed";
    rows("Event", { ...event, commitId: line.commit(from), kind: opened, at: line.date(from) });
    if (!open) rows("Event", { ...event, commitId: line.commit(to), kind: "fixed", at: line.date(to) });
  }
}

type Writer = (table: string, row: Record<string, string | number | null>) => void;

/** Inserts rows; each shape of a table is prepared once. */
function writer(sql: Sql): Writer {
  const prepared = new Map<string, ReturnType<Sql["prepare"]>>();
  return (table, row) => {
    const columns = Object.keys(row);
    const key = `${table} ${columns.join()}`;
    const text = () => `insert into "${table}" (${columns.join()}) values (${columns.map(() => "?").join()})`;
    const statement = prepared.get(key) ?? sql.prepare(text());
    prepared.set(key, statement);
    statement.run(Object.values(row));
  };
}

/** 40 digits that name a place; no two places share them. */
function sha(name: string, position: number): string {
  return Buffer.from(`${position}.${name}`).toString("hex").padEnd(40, "0").slice(0, 40);
}

/** The same numbers for the same seed (mulberry32). */
function generator(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
