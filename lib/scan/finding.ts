export type Severity = "blocker" | "critical" | "moderate" | "info" | "positive";
/** Who would have to change: the crate itself, PyO3, or another dependency. */
export type Owner = "crate" | "framework" | "dependency";
/** What kind of code a finding stands in. Only `prod` counts towards a verdict. */
export type Scope = "prod" | "test" | "bench" | "example" | "build" | "vendored";
export type Confidence = "high" | "medium" | "low";
/** Where the value of a static comes from, when that lowers its severity (domain: value provenance). */
export type Origin = "process-shared" | "static-extension-type" | "per-interpreter";

/** Lines and columns are 1-based; `path` is relative to the repository root, with forward slashes. */
export interface Site {
  path: string;
  line: number;
  endLine: number;
  column: number;
}

/** One step from a static to the Python reference it carries. */
export interface TypeStep {
  label: string;
  kind: string;
  path: string | null;
  line: number | null;
}

/** What a rule saw, as plain data; `message` and the pages are made from it. */
export interface Evidence {
  typePath?: TypeStep[];
  /** The rule's own severity, when origin or condition lowered it. */
  declared?: Severity;
  [key: string]: string | number | boolean | null | string[] | TypeStep[] | undefined;
}

/** A sighting's public form: what `scan --format json` prints and what the ledger keeps. */
export interface Finding {
  /** `SI-010` */
  rule: string;
  /** `static-py-pointer` */
  slug: string;
  severity: Severity;
  owner: Owner;
  scope: Scope;
  confidence: Confidence;
  /** Cargo package name. */
  crate: string;
  /** Module path and enclosing items, `deserialize::cache`; empty at the crate root. */
  item: string;
  /** Name of the static, class, exception, callee … */
  symbol: string;
  message: string;
  /** Conjunction of every enclosing `#[cfg]`, as written; null when unconditional. */
  cfg: string | null;
  origin: Origin | null;
  evidence: Evidence;
  /** Wrapper type or macro that many findings share (`LazyPyImport`, `intern!`); null when it stands alone. */
  root: string | null;
  /** Reason that a comment in the source gives for allowing it; null when none does. It is then shown and not counted. */
  suppressed: string | null;
  /** Identity across commits: rule, crate, item, symbol, normalised type; never line, path or cfg. */
  fingerprint: string;
  /** At least one; grouped findings carry all of them in source order. */
  sites: Site[];
}
