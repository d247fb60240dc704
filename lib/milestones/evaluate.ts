import type { Check, Milestone } from "#lib/milestones/milestone";

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

export interface Progress {
  met: number;
  of: number;
  results: CheckResult[];
}

/** How many of a milestone's checks hold in PyO3, each with what shows it. */
export function evaluate(milestone: Milestone, known: Known): Progress {
  const results = milestone.checks.map((check) => judge(check, known));
  return { met: results.filter(({ state }) => state === "met").length, of: results.length, results };
}

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

/** The number of checks met, at each moment at which it grew, oldest first. */
export function growth({ results }: Progress): { at: string; met: number }[] {
  const moments = results.flatMap(({ state, since }) => (state === "met" && since ? [since] : [])).sort();
  return moments.map((at, index) => ({ at, met: index + 1 })).filter(({ at }, index) => moments[index + 1] !== at);
}
