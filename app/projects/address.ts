import {
  emptyQuery,
  mergeQueries,
  type ProjectQuery,
  parseQuery,
  queryKeys,
  queryText,
} from "#lib/queries/project-query";
import { type ProjectSort, projectSorts } from "#lib/queries/projects";

export type Params = Record<string, string | string[] | undefined>;

export interface Asked {
  query: ProjectQuery;
  rejected: string[];
  sort: ProjectSort;
  descending: boolean;
  page: number;
}

/** Reads an address: the typed query and the ticked boxes together. What cannot be understood is named, not fatal. */
export function readAddress(params: Params): Asked {
  const typed = many(params.q).join(" ");
  const ticked = queryKeys.flatMap((key) => many(params[key]).map((value) => `${key}:${value}`));
  const one = parseQuery(typed);
  const two = ticked.length > 0 ? parseQuery(ticked.join(" ")) : { query: emptyQuery(), rejected: [] };
  const sort = many(params.sort)[0] ?? "";
  const known = projectSorts.find((name) => name === sort.replace(/^-/, ""));
  const page = Number(many(params.page)[0]);
  return {
    query: mergeQueries(one.query, two.query),
    rejected: [...one.rejected, ...two.rejected],
    sort: known ?? "status",
    descending: known !== undefined && sort.startsWith("-"),
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** The sort as an address carries it; null when it is the usual one. */
export function sortParam({ sort, descending }: Pick<Asked, "sort" | "descending">): string | null {
  return sort === "status" && !descending ? null : `${descending ? "-" : ""}${sort}`;
}

/** The shortest address that reads back as this. */
export function addressOf(asked: Asked): string {
  const params = new URLSearchParams();
  const text = queryText(asked.query);
  const sort = sortParam(asked);
  if (text) params.set("q", text);
  if (sort) params.set("sort", sort);
  if (asked.page > 1) params.set("page", String(asked.page));
  const search = params.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
  return search ? `/projects?${search}` : "/projects";
}

function many(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
