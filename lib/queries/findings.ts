import type { Store } from "#lib/db/store";
import { type Side, sideNamed } from "#lib/queries/compare";
import { asItWas, beforeAll, changesAfter } from "#lib/queries/finding-changes";
import { type Facets, type FindingRow, facetsOf, matchesFilter } from "#lib/queries/finding-facets";
import { type FindingFilter, type FindingSort, owners, severities } from "#lib/queries/finding-filter";
import type { LegacyGate, OwnGilGate } from "#lib/scan/report";
import { groupBy } from "#lib/scan/sighting";

export const findingsPerPage = 50;

/** A listed finding, with the number of places that it stands in. */
export interface ListedFinding extends FindingRow {
  places: number;
}

export interface FindingGroup {
  /** The shared cause; null for findings that stand alone. */
  root: string | null;
  /** All matches of the group, also those on other pages. */
  count: number;
  rows: ListedFinding[];
}

export interface FindingsView {
  slug: string;
  /** Newest scanned commit; null before the first scan. */
  sha: string | null;
  scannedAt: Date | null;
  ruleset: string | null;
  gate: { legacy: LegacyGate; ownGil: OwnGilGate; unguarded: boolean } | null;
  removedAt: Date | null;
  /** The commit of the past that was asked for; null for the newest scanned one. */
  asOf: Side | null;
  /** Present, in production code: how many, at how many places; critical and its own; and not for its maintainers to change. */
  headline: { findings: number; places: number; ownCritical: number; notOwn: number };
  /** Places of critical findings of its own that count towards its verdict; null when it ships no extension to judge, and of the past. */
  scored: number | null;
  filter: FindingFilter;
  matches: number;
  /** Of all that match. */
  places: number;
  pages: number;
  /** One group of everything, unless the filter asks for root causes. */
  groups: FindingGroup[];
  facets: Facets;
}

/** The findings of one project, filtered, counted and paged; null when no project has this slug. */
export async function findings(store: Store, slug: string, asked: FindingFilter): Promise<FindingsView | null> {
  const { client } = store;
  const project = await client.project.findUnique({ where: { slug } });
  if (!project) return null;
  const [scan, newest, asOf] = await Promise.all([
    project.scanId ? client.scan.findUnique({ where: { id: project.scanId }, include: { commit: true } }) : null,
    listed(store, project.id),
    asked.at ? sideNamed(store, project.id, asked.at) : null,
  ]);
  const rows = asOf ? presentAt(store, project.id, asOf, newest) : newest;
  const matching = rows.filter((row) => matchesFilter(row, asked)).sort(ordered(asked));
  const pages = Math.max(1, Math.ceil(matching.length / findingsPerPage));
  const filter = { ...asked, at: asOf ? asked.at : "", page: Math.min(asked.page, pages) };
  return {
    slug,
    sha: asOf?.sha ?? scan?.commit.sha ?? null,
    scannedAt: project.scannedAt,
    ruleset: scan?.ruleset ?? null,
    gate: asOf ? null : gateOf(project),
    removedAt: project.removedAt,
    asOf,
    headline: headlineOf(rows),
    scored: asOf || project.status === "not-applicable" ? null : project.crateCritical,
    filter,
    matches: matching.length,
    places: placesOf(matching),
    pages,
    groups: paged(matching, filter),
    facets: facetsOf(rows, filter),
  };
}

type RawRow = Omit<ListedFinding, "line" | "places" | "present"> &
  Record<"line" | "places" | "present", number | bigint>;

/** All findings of a project without what only their own pages need; the number of places is counted where it lies. */
async function listed(store: Store, projectId: string): Promise<ListedFinding[]> {
  const rows = await store.client.$queryRaw<RawRow[]>`
    SELECT id, rule, slug, severity, owner, scope, crate, item, symbol, message, cfg, origin, root, path, line, present, suppressed,
      json_array_length(sites) AS places
    FROM Finding WHERE projectId = ${projectId}`;
  return rows.map(({ line, places, present, ...row }) => ({
    ...row,
    line: Number(line),
    places: Number(places),
    present: Number(present) === 1,
  }));
}

/** The same findings as they were at a commit of the past: whether each was there, where, and how it counted. */
function presentAt(store: Store, projectId: string, { position }: Side, rows: ListedFinding[]): ListedFinding[] {
  const then = beforeAll(changesAfter(store, projectId, position));
  const there = store.read((sql) =>
    sql
      .prepare<[string, number, number], { findingId: string }>(
        `SELECT DISTINCT s.findingId FROM Span s JOIN Finding f ON f.id = s.findingId
           JOIN "Commit" a ON a.id = s.fromId LEFT JOIN "Commit" b ON b.id = s.toId
         WHERE f.projectId = ? AND a.position <= ? AND (s.toId IS NULL OR b.position > ?)`,
      )
      .all(projectId, position, position),
  );
  const ids = new Set(there.map(({ findingId }) => findingId));
  return rows.map((row) => ({ ...asItWas(row, then.get(row.id)), present: ids.has(row.id) }));
}

interface GateColumns {
  gateLegacy: string | null;
  gateOwnGil: string | null;
  unguarded: boolean;
}

function gateOf(project: GateColumns): FindingsView["gate"] {
  if (!project.gateLegacy || !project.gateOwnGil) return null;
  const { unguarded } = project;
  return { legacy: project.gateLegacy as LegacyGate, ownGil: project.gateOwnGil as OwnGilGate, unguarded };
}

const placesOf = (rows: readonly ListedFinding[]): number => rows.reduce((sum, row) => sum + row.places, 0);

function headlineOf(rows: ListedFinding[]): FindingsView["headline"] {
  const counted = rows.filter((row) => row.present && row.scope === "prod" && row.suppressed === null);
  return {
    findings: counted.length,
    places: placesOf(counted),
    ownCritical: counted.filter((row) => row.owner === "crate" && row.severity === "critical").length,
    notOwn: counted.filter((row) => row.owner !== "crate").length,
  };
}

function paged(matching: ListedFinding[], filter: FindingFilter): FindingGroup[] {
  const groups = filter.grouped ? byRoot(matching) : [{ root: null, rows: matching }];
  const start = (filter.page - 1) * findingsPerPage;
  const onPage = new Set(groups.flatMap((group) => group.rows).slice(start, start + findingsPerPage));
  return groups
    .map(({ root, rows }) => ({ root, count: rows.length, rows: rows.filter((row) => onPage.has(row)) }))
    .filter((group) => group.rows.length > 0);
}

/** Largest shared cause first; what stands alone comes last. */
function byRoot(rows: ListedFinding[]): { root: string | null; rows: ListedFinding[] }[] {
  return [...groupBy(rows, (row) => row.root ?? "").entries()]
    .map(([root, members]) => ({ root: root || null, rows: members }))
    .sort((a, b) => Number(a.root === null) - Number(b.root === null) || b.rows.length - a.rows.length);
}

type Order = (a: FindingRow, b: FindingRow) => number;

const place: Order = (a, b) => compare(a.path, b.path) || a.line - b.line || compare(a.id, b.id);
const orders: Record<FindingSort, Order> = {
  severity: (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || compare(a.rule, b.rule),
  owner: (a, b) => owners.indexOf(a.owner) - owners.indexOf(b.owner),
  symbol: (a, b) => compare(a.symbol, b.symbol),
  rule: (a, b) => compare(a.rule, b.rule),
  place,
};

function ordered(filter: FindingFilter): Order {
  const order = orders[filter.sort];
  const sign = filter.descending ? -1 : 1;
  return (a, b) => sign * order(a, b) || place(a, b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
