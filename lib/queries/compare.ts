import type { Store } from "#lib/db/store";
import { judgedAnew, type Weight } from "#lib/ledger/weight";
import { asItWas, beforeAll, changesAfter } from "#lib/queries/finding-changes";
import type { Place } from "#lib/queries/finding-life";
import type { Owner, Scope, Severity } from "#lib/scan/finding";

/** A commit of the line that a comparison starts or ends at. */
export interface Side {
  /** Tag, date or abbreviated commit, as it may stand in an address. */
  name: string;
  sha: string;
  at: Date;
  position: number;
}

export interface ComparedFinding {
  id: string;
  slug: string;
  rule: string;
  symbol: string;
  severity: Severity;
  owner: Owner;
  scope: Scope;
  path: string;
  line: number;
  /** Where a moved finding was before. */
  from: Place | null;
  /** How a rejudged finding counted before: what of it is different. */
  was: Partial<Weight>;
}

/** Figures of one side. */
export interface SidePoint {
  status: string;
  gateLegacy: string | null;
  gateOwnGil: string | null;
  unguarded: boolean;
  pyo3Version: string | null;
  critical: number;
  moderate: number;
}

/** What differs between two commits of a project. Code that was copied in is counted, not listed. */
export interface Comparison {
  from: Side & { point: SidePoint | null };
  to: Side & { point: SidePoint | null };
  appeared: ComparedFinding[];
  fixed: ComparedFinding[];
  moved: ComparedFinding[];
  rejudged: ComparedFinding[];
  reclassified: ComparedFinding[];
  vendored: { came: number; went: number };
  kept: number;
}

/** Reads a tag, a date (`2024-06`, `2024-06-30`) or the beginning of a recorded commit; null when it names none. */
export async function sideNamed(store: Store, projectId: string, text: string): Promise<Side | null> {
  const release = await store.client.release.findFirst({ where: { projectId, tag: text }, include: { commit: true } });
  if (release && release.commit.position !== null)
    return { name: release.tag, sha: release.commit.sha, at: release.at, position: release.commit.position };
  const until = dateOf(text);
  const named = until
    ? { committedAt: { lte: until } }
    : /^[0-9a-f]{4,64}$/i.test(text)
      ? { sha: { startsWith: text.toLowerCase() } }
      : null;
  if (!named) return null;
  const commit = await store.client.commit.findFirst({
    where: { projectId, position: { not: null }, ...named },
    orderBy: { position: "desc" },
  });
  return commit && sideOf(commit, until ? text : commit.sha.slice(0, 7));
}

/** The newest recorded commit among these. */
export async function newestOf(store: Store, projectId: string, shas: string[], name: string): Promise<Side | null> {
  const rows = await store.client.commit.findMany({ where: { projectId, position: { not: null } } });
  const known = new Set(shas);
  const best = rows.filter(({ sha }) => known.has(sha)).sort((a, b) => (b.position ?? 0) - (a.position ?? 0))[0];
  return best ? sideOf(best, name) : null;
}

function sideOf(commit: { sha: string; committedAt: Date; position: number | null }, name: string): Side {
  return { name, sha: commit.sha, at: commit.committedAt, position: commit.position ?? 0 };
}

/** The last moment of a day, month or year; null for a day that no calendar has. */
function dateOf(text: string): Date | null {
  const [, year, month = "12", day] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text) ?? [];
  if (!year || Number(month) < 1 || Number(month) > 12) return null;
  const monthDays = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const last = day ? Number(day) : monthDays;
  if (last < 1 || last > monthDays) return null;
  return new Date(Date.UTC(Number(year), Number(month) - 1, last + 1) - 1);
}

