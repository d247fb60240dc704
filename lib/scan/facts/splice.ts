/**
 * Two versions of a file mostly hold the same items. What an item says rests on nothing outside of it: where it stands in the next
 * version its facts are the same, further on.
 */
import type { At, Attribute, FileFacts, ScopeFact } from "#lib/scan/facts/facts";
import type { Sink } from "#lib/scan/facts/sink";

/** Where an item of a file begins, and how many callees are told before. */
export interface Cut {
  /** In bytes. */
  start: number;
  line: number;
  column: number;
  callees: number;
}

/** A blob that was read, with what spares reading all of its next version. */
export interface Version {
  bytes: Uint8Array;
  facts: FileFacts;
  /** In order, up to the first thing that is no item. */
  cuts: readonly Cut[];
}

/** Lists of facts that stand somewhere in a scope. */
const PLAIN = ["uses", "consts", "calls", "macros", "writes", "addresses"] as const;
const ATTRIBUTED = ["modules", "statics", "types"] as const;
const WITH_BODY = ["impls", "fns", "macroDefs"] as const;

interface Placed {
  scope: number;
  at: At;
}

/** Items of an earlier version among which one that stands in the next is looked for: no file is compared more often. */
const NEAR = 100;

/** Takes the facts of items that stand in an earlier version over to the next one. */
export class Splice {
  /** The item of the earlier version after those that were taken. */
  private next = 0;

  private constructor(
    private readonly earlier: Version,
    private readonly sink: Sink,
    private readonly cuts: Cut[],
  ) {}

  /** Null where the earlier version was not read whole. */
  static of(earlier: Version, sink: Sink, cuts: Cut[]): Splice | null {
    return earlier.facts.problems.length === 0 ? new Splice(earlier, sink, cuts) : null;
  }

  /** Takes the items that stand from a place on, as many as stand in a row there too, and gives the token after them; null when there is none. */
  take(place: Cut): number | null {
    const { earlier, sink, next } = this;
    const { bytes, count } = sink.tokens;
    for (let first = next; first < Math.min(earlier.cuts.length, next + NEAR); first++) {
      const cut = earlier.cuts[first]!;
      if (cut.column !== place.column) continue;
      const same = commonBytes(earlier.bytes, cut.start, bytes, place.start);
      if (cut.start + same === earlier.bytes.length && place.start + same === bytes.length) {
        this.takeOver(first, earlier.cuts.length, place);
        return count;
      }
      // How an item ends may rest on how the next one begins, so that one has to begin the same way.
      const last = firstFrom(earlier.cuts, ({ start }) => start >= cut.start + same) - 1;
      if (last <= first) continue;
      const end = place.start + earlier.cuts[last]!.start - cut.start;
      const after = sink.tokenFrom(end);
      if (sink.tokens.start[after] !== end) continue;
      this.takeOver(first, last, place);
      return after;
    }
    return null;
  }

  /** Items of the earlier version, up to `last`, stand from a place on. */
  private takeOver(first: number, last: number, place: Cut): void {
    const { earlier, cuts } = this;
    const [from, to] = [earlier.cuts[first]!, earlier.cuts[last] ?? null];
    const by = {
      start: place.start - from.start,
      line: place.line - from.line,
      callees: place.callees - from.callees,
    };
    for (const cut of earlier.cuts.slice(first, last))
      cuts.push({
        start: cut.start + by.start,
        line: cut.line + by.line,
        column: cut.column,
        callees: cut.callees + by.callees,
      });
    appendFacts(this.sink.facts, earlier.facts, { from, to }, by);
    this.next = last;
  }
}

/** Puts the facts of the items between two cuts behind those of another file, so many bytes and lines further on. */
function appendFacts(
  facts: FileFacts,
  earlier: FileFacts,
  { from, to }: { from: Cut; to: Cut | null },
  by: Pick<Cut, "start" | "line">,
): void {
  // The first scope is the file.
  const first = Math.max(1, firstAt(earlier.scopes, from.start));
  const scopes = facts.scopes.length - first;
  const still = by.start === 0 && by.line === 0 && scopes === 0;
  const scope = (n: number): number => (n === 0 ? 0 : n + scopes);
  const at = (old: At): At => ({
    line: old.line + by.line,
    endLine: old.endLine + by.line,
    column: old.column,
    start: old.start + by.start,
    end: old.end + by.start,
  });
  const lines = <T extends { line: number }>(list: T[]): T[] =>
    list.length === 0 ? list : list.map((one) => ({ ...one, line: one.line + by.line }));
  const moved = <T extends Placed>(fact: T): T => ({ ...fact, scope: scope(fact.scope), at: at(fact.at) });
  const take = <T extends { at: At }>(into: T[], list: readonly T[], move: (fact: T) => T): void => {
    const end = to ? firstAt(list, to.start) : list.length;
    for (let i = firstAt(list, from.start); i < end; i++) into.push(still ? list[i]! : move(list[i]!));
  };
  take(facts.scopes, earlier.scopes.slice(first), (one: ScopeFact) => ({
    ...one,
    parent: scope(one.parent),
    attributes: lines<Attribute>(one.attributes),
    at: at(one.at),
  }));
  /** What has a scope of its own stands where that does. */
  const own = (body: number): ScopeFact => facts.scopes[body + scopes]!;
  for (const kind of PLAIN) take<Placed>(facts[kind], earlier[kind], moved);
  for (const kind of ATTRIBUTED)
    take<Placed & { attributes: Attribute[] }>(facts[kind], earlier[kind], (one) => ({
      ...moved(one),
      attributes: lines(one.attributes),
    }));
  for (const kind of WITH_BODY)
    take<Placed & { body: number; attributes?: Attribute[] }>(facts[kind], earlier[kind], (one) => ({
      ...one,
      scope: scope(one.scope),
      body: one.body + scopes,
      at: own(one.body).at,
      ...(one.attributes && { attributes: own(one.body).attributes }),
    }));
  take(facts.literals, earlier.literals, (one) => ({ ...moved(one), fields: lines(one.fields) }));
  const casts = facts.casts ?? [];
  take(casts, earlier.casts ?? [], moved);
  if (casts.length > 0) facts.casts = casts;
  for (const one of earlier.callees.slice(from.callees, to?.callees))
    facts.callees.push(still ? one : { ...one, scope: scope(one.scope) });
}

/** Index of the first fact of the items from a cut on: what stands in one item is told before anything of the next. */
const firstAt = (list: readonly { at: At }[], start: number): number => firstFrom(list, ({ at }) => at.start >= start);

/** Index of the first for which it holds; it holds for all that follow. */
function firstFrom<T>(list: readonly T[], holds: (one: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(list[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many bytes two texts have in common from two places on. */
function commonBytes(a: Uint8Array, inA: number, b: Uint8Array, inB: number): number {
  const most = Math.min(a.length - inA, b.length - inB);
  let same = 0;
  while (same < most && a[inA + same] === b[inB + same]) same++;
  return same;
}
