import data from "./measured.json";

/** How a rule did on real code that a person had labelled before. */
export interface Measured {
  /** Places that it reported where labels were made, and how many of them a label confirms. */
  judged: number;
  confirmed: number;
  /** Places that some rule of its group had to report, and how many were. */
  group: string;
  labelled: number;
  found: number;
  /** When, under which ruleset, over how many repositories. */
  date: string;
  ruleset: string;
  repositories: number;
}

const rules: Record<string, Pick<Measured, "judged" | "confirmed" | "group" | "labelled" | "found">> = data.rules;

/** Figures that `npm run corpus -- … --labels … --accept` stored; null for a rule that no label speaks of. */
export function measuredOf(code: string): Measured | null {
  const { date, ruleset, repositories } = data;
  const figures = rules[code];
  return figures ? { ...figures, date, ruleset, repositories } : null;
}
