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

/** Where each project would stand after these changes. More changes never make a project stand worse. */
export function suppose(projects: readonly ProjectStanding[], chosen: readonly UpstreamChange[]): Outcome[] {
  const gone = new Set(chosen.flatMap(({ rules }) => rules));
  const opens = chosen.some(({ opensGate }) => opensGate);
  return projects.map((project) => outcomeOf(project, gone, opens));
}

function outcomeOf(project: ProjectStanding, gone: ReadonlySet<string>, opens: boolean): Outcome {
  const { slug, status: today, standing, loads, onlyFrameworkRefuses } = project;
  const lifted = loads.filter(({ rule }) => gone.has(rule));
  const left = loads.filter(
    ({ rule, owner, severity }) => !gone.has(rule) && owner === "framework" && weighs(severity),
  );
  const frameworkLeft = left.reduce((sum, { places }) => sum + places, 0);
  const lighter = lifted.length > 0 ? better(today, statusOf(without(standing, lifted))) : today;
  const free = opens && onlyFrameworkRefuses && frameworkLeft === 0 && lighter === "candidate";
  return { slug, today, after: free ? "declared" : lighter, frameworkLeft };
}

const weighs = (severity: Severity): boolean => severity === "critical" || severity === "moderate";

function without(standing: Standing, lifted: readonly Load[]): Standing {
  const { crate, framework, dependency } = standing.hazard;
  const hazard = { crate: { ...crate }, framework: { ...framework }, dependency: { ...dependency } };
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
      const others = chosen.filter(({ id }) => id !== change.id);
      const reached = projects.filter(({ loads }) => loads.some(({ rule }) => change.rules.includes(rule)));
      const touched = change.opensGate ? projects : reached;
      const before = suppose(touched, others);
      const after = suppose(touched, [...others, change]);
      return {
        change,
        chosen: chosen.includes(change),
        projects: reached.length,
        places: reached
          .flatMap(({ loads }) => loads.filter(({ rule }) => change.rules.includes(rule)))
          .reduce((sum, { places }) => sum + places, 0),
        moves: after.filter((outcome, at) => outcome.after !== before[at]?.after).length,
      };
    })
    .sort((a, b) => b.moves - a.moves || b.projects - a.projects);
}
