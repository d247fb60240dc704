import type { Env } from "#lib/env";

/** A project is stale when two of its turns have passed without an answer. */
export function staleBefore(env: Env, now: Date): Date {
  return new Date(now.getTime() - 2 * env.syncEveryMinutes * 60_000);
}
