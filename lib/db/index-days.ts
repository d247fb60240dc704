import type { Store } from "#lib/db/store";

interface IndexDay {
  ruleset: string;
  /** 2026-11-26, UTC */
  day: string;
  tenths: number;
  projects: number;
}

/** Writes the day's figures; the last ones of a day stay. */
export async function putIndexDay(store: Store, { ruleset, day, tenths, projects }: IndexDay): Promise<void> {
  const figures = { tenths, projects };
  const key = { ruleset_day: { ruleset, day } };
  await store.client.indexDay.upsert({ where: key, create: { ruleset, day, ...figures }, update: figures });
}

/** Whether every project that was read is judged by this ruleset. */
export function allJudgedBy(store: Store, ruleset: string): boolean {
  const text = `SELECT 1 FROM Project p JOIN Scan s ON s.id = p.scanId WHERE p.removedAt IS NULL AND s.ruleset <> ? LIMIT 1`;
  return store.read((sql) => sql.prepare(text).get(ruleset) === undefined);
}
