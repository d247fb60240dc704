import type { Store } from "#lib/db/store";
import { hazardClasses, indexOf, levels, type Measure, questions, statuses } from "#lib/milestones/ecosystem";
import { milestones as goals } from "#lib/milestones/goals";
import { answersIn, ecosystemMonths } from "#lib/queries/ecosystem-past";
import { isMeasured } from "#lib/queries/milestones";
import type { IndexFigures } from "#lib/queries/readiness";
import { ecosystemOf } from "#lib/queries/standings";
import { rules as registry } from "#lib/rules/index";
import type { Status } from "#lib/scan/report";

/** One question to every project. */
export interface EcosystemQuestion {
  id: string;
  name: string;
  holds: number;
  /** What a project for which it holds adds to the readiness index, in tenths; null where it weighs nothing. */
  tenths: number | null;
}

export interface EcosystemRow {
  slug: string;
  /** Null while nothing is asked. */
  holds: boolean | null;
  status: Status;
}

/** What every project that ships an extension answers, today or in a month of the past. */
export interface EcosystemView {
  /** The denominator of every count. */
  of: number;
  groups: { id: string; title: string; questions: EcosystemQuestion[] }[];
  index: IndexFigures;
  /** The question that was asked, with the rules whose findings decide it. */
  asked: { id: string; asks: string; rules: string[] } | null;
  /** Every project; those for which it holds first. */
  rows: EcosystemRow[];
}

export interface MonthView extends EcosystemView {
  /** `2026-08` */
  month: string;
  previous: string | null;
  next: string | null;
  /** The month of now. */
  today: string;
}

/** A project's answers in the order of `questions`. */
interface Answers {
  slug: string;
  holds: readonly boolean[];
}

const monthOf = (at: Date): string => at.toISOString().slice(0, 7);

/** The projects of today, as every denominator of today counts them. An unknown question is not asked. */
export function ecosystemToday(store: Store, ask = ""): EcosystemView {
  const answers = ecosystemOf(store).map(({ slug, figures }) => ({
    slug,
    holds: questions.map((question) => question.holds(figures)),
  }));
  return viewOf(answers, ask);
}

/**
 * What was known of the ecosystem in one month (`2026-08`): what its record last said until then. Null before the record begins,
 * after `now`, and for what is no month. An unknown question is not asked.
 */
export function ecosystemMonth(store: Store, month: string, now: Date, ask = ""): MonthView | null {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month) || month > monthOf(now)) return null;
  const months = ecosystemMonths(store).filter(({ of }) => of > 0);
  const at = months.findLastIndex((one) => one.month <= month);
  if (at < 0) return null;
  return {
    ...viewOf(answersIn(store, month), ask),
    month,
    previous: months[at - 1]?.month ?? null,
    next: months[at + 1]?.month ?? null,
    today: monthOf(now),
  };
}

function viewOf(answers: readonly Answers[], ask: string): EcosystemView {
  const counted = (question: Measure, name: string, tenths: number | null = null): EcosystemQuestion => {
    const place = questions.indexOf(question);
    return { id: question.id, name, holds: answers.filter(({ holds }) => holds[place]).length, tenths };
  };
  const byLevel = levels.map((level) => counted(level, level.name, level.tenths));
  const measured = goals.filter(({ measure }) => isMeasured(measure));
  const question = questions.find(({ id }) => id === ask);
  return {
    of: answers.length,
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
    asked: question ? { id: question.id, asks: question.asks, rules: rulesOf(question) } : null,
    rows: rowsOf(answers, question),
  };
}

function rowsOf(answers: readonly Answers[], question: Measure | undefined): EcosystemRow[] {
  const place = question && questions.indexOf(question);
  const rows = answers.map(({ slug, holds }): EcosystemRow => {
    const status = statuses.find((one) => holds[questions.indexOf(one)])?.status ?? "unknown";
    return { slug, holds: place === undefined ? null : (holds[place] ?? false), status };
  });
  return rows.sort((a, b) => Number(b.holds) - Number(a.holds));
}

/** Slugs of the rules whose findings decide. */
function rulesOf(question: Measure): string[] {
  const codes =
    hazardClasses.find((one) => one === question)?.rules ??
    goals.find(({ measure }) => measure === question)?.rules ??
    [];
  return registry.filter(({ code }) => codes.includes(code)).map(({ slug }) => slug);
}
