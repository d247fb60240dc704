/** What a typed query can ask: keys of one kind are alternatives, different kinds narrow each other down. */
export const queryKeys = ["gate", "own-gil", "status", "pyo3", "is", "rule", "owner"] as const;
export type QueryKey = (typeof queryKeys)[number];

export interface ProjectQuery extends Record<QueryKey, string[]> {
  /** Free words; each must occur in the name, the address or the package name. */
  words: string[];
}

/** The values that a person can choose from; `rule` takes any rule, and `pyo3` any version or comparison too. */
export const queryValues = {
  gate: ["no-check", "loads", "first-only", "refused", "unknown"],
  "own-gil": ["loads", "refused", "unknown"],
  status: ["declared", "candidate", "needs-audit", "hazardous", "conflict", "unknown", "not-applicable"],
  pyo3: [">=0.28", "0.20..0.27", "<=0.19", "none"],
  is: [
    "waiting",
    "cloning",
    "reading",
    "read",
    "unread",
    "failed",
    "unreadable",
    "stale",
    "archived",
    "shipped",
    "guard-lost",
    "changed",
  ],
  owner: ["crate", "framework", "dependency"],
} satisfies Partial<Record<QueryKey, string[]>>;

export type FacetKey = keyof typeof queryValues;

const VERSION = /^(?:>=|<=|>|<|=)?\d+\.\d+(?:\.\d+)?$|^\d+\.\d+\.\.\d+\.\d+$|^none$/;
const RULE = /^[a-z0-9-]{2,60}$/i;
const longest = 400;
const mostTokens = 24;

export function emptyQuery(): ProjectQuery {
  return { gate: [], "own-gil": [], status: [], pyo3: [], is: [], rule: [], owner: [], words: [] };
}

/** Reads what was typed. `rejected` holds the tokens whose key is known and whose value is not. */
export function parseQuery(text: string): { query: ProjectQuery; rejected: string[] } {
  const query = emptyQuery();
  const rejected: string[] = [];
  const tokens = text.slice(0, longest).trim().split(/\s+/).filter(Boolean).slice(0, mostTokens);
  for (const token of tokens) {
    const [, name, value] = /^([a-z][a-z0-9-]*):(.*)$/i.exec(token) ?? [];
    const key = queryKeys.find((known) => known === name?.toLowerCase());
    if (!key || value === undefined) add(query.words, token.toLowerCase());
    else if (accepts(key, value)) for (const one of value.split(",")) add(query[key], one.toLowerCase());
    else rejected.push(token);
  }
  return { query, rejected };
}

function accepts(key: QueryKey, value: string): boolean {
  const values = value.toLowerCase().split(",");
  if (key === "pyo3") return values.every((one) => VERSION.test(one));
  if (key === "rule") return values.every((one) => RULE.test(one));
  const known: readonly string[] = queryValues[key];
  return values.every((one) => known.includes(one));
}

function add(values: string[], value: string) {
  if (!values.includes(value)) values.push(value);
}

/** The query as a person would type it; reads back as itself. */
export function queryText(query: ProjectQuery): string {
  const tokens = queryKeys.flatMap((key) => (query[key].length > 0 ? [`${key}:${query[key].join(",")}`] : []));
  return [...tokens, ...query.words].join(" ");
}

/** Two queries together: what was typed, and the boxes that were ticked. */
export function mergeQueries(one: ProjectQuery, other: ProjectQuery): ProjectQuery {
  const merged = emptyQuery();
  for (const key of [...queryKeys, "words"] as const) merged[key] = [...new Set([...one[key], ...other[key]])];
  return merged;
}
