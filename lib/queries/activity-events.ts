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
  /** Positions on the line: later than the first, up to the second. */
  within?: [after: number, upTo: number];
}

/** Newest first. Events of one commit and kind become one line, so a page holds at most `eventsPerPage` of them. */
export async function eventPage(
  store: Store,
  projectId: string | undefined,
  page: number,
  { kind, rule, within }: EventsAsked = {},
): Promise<{ pages: number; total: number; lines: EventLine[] }> {
  const where = {
    ...{ projectId: projectId ?? { notIn: await removedOf(store) }, kind },
    ...(rule && { finding: { slug: rule } }),
    ...(within && { commit: { position: { gt: within[0], lte: within[1] } } }),
  };
  const all = !projectId && !kind && !rule && !within;
  const total = all ? eventsOfAll(store) : await store.client.event.count({ where });
  const pages = Math.max(1, Math.ceil(total / eventsPerPage));
  return { pages, total, lines: await linesOf(store, where, Math.min(page, pages)) };
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
export async function newestEvents(store: Store, projectId?: string): Promise<EventLine[]> {
  return linesOf(store, { projectId: projectId ?? { notIn: await removedOf(store) } }, 1);
}

/** Named, not joined: the newest events are then found by date without a look at all the others. */
async function removedOf(store: Store): Promise<string[]> {
  const rows = await store.client.project.findMany({ where: { removedAt: { not: null } }, select: { id: true } });
  return rows.map(({ id }) => id);
}

async function linesOf(store: Store, where: object, page: number): Promise<EventLine[]> {
  const rows = await eventRows(store, where, page);
  const groups = groupBy(rows, (row) => `${row.commitId} ${row.kind}`);
  const lines = [...groups].map(([key, group]) => lineOf(key, group));
  // Only the outermost groups can reach into a neighbouring page.
  for (const line of new Set([lines[0], lines.at(-1)])) if (line) line.count = await countOf(store, line, groups);
  return lines;
}

type Row = Awaited<ReturnType<typeof eventRows>>[number];

function eventRows(store: Store, where: object, page: number) {
  return store.client.event.findMany({
    where,
    include: {
      commit: { select: { sha: true } },
      project: { select: { slug: true, source: true, historyStart: true } },
      finding: { select: { id: true, symbol: true, slug: true } },
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    skip: (page - 1) * eventsPerPage,
    take: eventsPerPage,
  });
}

function countOf(store: Store, line: EventLine, groups: Map<string, Row[]>): Promise<number> {
  const { commitId, kind } = groups.get(line.key)![0]!;
  return store.client.event.count({ where: { commitId, kind } });
}

function lineOf(key: string, rows: Row[]): EventLine {
  const first = rows[0]!;
  return {
    key,
    kind: first.kind,
    at: first.at,
    slug: first.project.slug,
    source: first.project.source,
    archives: first.project.historyStart === "archives",
    sha: first.commit.sha,
    count: rows.length,
    findings: named(rows.flatMap((row) => row.finding ?? [])),
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
