import { dirname } from "node:path";
import type { WorkContext } from "#lib/commands/context";
import { openQueue } from "#lib/db/jobs";
import { openTestStore } from "#lib/db/test-store";
import { readEnv } from "#lib/env";

export interface TestContext extends WorkContext {
  /** Moves the clock. */
  pass(ms: number): void;
}

/** A world of its own: an empty store in a folder of its own, a clock that stands still, and no log. */
export async function openTestContext(): Promise<TestContext> {
  const store = await openTestStore();
  let now = Date.parse("2026-11-22T10:00:00Z");
  const clock = () => new Date(now);
  return {
    store,
    env: readEnv({ SUBREADY_DATA: dirname(store.file) }),
    log: { event() {} },
    clock,
    queue: openQueue(store, clock),
    pass(ms) {
      now += ms;
    },
  };
}
