import type { Store } from "#lib/db/store";
import { type CommitMark, markOf } from "#lib/queries/finding-life";
import type { Verdict } from "#lib/scan/report";

/** The figures of a project from one commit on, until the next point. */
export interface HistoryPoint {
  /** Never earlier than the point before: commit dates may go back, the line does not. */
  at: Date;
  position: number;
  sha: string;
  /** Rule code → findings in production code. */
  rules: Record<string, number>;
  /** Places, as verdicts count them. */
  owners: Verdict["hazard"];
  status: string;
  gateLegacy: string | null;
  gateOwnGil: string | null;
  unguarded: boolean;
  pyo3Version: string | null;
}

export interface HistoryRelease {
  tag: string;
  at: Date;
  position: number;
  sha: string;
  /** Its own commit is on a branch that left the line here. */
  offLine: boolean;
  /** The point that holds at it. */
  point: HistoryPoint | null;
}

export interface HistorySeam {
  kind: string;
  at: Date;
  sha: string | null;
  detail: Record<string, unknown>;
}

export interface HistoryProgress {
  phase: "read" | "fold";
  done: number;
  total: number;
  backTo: string | null;
}

/** What is recorded of a project's first-parent history. */
export interface HistoryView {
  id: string;
  slug: string;
  source: string;
  kind: string;
  removedAt: Date | null;
  state: "none" | "reading" | "complete";
  progress: HistoryProgress | null;
  commits: number;
  /** root = from the first commit of all, graft = from where a shallow clone begins, archives = releases alone. */
  start: "root" | "graft" | "archives" | null;
  ruleset: string | null;
  readAt: Date | null;
  from: CommitMark | null;
  to: CommitMark | null;
  points: HistoryPoint[];
  /** Position of the first point with an extension, before which no finding counts as anybody's; 0 when there never was one. */
  countedFrom: number;
  releases: HistoryRelease[];
  seams: HistorySeam[];
}

/** The recorded history of a project; null when no project has this slug. */
export async function history(store: Store, slug: string): Promise<HistoryView | null> {
  const project = await store.client.project.findUnique({ where: { slug } });
  if (!project) return null;
  const projectId = project.id;
  const [points, releases, seams, ends] = await Promise.all([
    store.client.point.findMany({
      where: { projectId, commit: { position: { not: null } } },
      include: { commit: true },
      orderBy: { commit: { position: "asc" } },
    }),
    store.client.release.findMany({
      where: { projectId, commit: { position: { not: null } } },
      include: { commit: true },
      orderBy: [{ commit: { position: "asc" } }, { at: "asc" }],
    }),
    store.client.seam.findMany({ where: { projectId }, include: { commit: true }, orderBy: { at: "asc" } }),
    store.client.commit.findMany({
      where: { projectId, sha: { in: [project.historyFrom ?? "", project.historyTo ?? ""] } },
    }),
  ]);
  const line = inOrderOfTime(points.map(pointOf));
  const end = (sha: string | null) => {
    const commit = ends.find((one) => one.sha === sha);
    return commit ? markOf(commit) : null;
  };
  return {
    id: projectId,
    slug,
    source: project.source,
    kind: project.kind,
    removedAt: project.removedAt,
    state: project.historyState as HistoryView["state"],
    progress: project.historyProgress ? (JSON.parse(project.historyProgress) as HistoryProgress) : null,
    commits: project.historyCommits,
    start: project.historyStart as HistoryView["start"],
    ruleset: project.historyRuleset,
    readAt: project.historyAt,
    from: end(project.historyFrom),
    to: end(project.historyTo),
    points: line,
    countedFrom: line.find(({ status }) => status !== "not-applicable")?.position ?? 0,
    releases: releases.map(({ tag, at, sha, offLine, commit: { position } }) => ({
      ...{ tag, at, sha, offLine, position: position ?? 0 },
      point: pointAt(line, position ?? 0),
    })),
    seams: seams.map(({ kind, at, commit, detail }) => ({
      ...{ kind, at, sha: commit?.sha ?? null },
      detail: JSON.parse(detail) as Record<string, unknown>,
    })),
  };
}

interface PointRow extends Omit<HistoryPoint, "at" | "position" | "sha" | "rules" | "owners"> {
  rules: string;
  owners: string;
  commit: { committedAt: Date; position: number | null; sha: string };
}

function pointOf({
  rules,
  owners,
  commit,
  status,
  gateLegacy,
  gateOwnGil,
  unguarded,
  pyo3Version,
}: PointRow): HistoryPoint {
  return {
    at: commit.committedAt,
    position: commit.position ?? 0,
    sha: commit.sha,
    rules: JSON.parse(rules) as HistoryPoint["rules"],
    owners: JSON.parse(owners) as HistoryPoint["owners"],
    ...{ status, gateLegacy, gateOwnGil, unguarded, pyo3Version },
  };
}

function inOrderOfTime(points: HistoryPoint[]): HistoryPoint[] {
  let latest = 0;
  return points.map((point) => {
    latest = Math.max(latest, point.at.getTime());
    return { ...point, at: new Date(latest) };
  });
}

/** The point that holds at a position of the line, or null before the first. */
function pointAt(points: readonly HistoryPoint[], position: number): HistoryPoint | null {
  return points.findLast((point) => point.position <= position) ?? null;
}
