import type { At } from "#lib/scan/facts/facts";
import type { Located } from "#lib/scan/model/model";

/** By path and position. Code units, not a locale: a collator costs more than the sorting. */
export function inSourceOrder(a: Located<{ at: At }>, b: Located<{ at: At }>): number {
  if (a.file !== b.file) return a.file.path < b.file.path ? -1 : 1;
  return a.fact.at.start - b.fact.at.start;
}
