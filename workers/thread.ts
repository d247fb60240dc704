import { type ResourceLimits, Worker } from "node:worker_threads";
import { AppError } from "#lib/errors";

const START_MS = 60_000;

export interface RoomOptions {
  program: URL;
  /** Longest silence of a thread that is asked something. */
  limitMs: number;
  resourceLimits?: ResourceLimits;
}

/** Room for one thread, which starts when it is first asked and is replaced after it died. */
export class ThreadRoom {
  private worker: Promise<Worker> | null = null;

  constructor(private readonly options: RoomOptions) {}

  /**
   * Sends a message and hands on what comes back, until `onMessage` calls one the last: null, or why that one never came. Throws
   * AppError("internal") when the program itself does not start.
   */
  async ask<Message>(question: Question, onMessage: (message: Message) => boolean): Promise<string | null> {
    const { program, limitMs, resourceLimits } = this.options;
    this.worker ??= startThread(program, resourceLimits);
    try {
      const worker = await this.worker;
      worker.postMessage(question.message, question.transfer ?? []);
      const failure = await listen(worker, limitMs, onMessage, question.signal);
      if (failure !== null) await this.stop();
      return failure;
    } catch (error) {
      this.worker = null;
      throw error;
    }
  }

  /** Who asks while it stops gets a new thread. */
  async stop(): Promise<void> {
    const starting = this.worker;
    this.worker = null;
    const worker = await starting?.catch(() => null);
    await worker?.terminate();
  }
}

interface Question {
  message: unknown;
  /** Moves to the thread instead of being copied. */
  transfer?: ArrayBuffer[];
  signal?: AbortSignal;
}

/** Starts a program of ours as a thread that is ready for messages. */
async function startThread(program: URL, resourceLimits?: ResourceLimits): Promise<Worker> {
  const worker = threadOf(program, resourceLimits);
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

function threadOf(program: URL, resourceLimits?: ResourceLimits): Worker {
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
function listen<Message>(
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
