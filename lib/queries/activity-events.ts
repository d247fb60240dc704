import type { Store } from "#lib/db/store";
import { remembered } from "#lib/queries/remembered";
import { groupBy } from "#lib/scan/sighting";

/** What one commit did to one project, in one kind: `orjson, 2 fixed, at 5cbb3d0`. */
export interface EventLine {
  key: string;
  kind: string;
  at: Date;
  slug: string;
  source: string;
  archives: boolean;
  sha: string;
  /** The recorded commit before it, with which it compares; null for the first one. */
  before: string | null;
  /** All of this kind at this commit, also those not named. */
  count: number;
  /** The first few names, each once. */
  findings: { id: string; symbol: string; slug: string }[];
  /** From and to of a gate, for `guard-lost` and `guard-gained`. */
  gates: { from: string; to: string } | null;
}

const eventsPerPage = 120;
const mostNamed = 3;

/** Which events are asked for; what is left out is not narrowed. */
export interface EventsAsked {
  kind?: string;
  /** Slug of a rule. */
  rule?: string;
}

/** Newest first. Events of one commit and kind become one line, so a page holds at most `eventsPerPage` of them. */
export function eventPage(
  store: Store,
  projectId: string | undefined,
  page: number,
  asked: EventsAsked = {},
): { pages: number; total: number; lines: EventLine[] } {
  const condition = conditionOf(projectId, asked);
  const all = !projectId && !asked.kind && !asked.rule;
  const total = all ? eventsOfAll(store) : numberOf(store, condition);
  const pages = Math.max(1, Math.ceil(total / eventsPerPage));
  return { pages, total, lines: linesOf(store, condition, Math.min(page, pages)) };
}

/** How many events all tracked projects have: counting them one by one costs the more the longer it is tracked. */
function eventsOfAll(store: Store): number {
  const counts = remembered(store, "events", (ids) => {
    const rows = store.read((sql) => sql.prepare<[string], { id: string; n: number }>(COUNTS).all(JSON.stringify(ids)));
    return new Map(rows.map(({ id, n }) => [id, n]));
  });
  return counts.reduce((sum, n) => sum + n, 0);
}

const COUNTS = `SELECT projectId AS id, COUNT(*) AS n FROM Event
  WHERE projectId IN (SELECT value FROM json_each(?)) GROUP BY projectId`;

/** The lines of the first page alone: of one project, or of all. Costs the same however many events there are. */
export function newestEvents(store: Store, projectId?: string): EventLine[] {
  return linesOf(store, conditionOf(projectId, {}), 1);
}

interface Condition {
  sql: string;
  values: string[];
}

/** Projects that are gone are listed, not joined: the newest events are then found by date, without a look at the others. */
function conditionOf(projectId: string | undefined, { kind, rule }: EventsAsked): Condition {
  const parts = [
    projectId
      ? { sql: "projectId = ?", value: projectId }
      : { sql: "projectId NOT IN (SELECT id FROM Project WHERE removedAt IS NOT NULL)" },
    ...(kind ? [{ sql: "kind = ?", value: kind }] : []),
    ...(rule ? [{ sql: "findingId IN (SELECT id FROM Finding WHERE slug = ?)", value: rule }] : []),
  ];
  return { sql: parts.map(({ sql }) => sql).join(" AND "), values: parts.flatMap(({ value }) => value ?? []) };
}

function numberOf(store: Store, { sql, values }: Condition): number {
  const count = `SELECT COUNT(*) AS n FROM Event WHERE ${sql}`;
  return store.read((db) => db.prepare<string[], { n: number }>(count).get(...values)!.n);
}

function linesOf(store: Store, condition: Condition, page: number): EventLine[] {
  const groups = [...groupBy(eventRows(store, condition, page), (row) => `${row.commitId} ${row.kind}`)];
  return groups.map(([key, rows], at) => {
    const { commitId, kind } = rows[0]!;
    // Only the outermost groups can reach into a neighbouring page.
    const whole = at > 0 && at < groups.length - 1;
    const here = {
      sql: `${condition.sql} AND commitId = ? AND kind = ?`,
      values: [...condition.values, commitId, kind],
    };
    return lineOf(key, rows, whole ? rows.length : numberOf(store, here));
  });
}

interface Row {
  commitId: string;
  kind: string;
  at: number;
  detail: string;
  sha: string;
  before: string | null;
  slug: string;
  source: string;
  historyStart: string | null;
  /** Of the finding, if it is about one. */
  findingId: string | null;
  symbol: string;
  rule: string;
}

const BEFORE = `
  SELECT sha FROM "Commit" b WHERE b.projectId = c.projectId AND b.position < c.position
  ORDER BY b.position DESC LIMIT 1`;

function eventRows(store: Store, { sql, values }: Condition, page: number): Row[] {
  // The newest first, and only then what they are about.
  const rows = `
    SELECT e.commitId, e.kind, e.at, e.detail, c.sha, (${BEFORE}) AS before,
      p.slug, p.source, p.historyStart, f.id AS findingId, f.symbol, f.slug AS rule
    FROM (SELECT * FROM Event WHERE ${sql} ORDER BY at DESC, id DESC LIMIT ? OFFSET ?) e
    JOIN "Commit" c ON c.id = e.commitId JOIN Project p ON p.id = e.projectId LEFT JOIN Finding f ON f.id = e.findingId
    ORDER BY e.at DESC, e.id DESC`;
  return store.read((db) => db.prepare<unknown[], Row>(rows).all(...values, eventsPerPage, (page - 1) * eventsPerPage));
}

function lineOf(key: string, rows: Row[], count: number): EventLine {
  const first = rows[0]!;
  return {
    key,
    kind: first.kind,
    at: new Date(first.at),
    slug: first.slug,
    source: first.source,
    archives: first.historyStart === "archives",
    sha: first.sha,
    before: first.before,
    count,
    findings: named(
      rows.flatMap(({ findingId, symbol, rule }) => (findingId ? { id: findingId, symbol, slug: rule } : [])),
    ),
    gates: gatesIn(first.detail),
  };
}

/** The first few names; one that many of them share is said once. */
const named = (findings: EventLine["findings"]): EventLine["findings"] =>
  [...new Map(findings.toReversed().map((finding) => [finding.symbol, finding])).values()]
    .toReversed()
    .slice(0, mostNamed);

function gatesIn(detail: string): EventLine["gates"] {
  const { from, to } = JSON.parse(detail) as { from?: unknown; to?: unknown };
  return typeof from === "string" && typeof to === "string" ? { from, to } : null;
}
