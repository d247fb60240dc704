import { answers, type Figures, type Measure } from "#lib/milestones/ecosystem";

/** What a project answers from this month (`2026-08`) on, until its next answer. */
export interface Answer {
  month: string;
  /** One for each question; null while it ships no extension. */
  holds: readonly boolean[] | null;
}

/** The tracked projects in one month. */
export interface Month {
  month: string;
  /** Projects that ship an extension. */
  of: number;
  /** For how many of them each question holds, in the order of the questions. */
  counts: number[];
}

export function answerOf(month: string, figures: Figures, questions: readonly Measure[]): Answer {
  return { month, holds: answers(figures) ? questions.map((question) => question.holds(figures)) : null };
}

/** Without those that repeat the answer before them; the last one stays, because it says how far the record goes. */
export function changesOf(answers: readonly Answer[]): Answer[] {
  const text = (at: number): string => JSON.stringify(answers[at]?.holds);
  return answers.filter((_, at) => at === 0 || at === answers.length - 1 || text(at) !== text(at - 1));
}

/** One row per month, from the first answer to the last one of all. Each project's answers come in order. */
export function monthsOf(projects: readonly (readonly Answer[])[], questions: number): Month[] {
  const changes = new Map<string, { of: number; counts: number[] }>();
  for (const project of projects)
    for (const [at, answer] of project.entries()) {
      const change = changes.get(answer.month) ?? { of: 0, counts: Array<number>(questions).fill(0) };
      changes.set(answer.month, change);
      add(change, answer.holds, 1);
      add(change, project[at - 1]?.holds ?? null, -1);
    }
  const named = [...changes.keys()].sort();
  const last = named.at(-1);
  const months: Month[] = [];
  for (let month = named[0]; month !== undefined && last !== undefined && month <= last; month = after(month)) {
    const before = months.at(-1) ?? { of: 0, counts: Array<number>(questions).fill(0) };
    const change = changes.get(month);
    const counts = before.counts.map((n, at) => n + (change?.counts[at] ?? 0));
    months.push({ month, of: before.of + (change?.of ?? 0), counts });
  }
  return months;
}

function add(change: { of: number; counts: number[] }, holds: Answer["holds"], sign: 1 | -1): void {
  if (!holds) return;
  change.of += sign;
  for (const [at, yes] of holds.entries()) if (yes) change.counts[at]! += sign;
}

function after(month: string): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}
