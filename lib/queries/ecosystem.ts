import type { Store } from "#lib/db/store";
import { questions, statuses } from "#lib/milestones/ecosystem";
import type { Month } from "#lib/milestones/series";
import { ecosystemMonths } from "#lib/queries/ecosystem-past";
import type { Status } from "#lib/scan/report";

/** How many projects stood where at the end of a month, of those whose history reaches back that far. */
export interface EcosystemMoment {
  at: Date;
  counts: Record<Status, number>;
  /** Projects with a recorded state at that date and an extension to judge: the denominator. */
  known: number;
}

/** Before PyO3 0.15 hardly a project of today had an extension in Rust. */
const SINCE = "2019-01";

/** Projects by status, month by month up to `now`; the last month of the record goes on until then. */
export function ecosystem(store: Store, now: Date): EcosystemMoment[] {
  const months = ecosystemMonths(store);
  const [first] = months;
  if (!first) return [];
  const known = new Map(months.map((month) => [month.month, month]));
  let last = first;
  const moments: EcosystemMoment[] = [];
  for (const at of monthEnds(new Date(`${first.month}-01T00:00:00Z`), now)) {
    const name = at.toISOString().slice(0, 7);
    last = known.get(name) ?? last;
    if (name >= SINCE && last.of > 0) moments.push({ at, counts: countsOf(last), known: last.of });
  }
  return moments;
}

function countsOf({ counts }: Month): Record<Status, number> {
  const told = statuses.map((one) => [one.status, counts[questions.indexOf(one)] ?? 0] as const);
  return { ...(Object.fromEntries(told) as Record<Status, number>), "not-applicable": 0 };
}

/** The last moment of each month, and now. */
function monthEnds(from: Date, now: Date): Date[] {
  const ends: Date[] = [];
  for (let month = 1; ; month++) {
    const end = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + month, 1) - 1);
    if (end >= now) break;
    ends.push(end);
  }
  return [...ends, now];
}