/** Compares two commits of one line; what lies between them is read from spans and events, never from copies of findings. */
export async function compare(store: Store, projectId: string, from: Side, to: Side): Promise<Comparison> {
  const between = { gt: from.position, lte: to.position };
  const changes = changesAfter(store, projectId, from.position);
  const [spans, reclassified, seams, before, after] = await Promise.all([
    spansOf(store, projectId),
    store.client.event.findMany({ where: { projectId, kind: "reclassified", commit: { position: between } } }),
    store.client.seam.findMany({ where: { projectId, kind: "vendored", commit: { position: between } } }),
    pointAt(store, projectId, from.position),
    pointAt(store, projectId, to.position),
  ]);
  const at = (position: number) =>
    new Set(spans.filter((span) => covers(span, position)).map(({ findingId }) => findingId));
  const [old, now] = [at(from.position), at(to.position)];
  const then = beforeAll(changes.filter(({ position }) => position > to.position));
  const since = beforeAll(changes.filter(({ position }) => position <= to.position));
  const finding = new Map(
    spans.map((span) => [span.findingId, asItWas(findingOf(span), then.get(span.findingId))] as const),
  );
  const pick = (ids: Iterable<string>) =>
    [...ids]
      .flatMap((id) => finding.get(id) ?? [])
      .filter(({ scope }) => scope !== "vendored")
      .sort(worstFirst);
  const stayed = [...since].flatMap(([id, { place, was }]): ComparedFinding[] => {
    const entry = finding.get(id);
    return entry && old.has(id) && now.has(id) ? [{ ...entry, from: place ?? null, was: otherwise(was, entry) }] : [];
  });
  return {
    from: { ...from, point: before },
    to: { ...to, point: after },
    appeared: pick([...now].filter((id) => !old.has(id))),
    fixed: pick([...old].filter((id) => !now.has(id))),
    moved: stayed.filter((one) => one.from).sort(worstFirst),
    rejudged: stayed.filter((one) => Object.keys(one.was).length > 0).sort(worstFirst),
    reclassified: pick(new Set(reclassified.flatMap(({ findingId }) => findingId ?? []))),
    vendored: sum(seams.map(({ detail }) => JSON.parse(detail) as { came?: number; went?: number })),
    kept: [...now].filter((id) => old.has(id)).length,
  };
}

/** What of it is not the same at the end: a finding may be judged to and fro. */
function otherwise(was: Partial<Weight>, now: Weight): Partial<Weight> {
  return judgedAnew({ ...now, ...was }, now)?.was ?? {};
}

interface SpanRow extends Omit<ComparedFinding, "id" | "from" | "was"> {
  findingId: string;
  opened: number | bigint;
  closed: number | bigint | null;
}

/** All spans of a project on its line, with what a list says of their findings. */
function spansOf(store: Store, projectId: string): Promise<SpanRow[]> {
  return store.client.$queryRaw<SpanRow[]>`
    SELECT s.findingId, o.position AS opened, c.position AS closed,
      f.slug, f.rule, f.symbol, f.severity, f.owner, f.scope, f.path, f.line
    FROM Finding f JOIN Span s ON s.findingId = f.id
      JOIN "Commit" o ON o.id = s.fromId LEFT JOIN "Commit" c ON c.id = s.toId
    WHERE f.projectId = ${projectId} AND o.position IS NOT NULL`;
}

const covers = ({ opened, closed }: SpanRow, position: number): boolean =>
  Number(opened) <= position && (closed === null || Number(closed) > position);

function findingOf({ findingId, opened: _opened, closed: _closed, line, ...row }: SpanRow): ComparedFinding {
  return { ...row, id: findingId, line: Number(line), from: null, was: {} };
}

const ORDER: Severity[] = ["blocker", "critical", "moderate", "info", "positive"];
const worstFirst = (a: ComparedFinding, b: ComparedFinding): number =>
  ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) ||
  (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line);

const sum = (parts: { came?: number; went?: number }[]) => ({
  came: parts.reduce((all, { came = 0 }) => all + came, 0),
  went: parts.reduce((all, { went = 0 }) => all + went, 0),
});

async function pointAt(store: Store, projectId: string, position: number): Promise<SidePoint | null> {
  const row = await store.client.point.findFirst({
    where: { projectId, commit: { position: { lte: position } } },
    orderBy: { commit: { position: "desc" } },
  });
  if (!row) return null;
  const { crate } = JSON.parse(row.owners) as { crate: { critical: number; moderate: number } };
  const { status, gateLegacy, gateOwnGil, unguarded, pyo3Version } = row;
  return { status, gateLegacy, gateOwnGil, unguarded, pyo3Version, critical: crate.critical, moderate: crate.moderate };
}
