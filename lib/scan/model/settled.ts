/**
 * What to keep when a value is worked out again: the earlier one, when it is the same or holds the very same things in the same
 * order, so that nothing that rests on it is worked out again.
 */
export function settled<T>(before: T, now: T): T {
  return isAlike(before, now) ? before : now;
}

function isAlike(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, at) => one === b[at]);
  if (a instanceof Set) return b instanceof Set && a.size === b.size && isAlike([...a], [...b]);
  if (a instanceof Map)
    return b instanceof Map && a.size === b.size && isAlike([...a.keys(), ...a.values()], [...b.keys(), ...b.values()]);
  return a === b;
}
