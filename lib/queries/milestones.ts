import type { Store } from "#lib/db/store";
import { clearOf, type Figures, hazardClasses } from "#lib/milestones/ecosystem";
import { evaluate, growth, type Known, type Progress } from "#lib/milestones/evaluate";
import { milestones as goals } from "#lib/milestones/goals";
import { frameworkSource, type Milestone, readAt } from "#lib/milestones/milestone";
import { type Month, monthsOf, type Sample } from "#lib/milestones/series";
import { type CheckView, checkView } from "#lib/queries/milestone-checks";
import { type Framework, frameworkOf, knownFor } from "#lib/queries/milestone-evidence";
import { remembered } from "#lib/queries/remembered";
import { ecosystemOf, type Standing } from "#lib/queries/standings";

/** A count through time. */
export interface Moment {
  at: Date;
  value: number;
}

/** Projects for which something holds, of all that ship an extension. */
export interface Share {
  holds: number;
  of: number;
  /** By month; `of` is the denominator of that month. */
  months: (Moment & { of: number })[];
}

export interface MilestoneLine extends Pick<Milestone, "id" | "horizon" | "wording" | "title"> {
  met: number;
  of: number;
  checks: CheckView[];
  /** Checks met, from the first one on. */
  growth: Moment[];
  asks: string;
  share: Share;
}

export interface MilestonesView {
  framework: Pick<Framework, "slug" | "sha" | "at"> | null;
  /** When PyO3's source was read for what no rule looks for. */
  readAt: { sha: string; at: Date; url: string };
  projects: number;
  milestones: MilestoneLine[];
  classes: ({ id: string; name: string; rules: readonly string[] } & Share)[];
  /** PyO3's own production code: findings by kind, month by month. */
  statics: { key: string; name: string; moments: Moment[] }[];
}

/** Every milestone with PyO3's progress and the ecosystem's, today and through time. */
export function milestones(store: Store): MilestonesView {
  const framework = frameworkOf(store);
  const known = knownFor(store, framework);
  const projects = ecosystemOf(store);
  const past = pastOf(store);
  return {
    framework: framework && { slug: framework.slug, sha: framework.sha, at: framework.at },
    readAt: { sha: readAt.sha, at: new Date(readAt.at), url: `${frameworkSource}/tree/${readAt.sha}` },
    projects: projects.length,
    milestones: goals.map((goal) => lineOf(goal, known, framework, projects, past.months)),
    classes: hazardClasses.map((one) => ({
      ...{ id: one.id, name: one.name, rules: one.rules },
      ...shareOf(
        projects,
        (figures) => clearOf(figures, one),
        past.months,
        ({ clear }) => clear[one.id] ?? 0,
      ),
    })),
    statics: staticsOf(past.framework),
  };
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
  const progress: Progress = evaluate(goal, known);
  return {
    ...{ id, horizon, wording, title },
    met: progress.met,
    of: progress.of,
    checks: progress.results.map((result) => checkView(result, known, framework)),
    growth: growth(progress).map(({ at, met }) => ({ at: new Date(at), value: met })),
    asks: measure.asks,
    share: shareOf(projects, measure.holds, months, ({ measures }) => measures[measure.id] ?? 0),
  };
}

function shareOf(
  projects: readonly Standing[],
  holds: (figures: Figures) => boolean,
  months: readonly Month[],
  then: (month: Month) => number,
): Share {
  return {
    holds: projects.filter(({ figures }) => holds(figures)).length,
    of: projects.length,
    months: months.filter(({ of }) => of > 0).map((month) => ({ at: start(month), value: then(month), of: month.of })),
  };
}

const start = ({ month }: { month: string }): Date => new Date(`${month}-01T00:00:00Z`);

interface Past {
  months: Month[];
  framework: Sample[];
}

interface PointRow {
  projectId: string;
  framework: number;
  month: string;
  rules: string;
  owners: string;
  status: Figures["status"];
  pyo3Version: string | null;
}

/** The recorded histories, one sample per project and month: its last point of that month. */
export function pastOf(store: Store): Past {
  return remembered(store, "past", () => {
    const rows = store.read((sql) =>
      sql
        .prepare<[string], PointRow>(
          // Next to MAX, SQLite takes the other columns from the row that has it.
          `SELECT p.projectId, lower(o.source) = lower(?) AS framework, strftime('%Y-%m', c.committedAt / 1000, 'unixepoch') AS month,
            p.rules, p.owners, p.status, p.pyo3Version, MAX(c.position)
           FROM Point p JOIN "Commit" c ON c.id = p.commitId JOIN Project o ON o.id = p.projectId
           WHERE o.removedAt IS NULL AND c.position IS NOT NULL GROUP BY p.projectId, month ORDER BY month`,
        )
        .all(frameworkSource),
    );
    const samples = rows.map((row) => ({ row, sample: sampleOf(row) }));
    const last = rows.at(-1)?.month ?? "";
    return {
      months: monthsOf(
        samples.filter(({ row }) => !row.framework).map(({ sample }) => sample),
        goals.map(({ measure }) => measure),
        last,
      ),
      framework: samples.filter(({ row }) => row.framework).map(({ sample }) => sample),
    };
  });
}

function sampleOf({ projectId, month, rules, owners, status, pyo3Version }: PointRow): Sample {
  const figures = { status, rules: JSON.parse(rules), owners: JSON.parse(owners), pyo3Version } as Figures;
  return { project: projectId, month, figures };
}

const kinds = [
  { key: "cells", name: "cells", rules: ["SI-012"] },
  { key: "other", name: "other statics", rules: ["SI-010", "SI-011", "SI-013", "SI-014", "SI-016"] },
  { key: "exceptions", name: "exceptions", rules: ["SI-021"] },
  { key: "interned", name: "interned", rules: ["SI-020"] },
];

function staticsOf(samples: readonly Sample[]): MilestonesView["statics"] {
  return kinds.map(({ key, name, rules }) => ({
    key,
    name,
    moments: samples.map(({ month, figures }) => ({
      at: start({ month }),
      value: rules.reduce((sum, code) => sum + (figures.rules[code] ?? 0), 0),
    })),
  }));
}
