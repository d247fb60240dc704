import type { Store } from "#lib/db/store";

interface Kept<T> {
  stamps: string;
  byProject: Map<string, { stamp: string; value: T }>;
  values: T[];
}
const kept = new WeakMap<Store, Map<string, Kept<unknown>>>();

/**
 * One value for each tracked project that was read, by slug. `read` is asked only for projects that were scanned, or got a
 * history, since they were last asked for; so figures over all projects cost what changed. The same array while nothing did.
 */
export function remembered<T>(
  store: Store,
  name: string,
  read: (ids: string[]) => ReadonlyMap<string, T>,
): readonly T[] {
  const ofStore = kept.get(store) ?? new Map<string, Kept<unknown>>();
  kept.set(store, ofStore);
  const before = ofStore.get(name) as Kept<T> | undefined;
  const rows = stampsOf(store);
  const stamps = JSON.stringify(rows);
  if (before?.stamps === stamps) return before.values;
  const known = before?.byProject ?? new Map<string, { stamp: string; value: T }>();
  const changed = rows.filter(({ id, stamp }) => known.get(id)?.stamp !== stamp).map(({ id }) => id);
  const fresh = read(changed);
  const byProject: typeof known = new Map();
  for (const { id, stamp } of rows) {
    const value = fresh.get(id) ?? known.get(id)?.value;
    if (value !== undefined) byProject.set(id, { stamp, value });
  }
  const values = [...byProject.values()].map(({ value }) => value);
  ofStore.set(name, { stamps, byProject, values });
  return values;
}

const conclusions = new WeakMap<readonly unknown[], unknown>();

/** What follows from remembered values: drawn again only when they changed. One conclusion for each array. */
export function concluded<T, R>(values: readonly T[], conclude: (values: readonly T[]) => R): R {
  if (!conclusions.has(values)) conclusions.set(values, conclude(values));
  return conclusions.get(values) as R;
}

/** What changes with every scan and every recorded history of a project. */
function stampsOf(store: Store): { id: string; stamp: string }[] {
  return store.read((sql) =>
    sql
      .prepare<[], { id: string; stamp: string }>(
        `SELECT id, json_array(scanId, scannedAt, headSha, historyAt, historyTo, historyCommits, shippedAt) AS stamp
         FROM Project WHERE removedAt IS NULL AND status IS NOT NULL ORDER BY slug`,
      )
      .all(),
  );
}
