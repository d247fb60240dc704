import type { Change } from "#lib/ledger/reconcile";
import type { Scope } from "#lib/scan/finding";

/** A change that there is something to tell about. */
export type News = Change & { kind: Exclude<Change["kind"], "unchanged" | "kept" | "left"> };

/** How many findings of copied code came and went. */
export interface Vendored {
  came: number;
  went: number;
}

/** What there is to tell: changes of the project's own code one by one, those of somebody else's, copied in, as two numbers. */
export function newsOf(changes: readonly Change[], scopeOf: (change: Change) => Scope | undefined) {
  const told: News[] = [];
  const vendored: Vendored = { came: 0, went: 0 };
  for (const change of changes) {
    if (!isNews(change)) continue;
    if (scopeOf(change) !== "vendored") told.push(change);
    else if (!change.finding) vendored.went++;
    else if (change.kind !== "moved" && change.kind !== "rejudged") vendored.came++;
  }
  return { told, vendored };
}

function isNews(change: Change): change is News {
  return change.kind !== "unchanged" && change.kind !== "kept" && change.kind !== "left";
}
