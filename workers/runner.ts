// A job's life. `waiting` until its time comes. The runner asks each lane (network, cpu, history) for as many jobs as it has free
// slots; the queue hands one over as `running`, under a lease that the runner extends while the handler works. The handler
// ends in one of three ways: done; retry at a time, which puts the job back to `waiting`; give up, which puts it on the
// shelf with the reason. When the worker dies, the lease runs out and the job is claimed again, as one more attempt; a job
// that takes its worker down every time ends on the shelf too. When the worker drains, nothing new is claimed, handlers get
// a moment to finish, then their signal is aborted and what is left goes back to `waiting` as if it had never been claimed.
import type { Detail } from "#lib/commands/context";
import { AppError } from "#lib/errors";
import { definitions, type Lane } from "#lib/jobs/definitions";
import { diedEachTime, type Failure, type Outcome, outcomeOf } from "#lib/jobs/outcome";
import type { ClaimedJob, Queue } from "#lib/jobs/queue";
import type { Log } from "#lib/log";

export interface Run {
  attempt: number;
  /** Aborted when the worker drains or the lease is lost. */
  signal: AbortSignal;
}
/** What a handler found worth saying about a job that is done. Throwing is the other way to end. */
export type Perform = (job: ClaimedJob, run: Run) => Promise<Detail>;

export interface RunnerParts {
  queue: Queue;
  owner: string;
  perform: Perform;
  /** Told before a failed attempt is settled, so that the failure shows where people look. */
  onFailure(job: ClaimedJob, failure: Failure, nextAt: Date | null): Promise<void>;
  log: Log;
  clock(): Date;
  slots: Record<Lane, number>;
  leaseMs: number;
  pollMs: number;
}

export interface Runner {
  running(): number;
  /** Resolves when nothing runs any more, with the number of jobs that were put back. */
  drain(graceMs: number, limitMs: number): Promise<number>;
}

interface Active {
  job: ClaimedJob;
  lane: Lane;
  abort: AbortController;
  ended: Promise<void>;
}

export function startRunner(parts: RunnerParts): Runner {
  const active = new Set<Active>();
  let draining = false;
  let wake = () => {};

  async function claimAll(lane: Lane): Promise<void> {
    while (!draining && [...active].filter((one) => one.lane === lane).length < parts.slots[lane]) {
      const job = await parts.queue.claim(lane, parts.owner, parts.leaseMs);
      if (!job) return;
      const abort = new AbortController();
      const one: Active = { job, lane, abort, ended: Promise.resolve() };
      active.add(one);
      one.ended = runJob(parts, job, abort).finally(() => {
        active.delete(one);
        wake();
      });
    }
  }

  const loop = (async () => {
    while (!draining) {
      try {
        await claimAll("network");
        await claimAll("cpu");
        await claimAll("history");
      } catch (error) {
        parts.log.event("schedule.failed", { message: `claim: ${String(error)}` });
      }
      if (!draining) await pause(parts.pollMs, (stop) => (wake = stop));
    }
  })();

  return {
    running: () => active.size,
    async drain(graceMs, limitMs) {
      draining = true;
      wake();
      await loop;
      await within(graceMs, ended(active));
      for (const one of active) one.abort.abort(interrupted());
      await within(limitMs - graceMs, ended(active));
      const left = [...active];
      for (const one of left) await parts.queue.release(one.job);
      return left.length;
    },
  };
}

const ended = (active: Set<Active>) => Promise.all([...active].map((one) => one.ended));
const interrupted = () => new AppError("interrupted", "The worker is stopping.");

async function runJob(parts: RunnerParts, job: ClaimedJob, abort: AbortController): Promise<void> {
  const started = parts.clock().getTime();
  const keepLease = setInterval(async () => {
    const kept = await parts.queue.extend(job, parts.leaseMs).catch(() => true);
    if (!kept) abort.abort(new AppError("interrupted", "The lease was lost to another worker."));
  }, parts.leaseMs / 3);
  try {
    const { outcome, detail } = await attempt(parts, job, abort.signal);
    if (outcome === "interrupted") await parts.queue.release(job);
    else await parts.queue.settle(job, outcome);
    report(parts, job, started, outcome, detail);
  } catch (error) {
    // The store itself failed; the lease runs out and the job is claimed again.
    parts.log.event("crashed", { message: `job ${job.id}: ${String(error)}`, stack: null });
  } finally {
    clearInterval(keepLease);
  }
}

async function attempt(parts: RunnerParts, job: ClaimedJob, signal: AbortSignal) {
  const policy = definitions[job.name].retry;
  try {
    if (job.attempt > policy.attempts) throw diedEachTime(policy.attempts);
    const detail = await parts.perform(job, { attempt: job.attempt, signal });
    return { outcome: { kind: "done" } as Outcome, detail };
  } catch (error) {
    if (signal.aborted) return { outcome: "interrupted" as const };
    const outcome = outcomeOf(error, job.attempt, policy, parts.clock(), Math.random);
    if (outcome.kind !== "done") {
      await parts.onFailure(job, outcome.failure, outcome.kind === "retry" ? outcome.at : null);
    }
    return { outcome };
  }
}

function report(
  { log, clock }: RunnerParts,
  job: ClaimedJob,
  started: number,
  outcome: Outcome | "interrupted",
  detail?: Detail,
): void {
  const failure = outcome !== "interrupted" && outcome.kind !== "done" ? outcome.failure : null;
  const kind = outcome === "interrupted" ? outcome : outcome.kind === "give-up" ? "shelved" : outcome.kind;
  log.event("job.finished", {
    id: job.id,
    job: job.name,
    project: job.projectId,
    outcome: kind,
    attempt: job.attempt,
    waitedMs: job.waitedMs,
    tookMs: clock().getTime() - started,
    ...(failure && { error: { code: failure.code, message: failure.message } }),
    ...(detail && { detail }),
  });
}

/** Ends early when `stop` is called. */
function pause(ms: number, hand: (stop: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    hand(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function within(ms: number, promise: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}
