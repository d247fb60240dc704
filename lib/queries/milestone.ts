import type { Store } from "#lib/db/store";
import { milestones as goals } from "#lib/milestones/goals";
import { ecosystemMonths } from "#lib/queries/ecosystem-past";
import { threadUrl } from "#lib/queries/milestone-checks";
import { frameworkOf, knownFor } from "#lib/queries/milestone-evidence";
import { isMeasured, lineOf, type MilestoneLine } from "#lib/queries/milestones";
import { ecosystemOf, type Standing, standingsOf } from "#lib/queries/standings";
import { rules as registry } from "#lib/rules/index";
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

export interface MilestoneView {
  line: MilestoneLine;
  projects: number;
  rules: GridRule[];
  /** Those for which it holds first, then by name. */
  rows: GridRow[];
  threads: ThreadLine[];
  /** The ids before and after it. */
  previous: string | null;
  next: string | null;
}

export const milestoneOf = (id: string) => goals.find((goal) => goal.id === id);

/** One milestone with its evidence; null when no milestone has this id. */
export async function milestone(store: Store, id: string): Promise<MilestoneView | null> {
  const goal = milestoneOf(id);
  if (!goal) return null;
  const at = goals.indexOf(goal);
  const framework = frameworkOf(store);
  const projects = ecosystemOf(store);
  const rules = registry
    .filter(({ code }) => goal.rules.includes(code) && projects.some(({ figures }) => figures.rules[code]))
    .map(({ code, slug, title }) => ({ code, slug, title }));
  return {
    line: lineOf(goal, knownFor(store, framework), framework, projects, ecosystemMonths(store)),
    projects: projects.length,
    rules,
    rows: projects
      .map(({ slug, status, figures }) => ({
        ...{ slug, status },
        holds: goal.measure.holds(figures),
        findings: rules.map(({ code }) => figures.rules[code] ?? 0),
      }))
      .sort((a, b) => Number(b.holds) - Number(a.holds)),
    threads: await threadsOf(store, goal.threads),
    previous: goals[at - 1]?.id ?? null,
    next: goals[at + 1]?.id ?? null,
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
  own: Owed;
  /** Of PyO3's, or of another dependency's. */
  others: Owed;
}

interface Owed {
  findings: number;
  /** Slugs of the rules, for a list of the findings. */
  rules: string[];
}

/** A project's milestones in order; empty when it ships no extension or was not read. */
export function projectMilestones(store: Store, slug: string): ProjectMilestone[] {
  const project = standingsOf(store).find((standing) => standing.slug === slug);
  if (!project || project.status === "not-applicable") return [];
  return goals.map(({ id, title, measure, rules }) => ({
    ...{ id, title, asks: measure.asks },
    holds: isMeasured(measure) ? measure.holds(project.figures) : null,
    own: owed(project, rules, (owner) => owner === "crate"),
    others: owed(project, rules, (owner) => owner !== "crate"),
  }));
}

function owed({ loads }: Standing, rules: readonly string[], mine: (owner: string) => boolean): Owed {
  const loaded = loads.filter(
    ({ rule, owner, severity }) =>
      rules.includes(rule) && mine(owner) && severity !== "info" && severity !== "positive",
  );
  const codes = new Set(loaded.map(({ rule }) => rule));
  return {
    findings: loaded.reduce((sum, { findings }) => sum + findings, 0),
    rules: registry.filter(({ code }) => codes.has(code)).map(({ slug }) => slug),
  };
}
