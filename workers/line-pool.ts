import { ReadableStream } from "node:stream/web";
import type { Worker } from "node:worker_threads";
import type { ExtractFacts } from "#lib/commands/cached-facts";
import type { LineReport } from "#lib/commands/line-reports";
import { type ScanStretch, type Stretch, scanHere } from "#lib/commands/stretch";
import { type LineMessage, LineReader } from "#workers/line-message";
import { Slots } from "#workers/slots";
import { listen, startThread, threadProgram } from "#workers/thread";

export interface LinePool {
  scanStretch: ScanStretch;
  close(): Promise<void>;
}

export interface LinePoolOptions {
  threads: number;
  /** Reads the files of what is scanned here. */
  extract: ExtractFacts;
  /** Longest silence: one commit, and with the first one all of its files. */
  limitMs?: number;
  program?: URL;
}

/**
 * Threads that scan stretches of commits side by side. One that is alone is scanned here, and so is the rest of one whose thread
 * fails, from the commit it had come to.
 */
export function openLinePool(options: LinePoolOptions): LinePool {
  const { threads, extract, limitMs = 120_000, program = threadProgram("line-thread") } = options;
  const rooms = Array.from({ length: threads }, () => new Room(program, limitMs));
  const slots = new Slots([...rooms]);
  const here = scanHere(extract);
  let under = 0;
  const close = async () => void (await Promise.all(rooms.map((room) => room.stop())));

  async function scan(stretch: Stretch, signal: AbortSignal, onReport: (report: LineReport) => void): Promise<void> {
    let done = -1;
    const tell = (report: LineReport) => {
      done = report.at;
      onReport(report);
    };
    under++;
    const failure = await slots.use((room) => room.scan(stretch, signal, tell)).finally(() => under--);
    // What threads have in memory is much; those that nobody needs end.
    if (under === 0) await close();
    signal.throwIfAborted();
    if (failure === null) return;
    for await (const report of here(stretch, signal)) if (report.at > done) onReport(report);
  }

  return {
    scanStretch(stretch, signal) {
      if (stretch.alone) return here(stretch, signal);
      const stop = new AbortController();
      const either = AbortSignal.any([signal, stop.signal]);
      return new ReadableStream<LineReport>({
        start(controller) {
          scan(stretch, either, (report) => controller.enqueue(report)).then(
            () => !stop.signal.aborted && controller.close(),
            (error) => controller.error(error),
          );
        },
        cancel: () => stop.abort(),
      });
    },
    close,
  };
}

/** Room for one thread, which starts when it is needed. */
class Room {
  private worker: Promise<Worker> | null = null;

  constructor(
    private readonly program: URL,
    private readonly limitMs: number,
  ) {}

  /** Null, or why not all of it was scanned. */
  async scan(stretch: Stretch, signal: AbortSignal, onReport: (report: LineReport) => void): Promise<string | null> {
    signal.throwIfAborted();
    this.worker ??= startThread(this.program);
    try {
      const worker = await this.worker;
      const reader = new LineReader();
      worker.postMessage(stretch);
      const hear = (message: LineMessage) => {
        if (message !== "done") onReport(reader.read(message));
        return message === "done";
      };
      const failure = await listen(worker, this.limitMs, hear, signal);
      if (failure !== null) await this.stop();
      return failure;
    } catch (error) {
      this.worker = null;
      throw error;
    }
  }

  async stop(): Promise<void> {
    const worker = await this.worker?.catch(() => null);
    this.worker = null;
    await worker?.terminate();
  }
}
