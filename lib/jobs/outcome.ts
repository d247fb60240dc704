import { AppError, type ErrorCode, isAppError } from "#lib/errors";
import type { RetryPolicy } from "#lib/jobs/definitions";

export interface Failure {
  code: ErrorCode;
  message: string;
  remedy: string | null;
}

/** How one attempt ended. A handler that knows when to come back (Retry-After) returns `retry` itself. */
export type Outcome =
  | { kind: "done" }
  | { kind: "retry"; at: Date; failure: Failure }
  | { kind: "give-up"; failure: Failure };

/** Waiting changes nothing about these; somebody has to act first. */
const LASTING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "usage",
  "not-found",
  "conflict",
  "not-a-repository",
  "no-such-revision",
  "gone",
  "forbidden",
  "too-large",
  "newer-database",
]);

/** A host that counts requests is not asked again sooner than this. */
const RATE_LIMIT_PAUSE_MS = 10 * 60_000;

export function failureOf(error: unknown): Failure {
  if (isAppError(error)) return { code: error.code, message: error.message, remedy: error.remedy ?? null };
  return {
    code: "internal",
    message: error instanceof Error ? error.message : String(error),
    remedy: "The worker's log has the details; the job is tried again.",
  };
}

/** The pause before attempt `attempt + 1`: doubling, capped, and spread over ±25 % so that projects do not return in step. */
export function pauseMs(attempt: number, policy: RetryPolicy, random: () => number): number {
  const whole = Math.min(policy.longestPauseMs, policy.firstPauseMs * 2 ** (attempt - 1));
  return Math.round(whole * (0.75 + random() / 2));
}

export function outcomeOf(
  error: unknown,
  attempt: number,
  policy: RetryPolicy,
  now: Date,
  random: () => number,
): Outcome {
  const failure = failureOf(error);
  if (LASTING.has(failure.code) || attempt >= policy.attempts) return { kind: "give-up", failure };
  const least = failure.code === "rate-limited" ? RATE_LIMIT_PAUSE_MS : 0;
  return { kind: "retry", at: new Date(now.getTime() + Math.max(least, pauseMs(attempt, policy, random))), failure };
}

/** A job claimed more often than its policy allows has taken its worker down each time. */
export function diedEachTime(attempts: number): AppError {
  return new AppError(
    "internal",
    `The worker stopped ${attempts} times while it ran this job.`,
    "Look at the worker's log for a crash or a lack of memory.",
  );
}
