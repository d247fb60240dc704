import { Worker } from "node:worker_threads";
import { AppError } from "#lib/errors";

const START_MS = 60_000;

/** Far more than anybody needs; a lower ceiling makes V8 collect garbage earlier, and leave the machine half of what it took. */
const resourceLimits = { maxOldGenerationSizeMb: 512 };

/** Starts a program of ours, `<name>.mjs` beside this file, as a thread that is ready for messages. Throws AppError("internal") when it does not start. */
export async function startThread(program: URL): Promise<Worker> {
  const worker = threadOf(program);
  // Without a listener, a thread that fails between two messages would take the process along.
  worker.on("error", () => {});
  const failure = await listen(worker, START_MS, (answer) => answer === "ready");
  if (failure === null) return worker;
  await worker.terminate();
  throw new AppError("internal", `A thread does not start: ${failure}.`, "Build subready again: `npm start`.");
}

/** The program of a thread, where this file's own neighbours are: bundled, or as it was written. */
export function threadProgram(name: string): URL {
  return new URL(`./${name}.${import.meta.url.endsWith(".ts") ? "ts" : "mjs"}`, import.meta.url);
}

function threadOf(program: URL): Worker {
  if (!program.pathname.endsWith(".ts")) return new Worker(program, { resourceLimits });
  // In development a thread has to be taught to read TypeScript before it can be given any.
  const [teacher, lesson] = [import.meta.resolve("tsx/esm/api"), program.href].map((url) => JSON.stringify(url));
  return new Worker(`import(${teacher}).then(({ register }) => { register(); return import(${lesson}); })`, {
    eval: true,
    resourceLimits,
  });
}

/**
 * Hands on a thread's messages until `onMessage` calls one the last: null, or why that one never came. The thread may be silent for
 * `limitMs` at most, and keeps the process alive only while somebody listens.
 */
export function listen<Message>(
  worker: Worker,
  limitMs: number,
  onMessage: (message: Message) => boolean,
  signal?: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve) => {
    const end = (outcome: string | null) => {
      clearTimeout(timer);
      worker.off("message", hear).off("error", fail).off("exit", exit).unref();
      signal?.removeEventListener("abort", abort);
      resolve(outcome);
    };
    const hear = (message: Message) => {
      timer.refresh();
      if (onMessage(message)) end(null);
    };
    const timer = setTimeout(() => end(`it took longer than ${limitMs / 1000} s`), limitMs);
    const fail = (error: Error) => end(error.message);
    const exit = () => end("its thread stopped");
    const abort = () => end("it was told to stop");
    worker.on("message", hear).once("error", fail).once("exit", exit).ref();
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) abort();
  });
}
