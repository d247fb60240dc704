import type { Store } from "#lib/db/store";
import type { Owner, Severity } from "#lib/scan/finding";

/** A place in a repository, with the finding that stands there. */
export interface Place {
  id: string;
  symbol: string;
  path: string;
  line: number;
}

/** All present production findings of one rule at one severity and owner. */
export interface HazardLine {
  rule: string;
  slug: string;
  severity: Severity;
  owner: Owner;
  count: number;
  /** A finding that groups many uses of one macro stands in many places. */
  sites: number;
  /** The first few, in source order. */
  places: Place[];
  /** How many files they stand in. */
  files: number;
}

/** One thing to change that would close many findings: a wrapper, a macro, or else one file. */
export interface RootCause {
  /** The wrapper or macro; null when a file is all that its findings have in common. */
  root: string | null;
  /** The file with most of them. */
  path: string;
  count: number;
  moderate: number;
  rules: string[];
  places: Place[];
}

export interface PresentFinding extends Place {
  rule: string;
  slug: string;
  severity: string;
  owner: string;
  root: string | null;
  sites: string;
}

const ORDER: Severity[] = ["blocker", "critical", "moderate", "info", "positive"];
const OWNERS: Owner[] = ["crate", "dependency", "framework"];
const placesShown = 3;

/** Everything that counts towards a verdict, in source order. */
export async function presentFindings(store: Store, projectId: string): Promise<PresentFinding[]> {
  return store.client.finding.findMany({
    where: { projectId, present: true, scope: "prod" },
    select: {
      id: true,
      symbol: true,
      path: true,
      line: true,
      rule: true,
      slug: true,
      severity: true,
      owner: true,
      root: true,
      sites: true,
    },
    orderBy: [{ path: "asc" }, { line: "asc" }],
  });
}

/** Worst first; within one severity, what the crate itself can change comes first. */
export function hazardsOf(present: PresentFinding[]): HazardLine[] {
  const groups = grouped(present, (row) => `${row.rule} ${row.severity} ${row.owner}`);
  return groups
    .map(([first, ...rest]) => {
      const rows = [first, ...rest];
      return {
        rule: first.rule,
        slug: first.slug,
        severity: first.severity as Severity,
        owner: first.owner as Owner,
        count: rows.length,
        sites: sitesOf(rows),
        places: rows.slice(0, placesShown).map(placeOf),
        files: new Set(rows.map((row) => row.path)).size,
      };
    })
    .sort(
      (a, b) =>
        ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) ||
        OWNERS.indexOf(a.owner) - OWNERS.indexOf(b.owner) ||
        b.count - a.count,
    );
}

/** What the critical findings of the crate itself come from, largest first. */
export function rootCauses(present: PresentFinding[]): RootCause[] {
  const rows = present.filter((row) => row.owner === "crate");
  const critical = rows.filter((row) => row.severity === "critical");
  return grouped(critical, (row) => row.root ?? row.path)
    .map((members) => {
      const [first] = members;
      return {
        root: first.root,
        path: mostCommon(members.map((row) => row.path)),
        count: sitesOf(members),
        moderate: rows.filter(
          (row) => row.severity === "moderate" && (row.root ?? row.path) === (first.root ?? first.path),
        ).length,
        rules: [...new Set(members.map((row) => row.slug))],
        places: members.slice(0, placesShown).map(placeOf),
      };
    })
    .sort((a, b) => b.count - a.count || (a.path < b.path ? -1 : 1));
}

/** What the verdict counts: every place that a finding stands in. */
function sitesOf(rows: PresentFinding[]): number {
  return rows.reduce((sum, row) => sum + (JSON.parse(row.sites) as unknown[]).length, 0);
}

function placeOf({ id, symbol, path, line }: PresentFinding): Place {
  return { id, symbol, path, line };
}

function grouped(
  rows: PresentFinding[],
  keyOf: (row: PresentFinding) => string,
): [PresentFinding, ...PresentFinding[]][] {
  const groups = new Map<string, [PresentFinding, ...PresentFinding[]]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return [...groups.values()];
}

function mostCommon(values: string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}
