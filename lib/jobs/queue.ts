import type { JobName, Lane, Payload } from "#lib/jobs/definitions";
import type { Outcome } from "#lib/jobs/outcome";

/** A job that one worker holds until its lease runs out. */
export interface ClaimedJob {
  id: number;
  name: JobName;
  /** JSON as stored; the definition's schema has yet to read it. */
  payload: string;
  projectId: string | null;
  /** 1 for the first claim. A claim that was released does not count, one that ended in a crash does. */
  attempt: number;
  owner: string;
  waitedMs: number;
}

/** The port. An engine promises: at most one waiting or running job per key, and no job held by two owners. */
export interface Queue {
  /** False when a job with the same key is already waiting or running. */
  enqueue<Name extends JobName>(name: Name, payload: Payload<Name>): Promise<boolean>;
  claim(lane: Lane, owner: string, leaseMs: number): Promise<ClaimedJob | null>;
  /** False when the lease was lost: the job belongs to somebody else now. */
  extend(job: ClaimedJob, leaseMs: number): Promise<boolean>;
  /** False when the lease was lost, and then nothing changes. */
  settle(job: ClaimedJob, outcome: Outcome): Promise<boolean>;
  /** Puts an unfinished job back as if it had never been claimed. */
  release(job: ClaimedJob): Promise<boolean>;
  /** Ends the leases of owners known to be dead, before they run out by themselves. */
  expire(isDead: (owner: string) => boolean): Promise<number>;
  /** Drops waiting jobs of a project. */
  cancel(projectId: string): Promise<number>;
  /** Forgets jobs that ended before `date`. */
  prune(date: Date): Promise<number>;
}
