import type { Store } from "#lib/db/store";
import type { Weight } from "#lib/ledger/weight";
import { judgedIn, type Place, placeIn } from "#lib/queries/finding-life";

/** What happened to a finding that stayed. */
export interface Stayed {
  findingId: string;
  position: number;
  /** Where it was before. */
  place: Place | null;
  /** How it counted before, as far as that is different. */
  was: Partial<Weight>;
}

/** Moves and judgements of the line behind a commit, in order. */
export function changesAfter(store: Store, projectId: string, position: number): Stayed[] {
  const rows = store.read((sql) =>
    sql
      .prepare<[string, number], { findingId: string; position: number; detail: string }>(
        `SELECT e.findingId, c.position, e.detail FROM Event e JOIN "Commit" c ON c.id = e.commitId
         WHERE e.projectId = ? AND c.position > ? AND e.kind IN ('moved', 'rejudged') AND e.findingId IS NOT NULL
         ORDER BY c.position, e.id`,
      )
      .all(projectId, position),
  );
  return rows.map(({ detail, ...row }) => ({ ...row, place: placeIn(detail), was: judgedIn(detail)?.was ?? {} }));
}

/** As far as it was not as it is. */
export interface Before {
  place?: Place;
  was: Partial<Weight>;
}

/** How each finding was before all of these changes: what the first one of a kind started from. */
export function beforeAll(changes: readonly Stayed[]): Map<string, Before> {
  const first = new Map<string, Before>();
  for (const { findingId, place, was } of changes) {
    const earlier = first.get(findingId);
    const from = earlier?.place ?? place;
    first.set(findingId, { was: { ...was, ...earlier?.was }, ...(from && { place: from }) });
  }
  return first;
}

/** What a finding's row, which says how it is today, said at that time. */
export function asItWas<Row extends Weight>(row: Row, before: Before | undefined): Row {
  return before ? { ...row, ...before.place, ...before.was } : row;
}
