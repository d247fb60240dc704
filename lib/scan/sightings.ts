import { isEqual } from "#lib/scan/equal";
import { perItem } from "#lib/scan/model/per-model";
import type { Rule, Sighting } from "#lib/scan/rule";
import { groupBy } from "#lib/scan/sighting";

/** What a rule sees. What says the same as in the commit before is the same object, so that nobody words or tells it again. */
export const sightingsOf = perItem((model, rule: Rule, before?: readonly Sighting[]): readonly Sighting[] => {
  const now = [...rule.check(model)];
  if (!before) return now;
  const known = groupBy(before, placeOf);
  return now.map((one) => {
    const here = known.get(placeOf(one)) ?? [];
    const same = here.findIndex((other) => one.crate === other.crate && isEqual(one, other));
    return same < 0 ? one : here.splice(same, 1)[0]!;
  });
});

function placeOf({ symbol, sites: [first] }: Sighting): string {
  return `${symbol} ${first?.line} ${first?.path}`;
}
