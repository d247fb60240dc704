type Fields = Record<string, unknown>;

const NOTHING: ReadonlySet<string> = new Set();

/** Whether two values made of lists, plain objects and what is neither say the same, whatever stands in the fields `besides`. */
export function isEqual(a: unknown, b: unknown, besides = NOTHING): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, at) => isEqual(one, b[at], besides));
  return Array.isArray(a) === Array.isArray(b) && areFieldsEqual(a as Fields, b as Fields, besides);
}

/** A field without a value says as much as none. */
function areFieldsEqual(a: Fields, b: Fields, besides: ReadonlySet<string>): boolean {
  for (const name in a) if (!besides.has(name) && !isEqual(a[name], b[name], besides)) return false;
  for (const name in b) if (b[name] !== undefined && a[name] === undefined && !besides.has(name)) return false;
  return true;
}
