import { openStore, type Store } from "#lib/db/store";
import { type Env, readEnv } from "#lib/env";
import { type Log, openLog } from "#lib/log";

/** What a page or route needs of the world. */
export interface WebContext {
  store: Store;
  env: Env;
  log: Log;
  clock(): Date;
}

// On globalThis because development reloads this module, and the database must be opened once.
const holder = globalThis as { subreadyWeb?: Promise<WebContext> };

async function open(): Promise<WebContext> {
  const env = readEnv();
  return { store: await openStore(env.dataDir), env, log: openLog(env.logLevel), clock: () => new Date() };
}

/** Opens the store on first use; a failure is not kept, so the next request tries again. */
export function context(): Promise<WebContext> {
  holder.subreadyWeb ??= open().catch((error: unknown) => {
    holder.subreadyWeb = undefined;
    throw error;
  });
  return holder.subreadyWeb;
}
