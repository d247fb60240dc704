import { count } from "#components/format";

interface MonthFigureProps {
  at: Date;
  /** Id of the question whose projects are listed; without one, everything that is known of the month. */
  ask?: string;
  n: number;
}

/** A count of projects in one month, with the way to the projects that make it. */
export function MonthFigure({ at, ask, n }: MonthFigureProps) {
  return (
    <a className="plain" href={monthUrl(at, ask)}>
      {count(n)}
    </a>
  );
}

export const monthUrl = (at: Date, ask?: string): string =>
  `/milestones/months/${at.toISOString().slice(0, 7)}${ask ? `?ask=${ask}` : ""}`;
