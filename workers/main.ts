// The worker: settings → store → queue, threads, schedule → runner, until it is told to stop.
import type { WorkContext } from "#lib/commands/context";
import { noteFailure } from "#lib/commands/note-failure";
import { RecentScans } from "#lib/commands/recent-scans";
import { openQueue } from "#lib/db/jobs";
import { openStore } from "#lib/db/store";
import { readEnv } from "#lib/env";
import { isAppError } from "#lib/errors";
import { openLog } from "#lib/log";
import { openFactsPool } from "#workers/facts-pool";
import { performWith } from "#workers/handlers";
import { startHeartbeat } from "#workers/heartbeat";
import { openLinePool } from "#workers/line-pool";
import { isDead, newOwner } from "#workers/owner";
import { startRunner } from "#workers/runner";
import { prepare, startSchedule } from "#workers/schedule";

const GRACE_MS = 4000;
const DRAIN_MS = 9000;

async function main(): Promise<void> {
  // Until there is something to finish, stopping is leaving.
  let stop: (reason: string) => Promise<void> = async () => process.exit(0);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(signal));

  const env = readEnv();
  const log = openLog(env.logLevel);
  const clock = () => new Date();
  const store = await openStore(env.dataDir);
  if (store.migrated.applied.length > 0) log.event("database.migrated", store.migrated);
  const queue = openQueue(store, clock);
  const ctx: WorkContext = { store, env, log, clock, queue };
  await queue.expire(isDead);
  await prepare(ctx);

  const started = Date.now();
  const { extract, ...parsers } = openFactsPool({ threads: env.workers });
  // This thread has little to do while others read a history.
  const { scanStretch, ...readers } = openLinePool({ threads: env.workers + 1, extract });
  const runner = startRunner({
    queue,
    owner: newOwner(),
    perform: performWith({ ...ctx, extract, scanStretch, recent: new RecentScans() }),
    onFailure: ({ projectId, name: job, attempt }, failure, nextAt) =>
      projectId ? noteFailure(ctx, { projectId, job, failure, attempts: attempt, nextAt }) : Promise.resolve(),
    log,
    clock,
    slots: { network: 2, cpu: 1, history: 1 },
    leaseMs: 30_000,
    pollMs: 500,
  });
  const stopSchedule = startSchedule(ctx);
  const stopHeartbeat = startHeartbeat(ctx, runner.running);
  log.event("worker.started", { pid: process.pid, threads: env.workers, dataDir: env.dataDir });

  stop = async (reason) => {
    stop = async () => {};
    stopSchedule();
    const unfinished = await runner.drain(GRACE_MS, DRAIN_MS);
    await stopHeartbeat();
    await Promise.all([parsers.close(), readers.close()]);
    await store.close();
    log.event("worker.stopped", { reason, unfinished, seconds: Math.round((Date.now() - started) / 1000) });
    process.exit(0);
  };
}

main().catch((error: unknown) => {
  if (!isAppError(error)) throw error;
  process.stderr.write(`subready: ${error.message}${error.remedy ? `\n  ${error.remedy}` : ""}\n`);
  // Starting again would not help; whoever supervises us knows this code.
  process.exit(error.code === "locked" || error.code === "disk-full" ? 1 : 2);
});
