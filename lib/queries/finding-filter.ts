import type { Owner, Scope, Severity } from "#lib/scan/finding";

export const severities = ["blocker", "critical", "moderate", "info", "positive"] as const satisfies Severity[];
export const owners = ["crate", "framework", "dependency"] as const satisfies Owner[];
export const scopes = ["prod", "test", "bench", "example", "build", "vendored"] as const satisfies Scope[];
/**
 * `present` is in the newest scanned commit; of those, verdicts leave out what is `allowed` by a comment in its source and what no
 * CPython of today compiles, and the others are `counted`; `gone` was there once.
 */
export const presences = ["present", "counted", "allowed", "gone", "any"] as const;
const findingSorts = ["severity", "symbol", "rule", "place", "owner"] as const;

export type Presence = (typeof presences)[number];
export type FindingSort = (typeof findingSorts)[number];
/** `none` compiles always, `some` stands under any condition; anything else is a condition as written. */
export type Condition = "none" | "some" | (string & {});

export interface FindingFilter {
  severity: Severity[];
  owner: Owner[];
  /** Empty means every scope. */
  scope: Scope[];
  rule: string[];
  crate: string[];
  condition: Condition[];
  root: string | null;
  text: string;
  presence: Presence;
  /** A release, a date or a commit of the recorded line, to which `presence` refers; empty is the newest scanned commit. */
  at: string;
  sort: FindingSort;
  descending: boolean;
  grouped: boolean;
  page: number;
}

export type FilterParams = Record<string, string | string[] | undefined>;

const longestText = 200;
const mostValues = 40;

/** Reads the address of a findings page; whatever cannot be understood is left at its default. */
export function readFindingFilter(params: FilterParams): FindingFilter {
  const scope = many(params.scope);
  const sort = one(params.sort);
  const key = sort.replace(/^-/, "");
  const known = findingSorts.find((name) => name === key);
  return {
    severity: among(params.severity, severities),
    owner: among(params.owner, owners),
    scope: scope.includes("any") ? [] : orElse(among(params.scope, scopes), ["prod"]),
    rule: many(params.rule),
    crate: many(params.crate),
    condition: many(params.condition),
    root: one(params.root) || null,
    text: one(params.q).trim(),
    at: one(params.at).trim(),
    presence: presences.find((name) => name === one(params.state)) ?? "present",
    sort: known ?? "severity",
    descending: known !== undefined && sort.startsWith("-"),
    grouped: one(params.group) === "root",
    page: pageNumber(params.page),
  };
}

/** The shortest query string that reads back as this filter, with `?`, or empty. */
export function filterQuery(filter: FindingFilter): string {
  const query = new URLSearchParams();
  for (const name of ["severity", "owner", "rule", "crate", "condition"] as const) {
    for (const value of filter[name]) query.append(name, value);
  }
  if (filter.scope.length === 0) query.append("scope", "any");
  else if (filter.scope.join() !== "prod") for (const value of filter.scope) query.append("scope", value);
  if (filter.root) query.append("root", filter.root);
  if (filter.text) query.append("q", filter.text);
  if (filter.at) query.append("at", filter.at);
  if (filter.presence !== "present") query.append("state", filter.presence);
  if (filter.sort !== "severity" || filter.descending) {
    query.append("sort", `${filter.descending ? "-" : ""}${filter.sort}`);
  }
  if (filter.grouped) query.append("group", "root");
  if (filter.page > 1) query.append("page", String(filter.page));
  const text = query.toString();
  return text && `?${text}`;
}

/** A page number from an address: 1 for anything that is not one. */
export function pageNumber(value: string | string[] | undefined): number {
  const page = Number(one(value));
  return Number.isSafeInteger(page) && page > 0 ? page : 1;
}

function many(value: string | string[] | undefined): string[] {
  const values = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return [...new Set(values.filter((text) => text !== "").map((text) => text.slice(0, longestText)))].slice(
    0,
    mostValues,
  );
}

function one(value: string | string[] | undefined): string {
  return many(value)[0] ?? "";
}

function among<T extends string>(value: string | string[] | undefined, allowed: readonly T[]): T[] {
  const asked = many(value);
  return allowed.filter((name) => asked.includes(name));
}

function orElse<T>(values: T[], fallback: T[]): T[] {
  return values.length > 0 ? values : fallback;
}
