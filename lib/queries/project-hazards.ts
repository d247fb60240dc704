import type { Store } from "#lib/db/store";
import { severities } from "#lib/queries/finding-filter";
import type { Owner, Severity } from "#lib/scan/finding";
import { groupBy } from "#lib/scan/sighting";

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
  findings: number;
  /** What a verdict counts: a finding that groups many uses of one macro stands at many places. */
  places: number;
  /** The first few, in source order. */
  first: Place[];
  /** How many files they stand in. */
  files: number;
}

/** One thing to change that would close many findings: a wrapper, a macro, or else one file. */
export interface RootCause {
  /** The wrapper or macro; null when a file is all that its findings have in common. */
  root: string | null;
  /** The file with most of them. */
  path: string;
  findings: number;
  /** What a verdict counts. */
  places: number;
  /** Findings of the same cause that are moderate. */
  moderate: number;
  rules: string[];
  /** The first few, in source order. */
  first: Place[];
}

export interface PresentFinding extends Place {
  rule: string;
  slug: string;
  severity: string;
  owner: string;
  root: string | null;
  sites: string;
}

const OWNERS: Owner[] = ["crate", "dependency", "framework"];
const placesShown = 3;

/** Everything that counts towards a verdict, in source order. */
export async function presentFindings(store: Store, projectId: string): Promise<PresentFinding[]> {
  return store.client.finding.findMany({
    where: { projectId, present: true, scope: "prod", suppressed: null },
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
  const groups = groupBy(present, (row) => `${row.rule} ${row.severity} ${row.owner}`);
  return [...groups.values()]
    .map((rows) => {
      const first = rows[0]!;
      return {
        rule: first.rule,
        slug: first.slug,
        severity: first.severity as Severity,
        owner: first.owner as Owner,
        findings: rows.length,
        places: placesOf(rows),
        first: rows.slice(0, placesShown).map(placeOf),
        files: new Set(rows.map((row) => row.path)).size,
      };
    })
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        OWNERS.indexOf(a.owner) - OWNERS.indexOf(b.owner) ||
        b.places - a.places,
    );
}

/** What the critical findings of the crate itself come from, largest first. */
export function rootCauses(present: PresentFinding[]): RootCause[] {
  const rows = present.filter((row) => row.owner === "crate");
  const critical = rows.filter((row) => row.severity === "critical");
  return [...groupBy(critical, (row) => row.root ?? row.path).values()]
    .map((members) => {
      const first = members[0]!;
      return {
        root: first.root,
        path: mostCommon(members.map((row) => row.path)),
        findings: members.length,
        places: placesOf(members),
        moderate: rows.filter(
          (row) => row.severity === "moderate" && (row.root ?? row.path) === (first.root ?? first.path),
        ).length,
        rules: [...new Set(members.map((row) => row.slug))],
        first: members.slice(0, placesShown).map(placeOf),
      };
    })
    .sort((a, b) => b.places - a.places || (a.path < b.path ? -1 : 1));
}

function placesOf(rows: PresentFinding[]): number {
  return rows.reduce((sum, row) => sum + (JSON.parse(row.sites) as unknown[]).length, 0);
}

function placeOf({ id, symbol, path, line }: PresentFinding): Place {
  return { id, symbol, path, line };
}

function mostCommon(values: string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}
