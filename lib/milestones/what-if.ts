import { worstFirst } from "#lib/ledger/summary";
import { type UpstreamChange, upstreamChanges } from "#lib/milestones/upstream";
import type { Owner, Severity } from "#lib/scan/finding";
import type { Status } from "#lib/scan/report";
import { type Standing, statusOf } from "#lib/scan/verdict";

/** Findings of one project that verdicts count, by what decides over them. */
export interface Load {
  rule: string;
  owner: Owner;
  severity: Severity;
  /** Ids of the upstream changes each of which would take them away. */
  lifts: readonly string[];
  findings: number;
  places: number;
}

export interface ProjectStanding {
  slug: string;
  status: Status;
  standing: Standing;
  /** Nothing but PyO3 refuses the import under an own GIL. */
  onlyFrameworkRefuses: boolean;
  loads: readonly Load[];
}

export interface Outcome {
  slug: string;
  today: Status;
  /** `declared` means that the author could declare it. */
  after: Status;
  /** Critical and moderate places of PyO3's that would be left. */
  frameworkLeft: number;
}

/** A project seen by the changes: one bit each, in the order of `upstreamChanges`. */
interface Profile {
  /** Changes that concern it; no other choice makes a difference. */
  concerns: number;
  /** Bits that lift each of its loads. */
  lifts: number[];
  /** Places that each change would take away. */
  places: number[];
  outcomes: Map<number, Outcome>;
}

const bitOf = (id: string): number => 1 << upstreamChanges.findIndex((change) => change.id === id);
const bitsOf = (ids: readonly string[]): number => ids.reduce((bits, id) => bits | bitOf(id), 0);
const gateBits = bitsOf(upstreamChanges.filter(({ opensGate }) => opensGate).map(({ id }) => id));
/** Standings never change, so what follows from one is worked out once. */
const profiles = new WeakMap<ProjectStanding, Profile>();

function profileOf(project: ProjectStanding): Profile {
  const known = profiles.get(project);
  if (known) return known;
  const lifts = project.loads.map((load) => bitsOf(load.lifts));
  const profile: Profile = {
    concerns: lifts.reduce((all, bits) => all | bits, gateBits),
    lifts,
    places: upstreamChanges.map(({ id }) =>
      project.loads.reduce((sum, load) => (load.lifts.includes(id) ? sum + load.places : sum), 0),
    ),
    outcomes: new Map(),
  };
  profiles.set(project, profile);
  return profile;
}

/** Where each project would stand after these changes. More changes never make a project stand worse. */
export function suppose(projects: readonly ProjectStanding[], chosen: readonly UpstreamChange[]): Outcome[] {
  const bits = bitsOf(chosen.map(({ id }) => id));
  return projects.map((project) => supposed(project, bits));
}

function supposed(project: ProjectStanding, chosen: number): Outcome {
  const profile = profileOf(project);
  const bits = chosen & profile.concerns;
  const known = profile.outcomes.get(bits);
  if (known) return known;
  const outcome = outcomeOf(project, profile, bits);
  profile.outcomes.set(bits, outcome);
  return outcome;
}

function outcomeOf(project: ProjectStanding, { lifts }: Profile, chosen: number): Outcome {
  const { slug, status: today, standing, loads, onlyFrameworkRefuses } = project;
  const lifted = loads.filter((_, at) => (lifts[at]! & chosen) !== 0);
  const left = loads.filter(
    ({ owner, severity }, at) => (lifts[at]! & chosen) === 0 && owner === "framework" && weighs(severity),
  );
  const frameworkLeft = left.reduce((sum, { places }) => sum + places, 0);
  const lighter = lifted.length > 0 ? better(today, statusOf(without(standing, lifted))) : today;
  const opens = (chosen & gateBits) !== 0;
  const free = opens && onlyFrameworkRefuses && frameworkLeft === 0 && lighter === "candidate";
  return { slug, today, after: free ? "declared" : lighter, frameworkLeft };
}

export const weighs = (severity: Severity): boolean => severity === "critical" || severity === "moderate";

function without(standing: Standing, lifted: readonly Load[]): Standing {
  const { crate, framework, dependency } = standing.hazard;
  const hazard = {
    ...standing.hazard,
    crate: { ...crate },
    framework: { ...framework },
    dependency: { ...dependency },
  };
  for (const { owner, severity, places } of lifted) {
    if (severity !== "critical" && severity !== "moderate" && severity !== "info") continue;
    hazard[owner][severity] = Math.max(0, hazard[owner][severity] - places);
  }
  return { ...standing, hazard };
}

/** Not-applicable stays what it is. */
function better(one: Status, other: Status): Status {
  return worstFirst.indexOf(one) >= worstFirst.indexOf(other) ? one : other;
}

export interface RankedChange {
  change: UpstreamChange;
  chosen: boolean;
  /** Projects with at least one finding that it would take away. */
  projects: number;
  places: number;
  /** Projects that stand better with it than with the other chosen changes alone. */
  moves: number;
}

/** Every change by what it moves next to the chosen ones, then by the projects it reaches. */
export function rank(projects: readonly ProjectStanding[], chosen: readonly UpstreamChange[]): RankedChange[] {
  return upstreamChanges
    .map((change) => {
      const found = reached(projects, change, chosen);
      return {
        ...{ change, chosen: chosen.includes(change) },
        projects: found.filter(({ places }) => places > 0).length,
        places: found.reduce((sum, { places }) => sum + places, 0),
        moves: found.filter(({ before, after }) => before !== after).length,
      };
    })
    .sort((a, b) => b.moves - a.moves || b.projects - a.projects);
}

/** One project that a change reaches, or moves by opening the gate. */
export interface Reached {
  slug: string;
  /** Places that the change would take away. */
  places: number;
  /** Where it stands with the other chosen changes alone, and with this one too. */
  before: Status;
  after: Status;
}

/** Whom a change reaches next to the chosen ones: those that it moves first, then by the places that it takes away. */
export function reached(
  projects: readonly ProjectStanding[],
  change: UpstreamChange,
  chosen: readonly UpstreamChange[],
): Reached[] {
  const at = upstreamChanges.indexOf(change);
  const [all, bit] = [bitsOf(chosen.map(({ id }) => id)), 1 << at];
  const found = projects.flatMap((project): Reached[] => {
    const { concerns, places } = profileOf(project);
    if ((concerns & bit) === 0) return [];
    const before = supposed(project, all & ~bit).after;
    return [{ slug: project.slug, places: places[at]!, before, after: supposed(project, all | bit).after }];
  });
  const moves = ({ before, after }: Reached) => Number(before !== after);
  return found.filter((one) => one.places > 0 || moves(one)).sort((a, b) => moves(b) - moves(a) || b.places - a.places);
}
