// What can be asked of the worker: a job's name, its payload, how it is told apart from its twin, how often it is tried.
// Invariant: a contract only. Nothing here knows what a job does, so the web can enqueue without loading git or the scanner.
import { z } from "zod";

/** Where a job spends its time: `network` jobs wait for the world, `cpu` jobs keep a core busy, `history` ones for minutes. */
export type Lane = "network" | "cpu" | "history";

export interface RetryPolicy {
  /** Claims after which the job goes to the shelf. */
  attempts: number;
  /** Pause after the first failure; it doubles with each further one. */
  firstPauseMs: number;
  longestPauseMs: number;
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;

export const definitions = {
  "sync-project": {
    lane: "network",
    payload: z.object({ projectId: z.string() }),
    key: ({ projectId }: { projectId: string }) => `sync-project:${projectId}`,
    // A machine that finds its network again after hours goes on within a quarter of an hour.
    retry: { attempts: 24, firstPauseMs: 5 * SECOND, longestPauseMs: HOUR / 4 },
  },
  "scan-commit": {
    lane: "cpu",
    payload: z.object({ projectId: z.string(), sha: z.string() }),
    key: ({ projectId, sha }: { projectId: string; sha: string }) => `scan-commit:${projectId}:${sha}`,
    retry: { attempts: 8, firstPauseMs: 2 * SECOND, longestPauseMs: HOUR },
  },
  // Asked for when a scan is booked, so that the first answer never waits for it.
  "read-history": {
    lane: "history",
    payload: z.object({ projectId: z.string() }),
    key: ({ projectId }: { projectId: string }) => `read-history:${projectId}`,
    retry: { attempts: 8, firstPauseMs: 10 * SECOND, longestPauseMs: HOUR },
  },
  // One for all projects: what GitHub says of the threads that milestones rest on.
  "sync-threads": {
    lane: "network",
    payload: z.object({ projectId: z.null().default(null) }),
    key: () => "sync-threads",
    retry: { attempts: 24, firstPauseMs: 60 * SECOND, longestPauseMs: HOUR },
  },
  // One for all projects: where their repositories are now, and whether they are archived.
  "sync-repositories": {
    lane: "network",
    payload: z.object({ projectId: z.null().default(null) }),
    key: () => "sync-repositories",
    retry: { attempts: 24, firstPauseMs: 60 * SECOND, longestPauseMs: HOUR },
  },
} satisfies Record<
  string,
  { lane: Lane; payload: z.ZodType<{ projectId: string | null }>; key: (payload: never) => string; retry: RetryPolicy }
>;

export type JobName = keyof typeof definitions;
export type Payload<Name extends JobName> = z.infer<(typeof definitions)[Name]["payload"]>;

export function namesOf(lane: Lane): JobName[] {
  return (Object.keys(definitions) as JobName[]).filter((name) => definitions[name].lane === lane);
}
