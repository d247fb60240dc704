import type { FindingFilter, Presence } from "#lib/queries/finding-filter";
import { owners, presences, scopes, severities } from "#lib/queries/finding-filter";
import type { Origin, Owner, Scope, Severity } from "#lib/scan/finding";
import { reachable } from "#lib/scan/model/condition";

/** What a list needs to know of one finding. */
export interface FindingRow {
  id: string;
  rule: string;
  slug: string;
  severity: Severity;
  owner: Owner;
  scope: Scope;
  crate: string;
  item: string;
  symbol: string;
  message: string;
  cfg: string | null;
  origin: Origin | null;
  root: string | null;
  path: string;
  line: number;
  present: boolean;
  /** Reason that its source gives for allowing it, or null. */
  suppressed: string | null;
}

/** How many findings one more click on `value` would show, given everything else that is asked for. */
export interface FacetValue {
  value: string;
  count: number;
  chosen: boolean;
}

export type FacetName = "severity" | "owner" | "scope" | "rule" | "crate" | "condition" | "presence";
export type Facets = Record<FacetName, FacetValue[]>;

const mostOpenValues = 24;

const tests: Record<FacetName | "text" | "root", (row: FindingRow, filter: FindingFilter) => boolean> = {
  severity: (row, filter) => accepts(filter.severity, row.severity),
  owner: (row, filter) => accepts(filter.owner, row.owner),
  scope: (row, filter) => accepts(filter.scope, row.scope),
  rule: (row, filter) => accepts(filter.rule, row.slug),
  crate: (row, filter) => accepts(filter.crate, row.crate),
  condition: (row, filter) =>
    filter.condition.length === 0 || conditionsOf(row).some((condition) => filter.condition.includes(condition)),
  presence: (row, filter) => presencesOf(row).includes(filter.presence),
  text: (row, filter) => filter.text === "" || mentions(row, filter.text),
  root: (row, filter) => filter.root === null || row.root === filter.root,
};

export function matchesFilter(row: FindingRow, filter: FindingFilter): boolean {
  return Object.values(tests).every((test) => test(row, filter));
}

export function facetsOf(rows: FindingRow[], filter: FindingFilter): Facets {
  const count = (name: FacetName, valuesOf: (row: FindingRow) => string[]) => counted(rows, filter, name, valuesOf);
  return {
    severity: closed(
      count("severity", (row) => [row.severity]),
      severities,
      filter.severity,
    ),
    owner: closed(
      count("owner", (row) => [row.owner]),
      owners,
      filter.owner,
    ),
    scope: closed(
      count("scope", (row) => [row.scope]),
      scopes,
      filter.scope,
    ),
    rule: open(
      count("rule", (row) => [row.slug]),
      filter.rule,
    ),
    crate: open(
      count("crate", (row) => [row.crate]),
      filter.crate,
    ),
    condition: generalFirst(open(count("condition", conditionsOf), filter.condition)),
    presence: closed(count("presence", presencesOf), presences, [filter.presence]),
  };
}

function counted(
  rows: FindingRow[],
  filter: FindingFilter,
  name: FacetName,
  valuesOf: (row: FindingRow) => string[],
): Map<string, number> {
  const others = Object.entries(tests).filter(([key]) => key !== name);
  const counts = new Map<string, number>();
  for (const row of rows) {
    const hit = Number(others.every(([, test]) => test(row, filter)));
    for (const value of valuesOf(row)) counts.set(value, (counts.get(value) ?? 0) + hit);
  }
  return counts;
}

/** Every value of a short list that the project knows, in the list's order. */
function closed(counts: Map<string, number>, order: readonly string[], chosen: string[]): FacetValue[] {
  return order
    .filter((value) => counts.has(value) || chosen.includes(value))
    .map((value) => ({ value, count: counts.get(value) ?? 0, chosen: chosen.includes(value) }));
}

/** The most frequent values, and always the chosen ones. */
function open(counts: Map<string, number>, chosen: string[]): FacetValue[] {
  const values = new Set([...counts.keys(), ...chosen]);
  return [...values]
    .map((value) => ({ value, count: counts.get(value) ?? 0, chosen: chosen.includes(value) }))
    .sort((a, b) => b.count - a.count || a.value.localeCompare(b.value))
    .filter((value, place) => place < mostOpenValues || value.chosen);
}

/** “always” and “under a condition” stand above the conditions themselves. */
function generalFirst(values: FacetValue[]): FacetValue[] {
  const general = ["none", "some"].flatMap((name) => values.filter(({ value }) => value === name));
  return [...general, ...values.filter((value) => !general.includes(value))];
}

function accepts(wanted: string[], value: string): boolean {
  return wanted.length === 0 || wanted.includes(value);
}

function conditionsOf(row: FindingRow): string[] {
  return row.cfg === null ? ["none"] : ["some", row.cfg];
}

function presencesOf(row: FindingRow): Presence[] {
  if (!row.present) return ["gone", "any"];
  if (row.suppressed !== null) return ["present", "allowed", "any"];
  return reachable(row.cfg) ? ["present", "counted", "any"] : ["present", "any"];
}

function mentions(row: FindingRow, text: string): boolean {
  const place = `${row.path}:${row.line}`;
  const haystack = [row.symbol, row.item, row.message, place, row.rule, row.slug, row.cfg, row.root].join("\n");
  const lower = haystack.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
