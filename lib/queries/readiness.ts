import type { Store } from "#lib/db/store";
import { indexOf, levels, questions } from "#lib/milestones/ecosystem";
import type { Month } from "#lib/milestones/series";
import { ecosystemMonths } from "#lib/queries/ecosystem-past";
import { ecosystemOf, type Standing, standingsOf } from "#lib/queries/standings";
import { ruleset } from "#lib/rules/index";
import type { Status } from "#lib/scan/report";
import { groupBy } from "#lib/scan/sighting";

/** The index at a moment: `tenths` ÷ 10 ÷ `projects`. */
export interface IndexFigures {
  /** Σ of the weights, in tenths. */
  tenths: number;
  /** Its denominator. */
  projects: number;
}

export interface IndexMoment extends IndexFigures {
  at: Date;
  /** From 0 to 1. */
  value: number;
}

/** Projects by slug that have one weight. */
export interface LevelLine {
  id: string;
  name: string;
  tenths: number;
  projects: { slug: string; status: Status }[];
}

export interface ReadinessView extends IndexFigures {
  value: number;
  ruleset: string;
  levels: LevelLine[];
  /** Outside the denominator, each with its reason. */
  outside: { slug: string; why: "unknown" | "no extension" }[];
  /** By month, from recorded histories as today's ruleset judges them. */
  months: IndexMoment[];
  /** As it was published day by day under rulesets before this one. */
  published: { ruleset: string; days: IndexMoment[] }[];
}

/** The readiness index of the ecosystem, with every project that it counts and every one that it does not. */
export async function readiness(store: Store): Promise<ReadinessView> {
  const lines = levelLines(ecosystemOf(store));
  const figures = figuresOf(lines);
  return {
    ...figures,
    value: shareOf(figures),
    ruleset,
    levels: lines,
    outside: standingsOf(store).flatMap(outsideOf),
    months: ecosystemMonths(store).flatMap(momentOf),
    published: await publishedBefore(store),
  };
}

export const readinessToday = (store: Store): IndexFigures => figuresOf(levelLines(ecosystemOf(store)));

function levelLines(projects: readonly Standing[]): LevelLine[] {
  return levels.map(({ id, name, tenths, holds }) => ({
    ...{ id, name, tenths },
    projects: projects.filter(({ figures }) => holds(figures)).map(({ slug, status }) => ({ slug, status })),
  }));
}

const figuresOf = (lines: readonly LevelLine[]): IndexFigures => indexOf(lines.map(({ projects }) => projects.length));

const shareOf = ({ tenths, projects }: IndexFigures): number => (projects === 0 ? 0 : tenths / 10 / projects);

/** PyO3 itself is no project of the index, nor is it left out of it. */
function outsideOf({ slug, status, framework }: Standing): ReadinessView["outside"] {
  if (framework) return [];
  if (status === "unknown") return [{ slug, why: "unknown" }];
  return status === "not-applicable" ? [{ slug, why: "no extension" }] : [];
}

const first = questions.indexOf(levels[0]!);

function momentOf({ month, counts }: Month): IndexMoment[] {
  const figures = indexOf(counts.slice(first, first + levels.length));
  if (figures.projects === 0) return [];
  return [{ at: new Date(`${month}-01T00:00:00Z`), value: shareOf(figures), ...figures }];
}

async function publishedBefore(store: Store): Promise<ReadinessView["published"]> {
  const rows = await store.client.indexDay.findMany({
    where: { ruleset: { not: ruleset } },
    orderBy: { day: "asc" },
  });
  const byRuleset = groupBy(rows, (row) => row.ruleset);
  return [...byRuleset].map(([name, days]) => ({
    ruleset: name,
    days: days.map(({ day, tenths, projects }) => {
      const figures = { tenths, projects };
      return { at: new Date(`${day}T00:00:00Z`), value: shareOf(figures), ...figures };
    }),
  }));
}
