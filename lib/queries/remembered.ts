import type { Store } from "#lib/db/store";

interface Kept {
  version: string;
  value: unknown;
}
const kept = new WeakMap<Store, Map<string, Kept>>();

/** What was read of all projects, read again only when a project was scanned, added, removed or its history recorded. */
export function remembered<T>(store: Store, name: string, read: () => T): T {
  const version = versionOf(store);
  const values = kept.get(store) ?? new Map<string, Kept>();
  kept.set(store, values);
  const known = values.get(name);
  if (known?.version === version) return known.value as T;
  const value = read();
  values.set(name, { version, value });
  return value;
}

function versionOf(store: Store): string {
  return store.read((sql) => {
    const columns = "COUNT(*), SUM(removedAt IS NULL), MAX(scannedAt), MAX(historyAt), MAX(shippedAt)";
    const states = "SUM(historyState = 'complete'), COUNT(scanId), SUM(historyCommits)";
    return JSON.stringify(sql.prepare(`SELECT ${columns}, ${states} FROM Project`).raw().get());
  });
}
