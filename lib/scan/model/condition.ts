/**
 * Three-valued reading of `cfg` predicates: what can be compiled for a normal CPython >= 3.12 build.
 * Unknown names (features, targets, `Py_GIL_DISABLED`) stay unknown, so nothing is dropped by guessing.
 */
type Truth = boolean | null;

/** Conditions about the Python that a crate is built for: rustc knows them only when a build script says them. */
export const PYTHON_CFG = /\b(Py_3_\d+|PyPy|GraalPy|CPython|Py_LIMITED_API|Py_GIL_DISABLED)\b/;

interface Given {
  test: Truth;
  /** A build script says which Python it builds for. */
  told: boolean;
}

const FALSE_NAMES = new Set(["test", "PyPy", "GraalPy", "RustPython", "doc", "docsrs", "doctest"]);

/** False when the predicate cannot hold on CPython >= 3.12 outside tests. */
export function reachable(cfg: string | null): boolean {
  return cfg === null || evaluate(cfg, { test: false, told: true }) !== false;
}

/** False when the predicate cannot hold where no build script tells of Python. */
export function reachableUntold(cfg: string): boolean {
  return evaluate(cfg, { test: null, told: false }) !== false;
}

/** Whether the predicate asks for more of Python than every CPython >= 3.12 has. */
export function restsOnPython(cfg: string): boolean {
  return PYTHON_CFG.test(cfg) && evaluate(cfg, { test: false, told: true }) !== true;
}

/** True when the predicate holds only in test builds. */
export function onlyInTests(conditions: readonly string[]): boolean {
  return conditions.some(
    (c) =>
      c.includes("test") &&
      evaluate(c, { test: false, told: true }) === false &&
      evaluate(c, { test: true, told: true }) !== false,
  );
}

/** Joins conditions into one predicate; duplicates are dropped. */
export function conjunction(conditions: readonly string[]): string | null {
  const parts = [...new Set(conditions)];
  return parts.length === 0 ? null : parts.length === 1 ? parts[0]! : `all(${parts.join(", ")})`;
}

/** Both of two predicates; what they have in common is said once. */
export function both(a: string | null, b: string | null): string | null {
  return conjunction(
    [a, b].flatMap((cfg) => (cfg === null ? [] : cfg.startsWith("all(") ? split(cfg.slice(4, -1)) : [cfg])),
  );
}

function evaluate(text: string, given: Given): Truth {
  const cfg = text.trim();
  const open = cfg.indexOf("(");
  const operator = open > 0 && cfg.endsWith(")") ? cfg.slice(0, open).trim() : "";
  if (operator === "not" || operator === "all" || operator === "any") {
    const parts = split(cfg.slice(open + 1, -1)).map((part) => evaluate(part, given));
    if (operator === "not") return parts[0] == null ? null : !parts[0];
    const decisive = operator === "any";
    if (parts.includes(decisive)) return decisive;
    return parts.includes(null) ? null : !decisive;
  }
  if (cfg === "test") return given.test;
  if (!given.told && PYTHON_CFG.test(cfg)) return false;
  if (FALSE_NAMES.has(cfg)) return false;
  if (cfg === "CPython") return true;
  const version = /^Py_3_(\d+)$/.exec(cfg);
  if (version) return Number(version[1]) <= 12 ? true : null;
  return null;
}

/** Splits at commas outside parentheses and strings. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (c === "(") depth++;
    else if (c === ")") depth--;
    else if (c === "," && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.map((p) => p.trim()).filter(Boolean);
}
