import type { Finding } from "#lib/scan/finding";

/** What pairing looks at. */
type Named = Pick<Finding, "rule" | "crate" | "item" | "symbol" | "evidence" | "sites">;

/** What two findings have in common when they are the same; null for one that this says nothing about. */
type Key = (one: Named) => (string | null)[] | null;

const byName: Key = ({ rule, crate, symbol }) => [rule, crate, symbol];
const byType: Key = (one) => typed(one, [one.rule, one.crate, one.item]);

/**
 * Lost findings and the fresh ones that they have become, in ranked passes: the same name elsewhere; where names may differ, the same
 * type in the same module, then in a file to which others have moved, then nearly the same type there. A pass pairs only what
 * is alone on both sides: of several, nobody can know which is which.
 */
export function pairUp<Lost extends Named, Fresh extends Named>(
  lost: readonly Lost[],
  fresh: readonly Fresh[],
  renames: boolean,
): Map<Lost, Fresh> {
  const pairs = new Map<Lost, Fresh>();
  const paired = new Set<Fresh>();
  const pass = (key: Key, keyAfter = key, fits = (_: Lost, __: Fresh): boolean => true) => {
    const before = alone(lost, (one) => (pairs.has(one) ? null : key(one)));
    const after = alone(fresh, (one) => (paired.has(one) ? null : keyAfter(one)));
    for (const [name, one] of before) {
      const other = after.get(name);
      if (!one || !other || !fits(one, other)) continue;
      pairs.set(one, other);
      paired.add(other);
    }
  };
  pass(byName);
  if (!renames || lost.length === pairs.size || fresh.length === pairs.size) return pairs;
  pass(byType);
  const files = filesThatMoved(pairs);
  const followed: Key = (one) => inFile(one, files.get(fileOf(one)) ?? null);
  const here: Key = (one) => inFile(one, fileOf(one));
  pass(
    (one) => typed(one, followed(one)),
    (one) => typed(one, here(one)),
  );
  pass(followed, here, (one, other) => isNear(typeOf(one), typeOf(other)));
  return pairs;
}

/** By key, those that share it with nobody; null where several do. */
function alone<T extends Named>(all: readonly T[], key: (one: T) => ReturnType<Key>): Map<string, T | null> {
  const names = new Map<string, T | null>();
  for (const one of all) {
    const parts = key(one);
    if (!parts || parts.includes(null)) continue;
    const name = JSON.stringify(parts);
    names.set(name, names.has(name) ? null : one);
  }
  return names;
}

const fileOf = ({ sites }: Named): string => sites[0]?.path ?? "";
const inFile = ({ rule, crate }: Named, file: string | null) => [rule, crate, file];
const typed = (one: Named, parts: (string | null)[] | null) => parts && [...parts, typeOf(one)];

/** The type of a static, or the trait that is claimed for one; null for a call, which is another one under another name. */
function typeOf({ evidence: { type, trait } }: Named): string | null {
  if (typeof type === "string") return type;
  return typeof trait === "string" ? trait : null;
}

/** Where the findings of a file went; null when to several files. */
function filesThatMoved(pairs: ReadonlyMap<Named, Named>): Map<string, string | null> {
  const files = new Map<string, string | null>();
  for (const [one, other] of pairs) {
    const [from, to] = [fileOf(one), fileOf(other)];
    if (from === to) continue;
    files.set(from, (files.get(from) ?? to) === to ? to : null);
  }
  return files;
}

const LONGEST_TYPE = 200;

/** A fifth of the longer one differs at most. */
function isNear(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false;
  const longest = Math.max(a.length, b.length);
  return longest <= LONGEST_TYPE && distance(a, b) <= longest / 5;
}

/** Letters to add, drop or change (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
