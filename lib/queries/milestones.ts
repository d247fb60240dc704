import type { Store } from "#lib/db/store";
import { type HazardClass, hazardClasses, type Measure, questions } from "#lib/milestones/ecosystem";
import { evaluate, growth, type Known, type PartProgress, scoreOf } from "#lib/milestones/evaluate";
import { milestones as goals } from "#lib/milestones/goals";
import { frameworkSource, type Milestone, readAt } from "#lib/milestones/milestone";
import type { Month } from "#lib/milestones/series";
import { ecosystemMonths, ruleMonths } from "#lib/queries/ecosystem-past";
import { type CheckView, checkView, commitUrl, type Link } from "#lib/queries/milestone-checks";
import { type Framework, frameworkOf, knownFor } from "#lib/queries/milestone-evidence";
import { ecosystemOf, type Standing } from "#lib/queries/standings";
import { rules } from "#lib/rules/index";

/** A count through time. */
export interface Moment {
  at: Date;
  value: number;
}

/** Checks met after a commit of PyO3, and the parts of the formula at that commit. */
export interface GrowthStep extends Moment {
  of: number;
  parts: PartProgress[];
  /** Null when what met a check is no commit. */
  commit: Link | null;
}

/** Projects for which something holds, of all that ship an extension. */
export interface Share {
  /** Id of the question. */
  question: string;
  holds: number;
  of: number;
  /** By month; `of` is the denominator of that month. */
  months: (Moment & { of: number })[];
}

export interface MilestoneLine extends Pick<Milestone, "id" | "horizon" | "wording" | "title"> {
  met: number;
  of: number;
  checks: CheckView[];
  /** The published formula: Σ weight × met ÷ of. */
  formula: PartProgress[];
  score: number;
  /** What was met after each commit that met a check. */
  growth: GrowthStep[];
  asks: string;
  /** Null while no rule of this ruleset looks for what it asks. */
  share: Share | null;
}

/** Projects that are clear of one class of hazard. */
export interface HazardLine extends Share, Pick<HazardClass, "id" | "name" | "rules"> {}

export interface MilestonesView {
  framework: Pick<Framework, "slug" | "sha" | "at"> | null;
  /** When PyO3's source was read for what no rule looks for. */
  readAt: { sha: string; at: Date; url: string };
  projects: number;
  /** Of all goals together. */
  met: number;
  of: number;
  milestones: MilestoneLine[];
  classes: HazardLine[];
  /** PyO3's own production code: findings by kind, month by month. */
  statics: { key: string; name: string; rules: string[]; moments: Moment[] }[];
}

/** Every milestone with PyO3's progress and the ecosystem's, today and through time. */
export function milestones(store: Store): MilestonesView {
  const framework = frameworkOf(store);
  const known = knownFor(store, framework);
  const projects = ecosystemOf(store);
  const months = ecosystemMonths(store);
  const lines = goals.map((goal) => lineOf(goal, known, framework, projects, months));
  return {
    framework: framework && { slug: framework.slug, sha: framework.sha, at: framework.at },
    readAt: { sha: readAt.sha, at: new Date(readAt.at), url: `${frameworkSource}/tree/${readAt.sha}` },
    projects: projects.length,
    met: lines.reduce((sum, { met }) => sum + met, 0),
    of: lines.reduce((sum, { of }) => sum + of, 0),
    milestones: lines,
    classes: hazardLines(store),
    statics: staticsOf(store, framework),
  };
}

/** Every class of hazard with the projects that are clear of it. */
export function hazardLines(store: Store): HazardLine[] {
  const [projects, months] = [ecosystemOf(store), ecosystemMonths(store)];
  return hazardClasses.map((one) => ({
    ...{ id: one.id, name: one.name, rules: one.rules },
    ...shareOf(projects, one, months),
  }));
}

/** One milestone's line, as the list has it. */
export function lineOf(
  goal: Milestone,
  known: Known,
  framework: Framework | null,
  projects: readonly Standing[],
  months: readonly Month[],
): MilestoneLine {
  const { id, horizon, wording, title, measure } = goal;
  const progress = evaluate(goal, known);
  return {
    ...{ id, horizon, wording, title },
    met: progress.met,
    of: progress.of,
    checks: progress.results.map((result) => checkView(result, known, framework)),
    formula: progress.parts,
    score: scoreOf(progress.parts),
    growth: growth(goal, progress).map(({ at, sha, met, of, parts }) => ({
      ...{ at: new Date(at), value: met, of, parts },
      commit: sha === null ? null : { text: sha.slice(0, 7), url: commitUrl(sha) },
    })),
    asks: measure.asks,
    share: isMeasured(measure) ? shareOf(projects, measure, months) : null,
  };
}

export const isMeasured = ({ needs }: Measure): boolean =>
  needs === undefined || rules.some(({ code }) => code === needs);

/** Today and by month, for how many projects it holds. */
export function shareOf(projects: readonly Standing[], question: Measure, months: readonly Month[]): Share {
  const place = questions.indexOf(question);
  return {
    question: question.id,
    holds: projects.filter(({ figures }) => question.holds(figures)).length,
    of: projects.length,
    months: months
      .filter(({ of }) => of > 0)
      .map((month) => ({ at: start(month), value: month.counts[place] ?? 0, of: month.of })),
  };
}

const start = ({ month }: { month: string }): Date => new Date(`${month}-01T00:00:00Z`);

const slugsOf = (codes: readonly string[]): string[] =>
  rules.filter(({ code }) => codes.includes(code)).map(({ slug }) => slug);

const kinds = [
  { key: "cells", name: "cells", rules: ["SI-012"] },
  { key: "other", name: "other statics", rules: ["SI-010", "SI-011", "SI-013", "SI-014", "SI-016"] },
  { key: "exceptions", name: "exceptions", rules: ["SI-021"] },
  { key: "interned", name: "interned", rules: ["SI-020"] },
];

function staticsOf(store: Store, framework: Framework | null): MilestonesView["statics"] {
  const samples = framework ? ruleMonths(store, framework.slug) : [];
  return kinds.map(({ key, name, rules: codes }) => ({
    ...{ key, name, rules: slugsOf(codes) },
    moments: samples.map((sample) => ({
      at: start(sample),
      value: codes.reduce((sum, code) => sum + (sample.rules[code] ?? 0), 0),
    })),
  }));
}
