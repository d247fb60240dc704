import type { Store } from "#lib/db/store";
import { worstFirst } from "#lib/ledger/summary";
import { upstreamChanges } from "#lib/milestones/upstream";
import { type Outcome, type RankedChange, rank, suppose } from "#lib/milestones/what-if";
import { ecosystemOf } from "#lib/queries/standings";
import type { Status } from "#lib/scan/report";

export interface WhatIfView {
  projects: number;
  chosen: string[];
  changes: RankedChange[];
  /** Best first; statuses that nobody has today or after are left out. */
  statuses: { status: Status; today: number; after: number }[];
  /** Projects whose status changes, by slug. */
  moved: Outcome[];
  /** Candidates that would still wait for PyO3, least left first. */
  waiting: Outcome[];
}

/** Where projects would stand if PyO3 made these changes; ids that no change has are left out. */
export function whatIf(store: Store, asked: readonly string[]): WhatIfView {
  const projects = ecosystemOf(store);
  const chosen = upstreamChanges.filter(({ id }) => asked.includes(id));
  const outcomes = suppose(projects, chosen);
  const tally = (status: Status) => ({
    status,
    today: outcomes.filter(({ today }) => today === status).length,
    after: outcomes.filter(({ after }) => after === status).length,
  });
  return {
    projects: projects.length,
    chosen: chosen.map(({ id }) => id),
    changes: rank(projects, chosen),
    statuses: worstFirst
      .toReversed()
      .map(tally)
      .filter(({ today, after }) => today + after > 0),
    moved: outcomes.filter(({ today, after }) => today !== after),
    waiting: outcomes
      .filter(({ after }) => after === "candidate")
      .sort((a, b) => a.frameworkLeft - b.frameworkLeft || a.slug.localeCompare(b.slug)),
  };
}
