import type { WorkContext } from "#lib/commands/context";
import { allJudgedBy, putIndexDay } from "#lib/db/index-days";
import { readinessToday } from "#lib/queries/readiness";
import { ruleset } from "#lib/rules/index";

/**
 * Writes down what the readiness index is today, so that a later ruleset draws a line of its own beside it. Waits while
 * projects are judged by different rulesets.
 */
export async function publishIndex({ store, clock }: WorkContext): Promise<void> {
  if (!allJudgedBy(store, ruleset)) return;
  const { tenths, projects } = readinessToday(store);
  if (projects === 0) return;
  await putIndexDay(store, { ruleset, day: clock().toISOString().slice(0, 10), tenths, projects });
}
