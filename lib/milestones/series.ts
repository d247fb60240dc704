import { answers, clearOf, type Figures, hazardClasses, type Measure } from "#lib/milestones/ecosystem";

/** A project's figures, which hold from this month (`2026-08`) until its next sample. */
export interface Sample {
  project: string;
  month: string;
  figures: Figures;
}

/** The tracked projects in one month; every figure counts projects of those that ship an extension. */
export interface Month {
  month: string;
  of: number;
  /** Measure id → projects for which it holds. */
  measures: Record<string, number>;
  /** Hazard class id → projects clear of it. */
  clear: Record<string, number>;
}

/** One row per month from the first sample to the last month. Samples may come in any order. */
export function monthsOf(samples: readonly Sample[], measures: readonly Measure[], last: string): Month[] {
  const byMonth = new Map<string, Sample[]>();
  for (const sample of samples) {
    const of = byMonth.get(sample.month);
    if (of) of.push(sample);
    else byMonth.set(sample.month, [sample]);
  }
  const first = [...byMonth.keys()].sort()[0];
  const current = new Map<string, Figures>();
  const months: Month[] = [];
  for (let month = first; month !== undefined && month <= last; month = after(month)) {
    for (const { project, figures } of byMonth.get(month) ?? []) current.set(project, figures);
    months.push(countMonth(month, [...current.values()].filter(answers), measures));
  }
  return months;
}

function countMonth(month: string, projects: readonly Figures[], measures: readonly Measure[]): Month {
  const count = (holds: (figures: Figures) => boolean): number => projects.filter(holds).length;
  return {
    month,
    of: projects.length,
    measures: Object.fromEntries(measures.map((measure) => [measure.id, count(measure.holds)])),
    clear: Object.fromEntries(hazardClasses.map((one) => [one.id, count((figures) => clearOf(figures, one))])),
  };
}

function after(month: string): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}
