import type { Store } from "#lib/db/store";
import { hazardClasses, indexOf, levels, type Measure, questions, statuses } from "#lib/milestones/ecosystem";
import { milestones as goals } from "#lib/milestones/goals";
import { answersIn, ecosystemMonths } from "#lib/queries/ecosystem-past";
import { isMeasured } from "#lib/queries/milestones";
import type { IndexFigures } from "#lib/queries/readiness";
import { rules as registry } from "#lib/rules/index";
import type { Status } from "#lib/scan/report";

/** One question to every project of a month. */
export interface MonthQuestion {
  id: string;
  name: string;
  holds: number;
}

export interface MonthRow {
  slug: string;
  holds: boolean;
  status: Status;
}

export interface MonthView {
  /** `2026-08` */
  month: string;
  /** Projects that shipped an extension: the denominator of every count. */
  of: number;
  groups: { id: string; title: string; questions: MonthQuestion[] }[];
  index: IndexFigures;
  /** The question that was asked with every project's answer, those for which it held first. */
  asked: { id: string; asks: string; rules: string[]; rows: MonthRow[] } | null;
  previous: string | null;
  next: string | null;
  /** The month of now. */
  today: string;
}

const monthOf = (at: Date): string => at.toISOString().slice(0, 7);

/**
 * What was known of the ecosystem in one month (`2026-08`): what its record last said until then. Null before the record begins,
 * after `now`, and for what is no month. An unknown question is not asked.
 */
export function ecosystemMonth(store: Store, month: string, now: Date, ask = ""): MonthView | null {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month) || month > monthOf(now)) return null;
  const months = ecosystemMonths(store).filter(({ of }) => of > 0);
  const at = months.findLastIndex((one) => one.month <= month);
  const found = months[at];
  if (!found) return null;
  const counted = (question: Measure, name: string): MonthQuestion => {
    return { id: question.id, name, holds: found.counts[questions.indexOf(question)] ?? 0 };
  };
  const byLevel = levels.map((level) => counted(level, level.name));
  const measured = goals.filter(({ measure }) => isMeasured(measure));
  return {
    ...{ month, of: found.of },
    groups: [
      {
        ...{ id: "goals", title: "Goals" },
        questions: measured.map(({ id, measure }) => counted(measure, `${id}: ${measure.asks}`)),
      },
      { id: "classes", title: "Hazards", questions: hazardClasses.map((one) => counted(one, one.asks)) },
      { id: "statuses", title: "Statuses", questions: statuses.map((one) => counted(one, one.asks)) },
      { id: "levels", title: "Levels", questions: byLevel },
    ],
    index: indexOf(byLevel.map(({ holds }) => holds)),
    asked: askedOf(store, month, ask),
    previous: months[at - 1]?.month ?? null,
    next: months[at + 1]?.month ?? null,
    today: monthOf(now),
  };
}

function askedOf(store: Store, month: string, ask: string): MonthView["asked"] {
  const question = questions.find(({ id }) => id === ask);
  if (!question) return null;
  const place = questions.indexOf(question);
  const rows = answersIn(store, month).map(({ slug, holds }): MonthRow => {
    const status = statuses.find((one) => holds[questions.indexOf(one)])?.status ?? "unknown";
    return { slug, holds: holds[place] ?? false, status };
  });
  const codes =
    hazardClasses.find((one) => one === question)?.rules ??
    goals.find(({ measure }) => measure === question)?.rules ??
    [];
  return {
    ...{ id: question.id, asks: question.asks },
    rules: registry.filter(({ code }) => codes.includes(code)).map(({ slug }) => slug),
    rows: rows.sort((a, b) => Number(b.holds) - Number(a.holds)),
  };
}
