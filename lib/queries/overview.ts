import type { Store } from "#lib/db/store";
import { type EventLine, eventPage } from "#lib/queries/activity-events";
import { type Failure, type ProjectLine, projectLine, projectLineColumns } from "#lib/queries/project-line";
import type { Status } from "#lib/scan/report";

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

export interface ScanMoment {
  slug: string;
  source: string;
  sha: string;
  at: Date;
  files: number;
  problems: number;
}

export type LatelyLine = { kind: "event"; event: EventLine } | { kind: "scan"; scan: ScanMoment };

/** A candidate and what is left in it, by rule. */
export interface CandidateLine {
  project: ProjectLine;
  left: { slug: string; count: number }[];
}

/** Failures of one host that have the same cause. */
export interface HostFailure {
  host: string;
  failure: Failure;
  projects: string[];
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
}

const latelyLines = 8;
const tableRows = 6;

export async function overview(store: Store): Promise<OverviewView> {
  const rows = await store.client.project.findMany({
    where: { removedAt: null },
    select: projectLineColumns,
    orderBy: { slug: "asc" },
  });
  const lines = rows.map(projectLine);
  const idOf = new Map(rows.map((row) => [row.slug, row.id]));
  const [lately, closest] = await Promise.all([latelyOf(store), closestOf(store, lines, idOf)]);
  return {
    tally: tallyOf(lines),
    strip: lines.map((line) => ({ slug: line.slug, group: groupOf(line) })),
    lately,
    working: lines.filter((line) => line.state === "cloning" || line.state === "reading"),
    waiting: lines.filter((line) => line.state === "waiting").length,
    failures: failuresOf(lines),
    closest,
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

/** The newest events and scans, mixed by date. */
async function latelyOf(store: Store): Promise<LatelyLine[]> {
  const [events, scans] = await Promise.all([
    eventPage(store, undefined, 1),
    store.client.scan.findMany({
      where: { project: { removedAt: null } },
      include: { commit: { select: { sha: true } }, project: { select: { slug: true, source: true } } },
      orderBy: { finishedAt: "desc" },
      take: latelyLines,
    }),
  ]);
  const read = scans.map((scan): LatelyLine => {
    const problems = (JSON.parse(scan.problems) as unknown[]).length;
    const { slug, source } = scan.project;
    return {
      kind: "scan",
      scan: { slug, source, sha: scan.commit.sha, at: scan.finishedAt, files: scan.files, problems },
    };
  });
  const happened = events.lines.map((event): LatelyLine => ({ kind: "event", event }));
  const newest = [...happened.slice(0, latelyLines), ...read].sort((a, b) => momentOf(b) - momentOf(a));
  // Events say more than scans: on a busy day they must not be pushed out.
  const kept = new Set([...happened.slice(0, latelyLines - 2), ...newest].slice(0, latelyLines));
  return newest.filter((line) => kept.has(line));
}

function momentOf(line: LatelyLine): number {
  return (line.kind === "event" ? line.event.at : line.scan.at).getTime();
}

/** Candidates with the least left first. */
async function closestOf(store: Store, lines: ProjectLine[], idOf: Map<string, string>): Promise<CandidateLine[]> {
  const candidates = lines
    .filter((line) => line.answer?.status === "candidate")
    .sort((a, b) => (a.answer?.framework ?? 0) - (b.answer?.framework ?? 0))
    .slice(0, tableRows);
  const ids = candidates.map((line) => idOf.get(line.slug) ?? "");
  const counts = await store.client.finding.groupBy({
    by: ["projectId", "slug"],
    where: { projectId: { in: ids }, present: true, scope: "prod", owner: "framework", severity: { not: "positive" } },
    _count: true,
  });
  return candidates.map((project, at) => ({
    project,
    left: counts
      .filter((row) => row.projectId === ids[at])
      .map((row) => ({ slug: row.slug, count: row._count }))
      .sort((a, b) => b.count - a.count),
  }));
}

function failuresOf(lines: ProjectLine[]): HostFailure[] {
  const groups = new Map<string, HostFailure>();
  for (const { slug, failure, source, kind } of lines) {
    if (!failure) continue;
    const host = kind === "local" ? "this machine" : hostOf(source);
    const key = `${host} ${failure.code}`;
    const group = groups.get(key);
    if (!group) groups.set(key, { host, failure, projects: [slug] });
    else {
      group.projects.push(slug);
      if (earlier(failure.nextAt, group.failure.nextAt)) group.failure = failure;
    }
  }
  return [...groups.values()].sort((a, b) => b.projects.length - a.projects.length);
}

function earlier(one: Date | null, other: Date | null): boolean {
  return one !== null && (other === null || one < other);
}

function hostOf(source: string): string {
  return URL.canParse(source) ? new URL(source).host : source;
}

/** The ruleset of the newest scan; null before the first. */
export async function newestRuleset(store: Store): Promise<string | null> {
  const newest = await store.client.scan.findFirst({ orderBy: { finishedAt: "desc" }, select: { ruleset: true } });
  return newest?.ruleset ?? null;
}
