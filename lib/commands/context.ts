import type { Store } from "#lib/db/store";
import type { Env } from "#lib/env";
import type { Queue } from "#lib/jobs/queue";
import type { Log } from "#lib/log";

/** What a command needs of the world. */
export interface Context {
  store: Store;
  env: Env;
  log: Log;
  clock(): Date;
}

/** For commands that leave work to the worker. */
export interface WorkContext extends Context {
  queue: Queue;
}

/** What a command that works in the background found worth saying. */
export type Detail = Record<string, string | number | boolean | null>;
