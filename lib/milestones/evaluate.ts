import type { Check, Milestone, Part } from "#lib/milestones/milestone";

/** What the world says about one check. Dates are ISO text. */
export interface Known {
  /** Thread id → its state, as last known. */
  threads: ReadonlyMap<string, { state: string; stateAt: string | null }>;
  /** Check id → findings of PyO3's own source that it asks about; null while PyO3 is not read. */
  findings: ReadonlyMap<string, Traces> | null;
}

/** The life of the findings that a check waits for to go. */
export interface Traces {
  /** How many are left. */
  present: number;
  /** How many there ever were. */
  ever: number;
  /** The commit after which none was left; null while some are, and when that is not known. */
  goneBy: { sha: string; at: string } | null;
}

/** `begun`: a pull request is open. `unknown`: what would tell is not read yet. */
export type CheckState = "met" | "begun" | "open" | "unknown";

export interface CheckResult {
  check: Check;
  state: CheckState;
  /** Since when it is met, ISO text. */
  since: string | null;
  /** Commit of PyO3 that meets it. */
  sha: string | null;
  /** Findings left. */
  left: number | null;
}

/** A part of the formula as it stands: `met` of `of` checks. */
export interface PartProgress extends Part {
  met: number;
  of: number;
}

export interface Progress {
  met: number;
  of: number;
  /** One of weight 1 where every check weighs the same. */
  parts: PartProgress[];
  results: CheckResult[];
}

/** How many of a milestone's checks hold in PyO3, each with what shows it. */
export function evaluate(milestone: Milestone, known: Known): Progress {
  const results = milestone.checks.map((check) => judge(check, known));
  return progressOf(milestone, results, ({ state }) => state === "met");
}

function progressOf(
  { parts, checks }: Milestone,
  results: CheckResult[],
  holds: (result: CheckResult) => boolean,
): Progress {
  const met = new Set(results.filter(holds).map(({ check }) => check.id));
  const all: Part = { name: "checks met", weight: 1, checks: checks.map(({ id }) => id) };
  return {
    met: met.size,
    of: results.length,
    parts: (parts ?? [all]).map(({ name, weight, checks: ids }) => ({
      ...{ name, weight, checks: ids },
      met: ids.filter((id) => met.has(id)).length,
      of: ids.length,
    })),
    results,
  };
}

/** The published formula: the parts' shares by their weights, from 0 to 1. */
export const scoreOf = (parts: readonly PartProgress[]): number =>
  parts.reduce((sum, { weight, met, of }) => sum + (of === 0 ? 0 : (weight * met) / of), 0);

function judge(check: Check, known: Known): CheckResult {
  const { evidence } = check;
  const open: CheckResult = { check, state: "open", since: null, sha: null, left: null };
  const threads = check.threads.map((id) => known.threads.get(id));
  if (evidence.kind === "landed") return { ...open, state: "met", since: evidence.at, sha: evidence.sha };
  if (evidence.kind === "gone") return traced(open, known.findings?.get(check.id));
  if (evidence.kind === "merged") {
    const merged = threads.find((thread) => thread?.state === "merged");
    if (merged) return { ...open, state: "met", since: merged.stateAt };
  }
  return threads.some((thread) => thread?.state === "open") ? { ...open, state: "begun" } : open;
}

/** What was never seen cannot be gone: then a rule may have lost sight of it. */
function traced(open: CheckResult, traces: Traces | undefined): CheckResult {
  if (!traces || traces.ever === 0) return { ...open, state: "unknown" };
  if (traces.present > 0) return { ...open, left: traces.present };
  return { ...open, state: "met", left: 0, since: traces.goneBy?.at ?? null, sha: traces.goneBy?.sha ?? null };
}

/** What was met after a commit of PyO3, counted anew. */
export interface Step {
  /** ISO text */
  at: string;
  /** Null when what met a check is no commit. */
  sha: string | null;
  met: number;
  of: number;
  parts: PartProgress[];
}

/** Progress after each commit that met a check, oldest first: numerators and denominators, never a share. */
export function growth(milestone: Milestone, { results }: Progress): Step[] {
  const held = results.filter(({ state, since }) => state === "met" && since !== null);
  const moments = [...new Map(held.map(({ since, sha }) => [since!, sha])).entries()].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return moments.map(([at, sha]) => {
    const { met, of, parts } = progressOf(milestone, results, (result) => held.includes(result) && result.since! <= at);
    return { at, sha, met, of, parts };
  });
}
