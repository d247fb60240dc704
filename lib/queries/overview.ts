import type { Store } from "#lib/db/store";
import { type EventLine, newestEvents } from "#lib/queries/activity-events";
import { failuresByHost, type HostFailure } from "#lib/queries/host-failures";
import { type ProjectLine, projectLines } from "#lib/queries/project-line";
import type { Status } from "#lib/scan/report";
import { groupBy } from "#lib/scan/sighting";

/** What the opening sentence is made of. Not-applicable projects are tracked and read, but answer nothing. */
export interface Tally {
  tracked: number;
  read: number;
  /** Read, and shipping an extension module. */
  answering: number;
  ownGilLoads: number;
  ownGilRefused: number;
  legacyNoCheck: number;
}

/** A project in the denominator strip: by status once it was read, else by what keeps it from being read. */
export interface StripMark {
  slug: string;
  group: Status | "unread" | "failed";
}

/** One commit that was read. */
export interface ScanMoment {
  slug: string;
  source: string;
  archives: boolean;
  sha: string;
  files: number;
  problems: number;
}

/** What was read on one day stands in one line, or a busy day would hide everything else. */
export interface DayOfReading {
  /** Of the newest. */
  at: Date;
  projects: number;
  /** The newest few, of different projects. */
  newest: ScanMoment[];
}

export type LatelyLine = { kind: "event"; event: EventLine } | { kind: "read"; day: DayOfReading };

/** A candidate and what is left in it, by rule: what only decides about the import first, then hazards by their places. */
export interface CandidateLine {
  project: ProjectLine;
  left: { slug: string; blocks: boolean; places: number }[];
}

export interface OverviewView {
  tally: Tally;
  strip: StripMark[];
  lately: LatelyLine[];
  /** Cloning or reading now, oldest claim first. */
  working: ProjectLine[];
  waiting: number;
  failures: HostFailure[];
  closest: CandidateLine[];
  unguarded: ProjectLine[];
  /** Records that came with the release and were not read here yet, and as of when they are. */
  shipped: { count: number; asOf: Date | null };
}

const latelyLines = 8;
const scansLookedAt = 200;
const namedPerDay = 4;
const tableRows = 6;

export async function overview(store: Store): Promise<OverviewView> {
  const idOf = projectLines(store);
  const lines = [...idOf.keys()];
  const [closest, shipped] = await Promise.all([
    closestOf(store, lines, idOf),
    store.client.project.aggregate({
      where: { removedAt: null, shippedAt: { not: null } },
      _count: true,
      _max: { shippedAt: true },
    }),
  ]);
  return {
    tally: tallyOf(lines),
    strip: lines.map((line) => ({ slug: line.slug, group: groupOf(line) })),
    lately: latelyOf(store),
    working: lines.filter((line) => line.state === "cloning" || line.state === "reading"),
    waiting: lines.filter((line) => line.state === "waiting").length,
    failures: failuresByHost(lines),
    closest,
    shipped: { count: shipped._count, asOf: shipped._max.shippedAt },
    unguarded: lines
      .filter((line) => line.answer?.gateLegacy === "loads" && line.answer.unguarded)
      .sort((a, b) => (b.answer?.crateCritical ?? 0) - (a.answer?.crateCritical ?? 0))
      .slice(0, tableRows),
  };
}

function tallyOf(lines: ProjectLine[]): Tally {
  const answers = lines.flatMap((line) => line.answer ?? []);
  const answering = answers.filter((answer) => answer.status !== "not-applicable");
  return {
    tracked: lines.length,
    read: answers.length,
    answering: answering.length,
    ownGilLoads: answering.filter((answer) => answer.gateOwnGil === "loads").length,
    ownGilRefused: answering.filter((answer) => answer.gateOwnGil === "refused").length,
    legacyNoCheck: answering.filter((answer) => answer.gateLegacy === "loads" && answer.unguarded).length,
  };
}

function groupOf(line: ProjectLine): StripMark["group"] {
  return line.answer?.status ?? (line.failure ? "failed" : "unread");
}

/** The newest events and days of reading, mixed by date. */
function latelyOf(store: Store): LatelyLine[] {
  const events = newestEvents(store);
  const scans = store.read((sql) => sql.prepare<[number], ScanRow>(SCANS).all(scansLookedAt));
  const days = groupBy(scans, (scan) => new Date(scan.finishedAt).toISOString().slice(0, 10));
  const read = [...days.values()].map((rows): LatelyLine => ({ kind: "read", day: dayOf(rows) }));
  const happened = events.slice(0, latelyLines).map((event): LatelyLine => ({ kind: "event", event }));
  const newest = [...happened, ...read].sort((a, b) => momentOf(b) - momentOf(a));
  // Events say more than reading: when there are many of both, only the last two days of reading are told.
  const kept = new Set([...happened.slice(0, latelyLines - 2), ...newest].slice(0, latelyLines));
  return newest.filter((line) => kept.has(line));
}

const SCANS = `
SELECT s.finishedAt, s.files, json_array_length(s.problems) AS problems, c.sha, p.slug, p.source, p.historyStart
FROM Scan s JOIN Project p ON p.id = s.projectId JOIN "Commit" c ON c.id = s.commitId
WHERE p.removedAt IS NULL ORDER BY s.finishedAt DESC LIMIT ?`;

interface ScanRow extends Omit<ScanMoment, "archives"> {
  finishedAt: number;
  historyStart: string | null;
}

function dayOf(rows: ScanRow[]): DayOfReading {
  const bySlug = new Map(rows.toReversed().map((row) => [row.slug, row]));
  const newest = [...bySlug.values()].sort((a, b) => b.finishedAt - a.finishedAt);
  return {
    at: new Date(rows[0]!.finishedAt),
    projects: bySlug.size,
    newest: newest.slice(0, namedPerDay).map(({ finishedAt: _, historyStart, ...moment }) => ({
      ...moment,
      archives: historyStart === "archives",
    })),
  };
}

function momentOf(line: LatelyLine): number {
  return (line.kind === "event" ? line.event.at : line.day.at).getTime();
}

/** Candidates with the least left first. */
async function closestOf(store: Store, lines: ProjectLine[], idOf: Map<ProjectLine, string>): Promise<CandidateLine[]> {
  const candidates = lines
    .filter((line) => line.answer?.status === "candidate")
    .sort((a, b) => (a.answer?.framework ?? 0) - (b.answer?.framework ?? 0))
    .slice(0, tableRows);
  const ids = candidates.map((line) => idOf.get(line) ?? "");
  const rows = await store.client.$queryRaw<Left[]>`
    SELECT projectId, slug, severity = 'blocker' AS blocks, SUM(json_array_length(sites)) AS places FROM Finding
    WHERE projectId IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND present AND scope = 'prod' AND suppressed IS NULL
      AND owner = 'framework' AND severity IN ('blocker', 'critical', 'moderate')
    GROUP BY projectId, slug, blocks ORDER BY blocks DESC, places DESC`;
  return candidates.map((project, at) => ({
    project,
    left: rows
      .filter((row) => row.projectId === ids[at])
      .map(({ slug, blocks, places }) => ({ slug, blocks: Number(blocks) === 1, places: Number(places) })),
  }));
}

interface Left {
  projectId: string;
  slug: string;
  blocks: number | bigint;
  places: number | bigint;
}

/** The ruleset of the newest scan; null before the first. */
export async function newestRuleset(store: Store): Promise<string | null> {
  const newest = await store.client.scan.findFirst({ orderBy: { finishedAt: "desc" }, select: { ruleset: true } });
  return newest?.ruleset ?? null;
}
