import { type ProjectQuery, type QueryKey, queryKeys } from "#lib/queries/project-query";

/** A piece of SQL about `Project p`, with the values of its question marks. */
export interface Condition {
  sql: string;
  values: (string | number)[];
}

/** 0.28 as 28, 1.2 as 1002: major and minor version of PyO3 as one number. */
export const pyo3Minor =
  "(cast(p.pyo3Version as integer) * 1000 + cast(substr(p.pyo3Version, instr(p.pyo3Version, '.') + 1) as integer))";

const GATE: Record<string, string> = {
  "no-check": "(p.gateLegacy = 'loads' and p.unguarded = 1)",
  loads: "(p.gateLegacy = 'loads' and p.unguarded = 0)",
  "first-only": "p.gateLegacy = 'first-interpreter-only'",
  refused: "p.gateLegacy = 'refused'",
  unknown: "(p.gateLegacy = 'unknown' and p.status <> 'not-applicable')",
};

const STATE: Record<string, string> = {
  waiting: "p.state = 'waiting'",
  cloning: "p.state = 'cloning'",
  reading: "p.state = 'reading'",
  read: "p.scannedAt is not null",
  unread: "(p.scannedAt is null and p.failure is null)",
  failed: "p.failure is not null",
  unreadable: "(p.scannedAt is null and p.failure is not null)",
  archived: "p.archivedAt is not null",
  shipped: "p.shippedAt is not null",
  stale: "(p.archivedAt is null and coalesce(p.fetchedAt, p.scannedAt) < ?)",
  // Only gates change without a finding: those events are few, and found without a look at the others.
  "guard-lost":
    "(p.unguarded = 1 and p.id in (select projectId from Event where findingId is null and kind = 'guard-lost'))",
  changed: "exists (select 1 from Event e where e.projectId = p.id and e.kind <> 'reclassified' and e.at > ?)",
};

/** The moments that `is:stale` and `is:changed` compare with. */
export interface Moments {
  staleBefore: Date;
  changedAfter: Date;
}

/** All of the query except the keys in `without`. */
export function conditionOf(query: ProjectQuery, moments: Moments, without: QueryKey[] = []): Condition {
  const parts = queryKeys
    .filter((key) => query[key].length > 0 && !without.includes(key))
    .map((key) => any(query[key].map((value) => one(key, value, moments))));
  for (const word of query.words) {
    const like = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
    parts.push({
      sql: "(lower(p.slug || ' ' || p.source || ' ' || p.formerSources || ' ' || coalesce(p.pypi, '')) like ? escape '\\')",
      values: [like],
    });
  }
  return {
    sql: ["p.removedAt is null", ...parts.map((part) => part.sql)].join(" and "),
    values: parts.flatMap((part) => part.values),
  };
}

function any(parts: Condition[]): Condition {
  return { sql: `(${parts.map((part) => part.sql).join(" or ")})`, values: parts.flatMap((part) => part.values) };
}

function one(key: QueryKey, value: string, moments: Moments): Condition {
  if (key === "gate") return { sql: GATE[value]!, values: [] };
  if (key === "is") return { sql: STATE[value]!, values: momentsOf(value, moments) };
  if (key === "own-gil") return ownGil(value);
  if (key === "status") return { sql: "p.status = ?", values: [value] };
  if (key === "pyo3") return version(value);
  const present =
    "select 1 from Finding f where f.projectId = p.id and f.present = 1 and f.scope = 'prod' and f.suppressed is null";
  if (key === "owner") {
    return {
      sql: `exists (${present} and f.owner = ? and f.severity in ('blocker', 'critical', 'moderate'))`,
      values: [value],
    };
  }
  return { sql: `exists (${present} and (f.slug = ? or f.rule = ?))`, values: [value, value.toUpperCase()] };
}

function momentsOf(value: string, { staleBefore, changedAfter }: Moments): number[] {
  if (value === "stale") return [staleBefore.getTime()];
  return value === "changed" ? [changedAfter.getTime()] : [];
}

function ownGil(value: string): Condition {
  const known = value === "unknown" ? " and p.status <> 'not-applicable'" : "";
  return { sql: `(p.gateOwnGil = ?${known})`, values: [value] };
}

function version(value: string): Condition {
  if (value === "none") return { sql: "(p.binding is not null and p.binding <> 'pyo3')", values: [] };
  const uses = "p.binding = 'pyo3'";
  const [low, high] = value.split("..");
  if (high)
    return {
      sql: `(${uses} and ${pyo3Minor} between ? and ?)`,
      values: [minorOf(low!), minorOf(high)],
    };
  const [, operator = "=", number = ""] = /^(>=|<=|>|<|=)?(.+)$/.exec(value) ?? [];
  if (operator === "=" && number.split(".").length === 3)
    return { sql: `(${uses} and p.pyo3Version = ?)`, values: [number] };
  return { sql: `(${uses} and ${pyo3Minor} ${operator} ?)`, values: [minorOf(number)] };
}

function minorOf(version: string): number {
  const [major, minor] = version.split(".").map(Number);
  return (major ?? 0) * 1000 + (minor ?? 0);
}
