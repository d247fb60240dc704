import type { WorkContext } from "#lib/commands/context";
import {
  enqueueDueRepositories,
  enqueueDueSyncs,
  enqueueDueThreads,
  enqueueMissingHistories,
  enqueueOutdatedScans,
} from "#lib/commands/enqueue-due";
import { importShipped } from "#lib/commands/import-shipped";
import { readProjectsFile } from "#lib/commands/projects-file";
import { publishIndex } from "#lib/commands/publish-index";
import { trackCatalogue } from "#lib/commands/track-catalogue";
import { pruneFacts } from "#lib/db/facts";
import { importBaseline } from "#lib/db/threads";
import { threadBaseline } from "#lib/milestones/thread-baseline";
import { FACTS_VERSION } from "#lib/scan/facts/facts";

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

interface Recurrence {
  name: string;
  everyMs: number;
  run(ctx: WorkContext): Promise<unknown>;
}

/** What recurs. All of it may be done twice, and by two workers at once. */
const recurrences: Recurrence[] = [
  { name: "sync what is due", everyMs: 30 * SECOND, run: enqueueDueSyncs },
  { name: "read the projects file", everyMs: 2 * SECOND, run: projectsFileReader() },
  { name: "ask GitHub once a day", everyMs: HOUR, run: enqueueDueThreads },
  { name: "ask where repositories are", everyMs: HOUR, run: enqueueDueRepositories },
  { name: "publish the readiness index", everyMs: HOUR, run: publishIndex },
  { name: "forget facts of older versions", everyMs: HOUR, run: ({ store }) => pruneFacts(store, FACTS_VERSION) },
  { name: "forget old jobs", everyMs: HOUR, run: (ctx) => ctx.queue.prune(new Date(ctx.clock().getTime() - 7 * DAY)) },
];

/** Does once, in order, what the worker needs before its first job; throws when the settings are wrong. */
export async function prepare(ctx: WorkContext): Promise<void> {
  const file = ctx.env.projectsFile;
  await trackCatalogue(ctx, { text: file ? await readProjectsFile(file) : null, file: file ?? "" });
  await importShipped(ctx);
  await enqueueOutdatedScans(ctx);
  await enqueueMissingHistories(ctx);
  await enqueueDueSyncs(ctx);
  await importBaseline(ctx.store, threadBaseline);
  await enqueueDueThreads(ctx);
  await enqueueDueRepositories(ctx);
  await publishIndex(ctx);
}

/** Returns what stops it. A recurrence that fails is reported, and comes again. */
export function startSchedule(ctx: WorkContext): () => void {
  const timers = recurrences.map(({ name, everyMs, run }) => {
    let busy = false;
    return setInterval(async () => {
      if (busy) return;
      busy = true;
      await run(ctx).catch((error: Error) =>
        ctx.log.event("schedule.failed", { message: `${name}: ${error.message}` }),
      );
      busy = false;
    }, everyMs);
  });
  return () => timers.forEach(clearInterval);
}

/** Reads the file again when its text has changed since the last time, whatever came of that. */
function projectsFileReader(): Recurrence["run"] {
  let known: string | null = null;
  return async (ctx) => {
    const file = ctx.env.projectsFile;
    if (!file) return;
    const text = await readProjectsFile(file);
    if (text === known) return;
    known = text;
    await trackCatalogue(ctx, { text, file });
  };
}
