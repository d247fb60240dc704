import type { Store } from "#lib/db/store";
import { type Condition, conditionOf, type Moments, pyo3Minor } from "#lib/queries/project-condition";
import { type ProjectLine, projectLine, projectLineColumns } from "#lib/queries/project-line";
import { type FacetKey, type ProjectQuery, parseQuery, queryText, queryValues } from "#lib/queries/project-query";

export const projectsPerPage = 100;
export const projectSorts = [
  "status",
  "name",
  "gate",
  "own-gil",
  "critical",
  "moderate",
  "framework",
  "pyo3",
  "checked",
  "closest",
] as const;
export type ProjectSort = (typeof projectSorts)[number];

export interface ProjectsInput {
  query: ProjectQuery;
  sort: ProjectSort;
  descending: boolean;
  page: number;
  moments: Moments;
}

export interface SavedView {
  name: string;
  /** As typed; empty for all. */
  query: string;
  /** The order in which it is meant to be read, when that is not the usual one. */
  sort?: ProjectSort;
  count: number;
}

export type ProjectFacets = Record<FacetKey, { value: string; count: number }[]>;

export interface ProjectsView {
  /** Canonical text of the query. */
  query: string;
  /** All tracked projects. */
  tracked: number;
  matches: number;
  page: number;
  pages: number;
  rows: ProjectLine[];
  views: SavedView[];
  facets: ProjectFacets;
}

const VIEWS: Omit<SavedView, "count">[] = [
  { name: "All", query: "" },
  { name: "Declare support", query: "own-gil:loads" },
  { name: "Closest to ready", query: "status:candidate", sort: "closest" },
  { name: "Changed since my last visit", query: "is:changed" },
  { name: "Guard lost", query: "is:guard-lost" },
  { name: "Load with no check", query: "gate:no-check" },
  { name: "With critical findings behind that", query: "gate:no-check status:hazardous" },
  { name: "Not read yet", query: "is:unread" },
  { name: "Failing", query: "is:failed" },
  { name: "Stale", query: "is:stale" },
];

/** One page of the tracked projects that match, with what else could be chosen. SQL filters, sorts and counts. */
export async function projects(store: Store, input: ProjectsInput): Promise<ProjectsView> {
  const condition = conditionOf(input.query, input.moments);
  const [matches, facets, views] = await Promise.all([
    countOf(store, condition),
    facetsOf(store, input),
    savedViews(store, input.moments),
  ]);
  const pages = Math.max(1, Math.ceil(matches / projectsPerPage));
  const page = Math.min(input.page, pages);
  return {
    query: queryText(input.query),
    tracked: views[0]?.count ?? 0,
    matches,
    page,
    pages,
    rows: await rowsOf(store, condition, input, page),
    views,
    facets,
  };
}

const RANK: Record<ProjectSort, string> = {
  status:
    "case p.status when 'conflict' then 0 when 'declared' then 1 when 'candidate' then 2 when 'needs-audit' then 3 " +
    "when 'hazardous' then 4 when 'unknown' then 5 else 6 end",
  name: "p.slug",
  gate:
    "case when p.gateLegacy = 'loads' and p.unguarded = 0 then 0 when p.gateLegacy = 'first-interpreter-only' then 1 " +
    "when p.gateLegacy = 'refused' then 2 when p.gateLegacy = 'loads' then 3 else 4 end",
  "own-gil": "case p.gateOwnGil when 'loads' then 0 when 'refused' then 1 else 2 end",
  critical: "p.crateCritical",
  moderate: "p.crateModerate",
  framework: "p.framework",
  pyo3: pyo3Minor,
  checked: "coalesce(p.fetchedAt, p.scannedAt)",
  // What the crate itself still owes decides; what waits on PyO3 tells equals apart.
  closest: "p.status in ('not-applicable', 'unknown'), p.crateCritical, p.crateModerate, p.framework",
};

async function rowsOf(store: Store, { sql, values }: Condition, input: ProjectsInput, page: number) {
  const way = input.descending ? "desc" : "asc";
  const ids = await store.client.$queryRawUnsafe<{ id: string }[]>(
    `select p.id from Project p where ${sql}
     order by p.scannedAt is null, ${RANK[input.sort]} ${way}, p.slug limit ? offset ?`,
    ...values,
    projectsPerPage,
    (page - 1) * projectsPerPage,
  );
  const rows = await store.client.project.findMany({
    where: { id: { in: ids.map(({ id }) => id) } },
    select: projectLineColumns,
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap(({ id }) => {
    const row = byId.get(id);
    return row ? [projectLine(row)] : [];
  });
}

async function countOf(store: Store, { sql, values }: Condition): Promise<number> {
  const text = `select count(*) as n from Project p where ${sql}`;
  const [row] = await store.client.$queryRawUnsafe<{ n: number | bigint }[]>(text, ...values);
  return Number(row?.n ?? 0);
}

/** Each value's count if it were chosen alone, under everything else that is chosen. */
async function facetsOf(store: Store, { query, moments }: ProjectsInput): Promise<ProjectFacets> {
  const keys = Object.keys(queryValues) as FacetKey[];
  const counted = await Promise.all(
    keys.map(async (key) => {
      const base = conditionOf(query, moments, [key]);
      const choices = queryValues[key].map((value) => conditionOf(parseQuery(`${key}:${value}`).query, moments));
      return [key, await tally(store, base, queryValues[key], choices)] as const;
    }),
  );
  return Object.fromEntries(counted) as ProjectFacets;
}

async function savedViews(store: Store, moments: Moments): Promise<SavedView[]> {
  const base: Condition = { sql: "p.removedAt is null", values: [] };
  const choices = VIEWS.map((view) => conditionOf(parseQuery(view.query).query, moments));
  const counts = await tally(
    store,
    base,
    VIEWS.map((view) => view.query),
    choices,
  );
  return VIEWS.map((view, at) => ({ ...view, count: counts[at]?.count ?? 0 }));
}

/** Counts several choices in one pass. */
async function tally(store: Store, base: Condition, names: readonly string[], choices: Condition[]) {
  const sums = choices.map(({ sql }, at) => `coalesce(sum(${sql}), 0) as n${at}`).join(", ");
  const [row] = await store.client.$queryRawUnsafe<Record<string, number | bigint>[]>(
    `select ${sums} from Project p where ${base.sql}`,
    ...choices.flatMap(({ values }) => values),
    ...base.values,
  );
  return names.map((value, at) => ({ value, count: Number(row?.[`n${at}`] ?? 0) }));
}
