import type { Context } from "#lib/commands/context";

/** `Setting` row with JSON { at, pid, running }. */
export const HEARTBEAT_KEY = "worker.heartbeat";
const EVERY_MS = 5000;

/** Writes a sign of life every few seconds; returns what stops it, which takes the sign back. */
export function startHeartbeat({ store, clock }: Context, running: () => number): () => Promise<void> {
  const beat = async () => {
    const value = JSON.stringify({ at: clock().toISOString(), pid: process.pid, running: running() });
    await store.client.setting.upsert({
      where: { key: HEARTBEAT_KEY },
      create: { key: HEARTBEAT_KEY, value },
      update: { value },
    });
  };
  // A beat that is missed says enough.
  const timer = setInterval(() => beat().catch(() => {}), EVERY_MS);
  beat().catch(() => {});
  return async () => {
    clearInterval(timer);
    await store.client.setting.deleteMany({ where: { key: HEARTBEAT_KEY } });
  };
}
