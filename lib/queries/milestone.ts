import type { Store } from "#lib/db/store";
import { type HazardClass, hazardClasses, type Measure, measures } from "#lib/milestones/ecosystem";
import { milestones as goals } from "#lib/milestones/goals";
import { ecosystemMonths } from "#lib/queries/ecosystem-past";
import { type CheckView, threadUrl } from "#lib/queries/milestone-checks";
import { frameworkOf, knownFor } from "#lib/queries/milestone-evidence";
import { type GrowthStep, isMeasured, lineOf, type MilestoneLine, type Share, shareOf } from "#lib/queries/milestones";
import { ecosystemOf, type GilCell, type Standing, standingsOf } from "#lib/queries/standings";
import { rules as registry } from "#lib/rules/index";
import type { Owner, Severity } from "#lib/scan/finding";
import type { Status } from "#lib/scan/report";

/** A rule that projects are looked at for. */
export interface GridRule {
  code: string;
  slug: string;
  title: string;
}

export interface GridRow {
  slug: string;
  status: Status;
  holds: boolean;
  /** Findings in production code, by the grid's rules. */
  findings: number[];
  /** Where they decide: the cells that lock with the GIL. */
  cells: GilCell[];
}

export interface ThreadLine {
  id: string;
  url: string;
  /** Null while nothing is known of it. */
  title: string | null;
  state: string;
  stateAt: Date | null;
  knownAt: Date | null;
}

/** Every project's answer to one question, with the findings that a look at it begins with. */
export interface Grid {
  rules: GridRule[];
  /** Those for which it does not hold first: there is the work; then by name. */
  rows: GridRow[];
}

export interface MilestoneView extends Grid {
  line: MilestoneLine;
  /** What was met after one commit of its growth, when that was asked for. */
  past: MilestoneThen | null;
  projects: number;
  threads: ThreadLine[];
  /** The ids before and after it. */
  previous: string | null;
  next: string | null;
}

/** A step of a milestone's growth, with the checks that were met by then and the others. */
export interface MilestoneThen extends GrowthStep {
  checks: CheckView[];
  others: CheckView[];
}

export const milestoneOf = (id: string) => goals.find((goal) => goal.id === id);

/** One milestone with its evidence, today and at the step of its growth that `at` names (ISO text); null when no milestone has this id. */
export async function milestone(store: Store, id: string, at = ""): Promise<MilestoneView | null> {
  const goal = milestoneOf(id);
  if (!goal) return null;
  const place = goals.indexOf(goal);
  const framework = frameworkOf(store);
  const projects = ecosystemOf(store);
  const line = lineOf(goal, knownFor(store, framework), framework, projects, ecosystemMonths(store));
  return {
    line,
    past: thenOf(line, at),
    projects: projects.length,
    ...gridOf(projects, goal.measure, goal.rules),
    threads: await threadsOf(store, goal.threads),
    previous: goals[place - 1]?.id ?? null,
    next: goals[place + 1]?.id ?? null,
  };
}

function thenOf({ growth, checks }: MilestoneLine, at: string): MilestoneThen | null {
  const step = growth.find((one) => one.at.toISOString() === at);
  if (!step) return null;
  const metThen = ({ state, since }: CheckView) => state === "met" && since !== null && since <= step.at;
  return { ...step, checks: checks.filter(metThen), others: checks.filter((check) => !metThen(check)) };
}

function gridOf(projects: readonly Standing[], question: Measure, codes: readonly string[]): Grid {
  const rules = registry
    .filter(({ code }) => codes.includes(code) && projects.some(({ figures }) => figures.rules[code]))
    .map(({ code, slug, title }) => ({ code, slug, title }));
  const rows = projects.map(({ slug, status, figures, gilCells }) => ({
    ...{ slug, status },
    holds: question.holds(figures),
    findings: rules.map(({ code }) => figures.rules[code] ?? 0),
    cells: question === measures.synchronised ? gilCells : [],
  }));
  return { rules, rows: rows.sort((a, b) => Number(a.holds) - Number(b.holds)) };
}

export interface HazardClassView extends Grid {
  hazard: Pick<HazardClass, "id" | "name" | "rules">;
  /** Projects that are clear of it. */
  share: Share;
}

/** One class of hazard and every project with or without it; null when no class has this id. */
export function hazardClass(store: Store, id: string): HazardClassView | null {
  const hazard = hazardClasses.find((one) => one.id === id);
  if (!hazard) return null;
  const projects = ecosystemOf(store);
  return {
    hazard: { id, name: hazard.name, rules: hazard.rules },
    share: shareOf(projects, hazard, ecosystemMonths(store)),
    ...gridOf(projects, hazard, hazard.rules),
  };
}

async function threadsOf(store: Store, ids: readonly string[]): Promise<ThreadLine[]> {
  const rows = await store.client.thread.findMany({ where: { id: { in: [...ids] } } });
  return ids.map((id) => {
    const row = rows.find((thread) => thread.id === id);
    return {
      id,
      url: threadUrl(id),
      title: row?.title ?? null,
      state: row?.state ?? "unknown",
      stateAt: row?.stateAt ?? null,
      knownAt: row?.fetchedAt ?? row?.baselineAt ?? null,
    };
  });
}

/** What one project owes to a milestone, and what it waits for. */
export interface ProjectMilestone {
  id: string;
  title: string;
  asks: string;
  /** Null while no rule of this ruleset looks for what it asks. */
  holds: boolean | null;
  /** What the project lacks where no finding can say it; null when it lacks nothing of the kind. */
  lacks: string | null;
  own: Owed;
  /** Of PyO3's, or of another dependency's. */
  others: Owed;
}

interface Owed {
  findings: number;
  /** Where they are listed. */
  url: string;
}

/** A project's milestones in order; empty when it ships no extension or was not read. */
export function projectMilestones(store: Store, slug: string): ProjectMilestone[] {
  const project = standingsOf(store).find((standing) => standing.slug === slug);
  if (!project || project.status === "not-applicable") return [];
  return goals.map(({ id, title, measure, rules }) => ({
    ...{ id, title, asks: measure.asks },
    holds: isMeasured(measure) ? measure.holds(project.figures) : null,
    lacks: measure === measures.evidenced && !measure.holds(project.figures) ? "a test or a statement" : null,
    own: measure === measures.synchronised ? owedCells(project) : owed(project, rules, ["crate"]),
    others: owed(project, rules, ["framework", "dependency"]),
  }));
}

/** What weighs: neither a note nor positive evidence. */
const owedSeverities: readonly Severity[] = ["blocker", "critical", "moderate"];

function owed({ slug, loads }: Standing, rules: readonly string[], owners: readonly Owner[]): Owed {
  const loaded = loads.filter(
    ({ rule, owner, severity }) => rules.includes(rule) && owners.includes(owner) && owedSeverities.includes(severity),
  );
  const codes = new Set(loaded.map(({ rule }) => rule));
  const asked = new URLSearchParams([
    ...registry.filter(({ code }) => codes.has(code)).map((rule) => ["rule", rule.slug]),
    ...owners.map((owner) => ["owner", owner]),
    ...owedSeverities.map((severity) => ["severity", severity]),
    ["state", "counted"],
  ]);
  return {
    findings: loaded.reduce((sum, { findings }) => sum + findings, 0),
    url: `/projects/${slug}/findings?${asked}`,
  };
}

const owedCells = ({ slug, gilCells }: Standing): Owed => ({
  findings: gilCells.length,
  url: `/milestones/M1#${slug}`,
});
