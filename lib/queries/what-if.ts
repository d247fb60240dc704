import type { Store } from "#lib/db/store";
import { worstFirst } from "#lib/ledger/summary";
import { type UpstreamChange, upstreamChanges } from "#lib/milestones/upstream";
import { type Outcome, type RankedChange, type Reached, rank, reached, suppose } from "#lib/milestones/what-if";
import { ecosystemOf } from "#lib/queries/standings";
import type { Status } from "#lib/scan/report";

/** What is listed besides the outcome. */
export interface WhatIfLists {
  /** Statuses whose projects are listed; those that move when none is asked for. */
  statuses?: readonly string[];
  /** Id of the change whose reach is listed. */
  reach?: string | undefined;
}

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
  /** The projects that have one of these statuses today or after; those that move first. Null when none is asked for. */
  listed: { statuses: Status[]; rows: Outcome[] } | null;
  reach: { change: UpstreamChange; rows: Reached[] } | null;
}

/** Where projects would stand if PyO3 made these changes; ids that no change has are left out. */
export function whatIf(store: Store, asked: readonly string[], lists: WhatIfLists = {}): WhatIfView {
  const projects = ecosystemOf(store);
  const chosen = chosenOf(asked);
  const outcomes = suppose(projects, chosen);
  const change = upstreamChanges.find(({ id }) => id === lists.reach);
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
    listed: listedOf(outcomes, lists.statuses ?? []),
    reach: change ? { change, rows: reached(projects, change, chosen) } : null,
  };
}

export const chosenOf = (ids: readonly string[]): UpstreamChange[] =>
  upstreamChanges.filter(({ id }) => ids.includes(id));

function listedOf(outcomes: readonly Outcome[], asked: readonly string[]): WhatIfView["listed"] {
  const statuses = worstFirst.filter((status) => asked.includes(status));
  if (statuses.length === 0) return null;
  const rows = outcomes.filter(({ today, after }) => statuses.includes(today) || statuses.includes(after));
  const stays = ({ today, after }: Outcome) => Number(today === after);
  return { statuses, rows: rows.sort((a, b) => stays(a) - stays(b)) };
}
