import { ReadableStream } from "node:stream/web";
import type { ExtractFacts } from "#lib/commands/cached-facts";
import type { LineReport } from "#lib/commands/line-reports";
import { type ScanStretch, type Stretch, scanHere } from "#lib/commands/stretch";
import { type LineMessage, type LineNote, LineReader } from "#workers/line-message";
import { Slots } from "#workers/slots";
import { ThreadRoom, threadProgram } from "#workers/thread";

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

/** Far more than a tree needs; a lower ceiling makes V8 collect garbage earlier, and leave the machine half of what it took. */
const resourceLimits = { maxOldGenerationSizeMb: 512 };

/**
 * Threads that scan stretches of commits side by side. One that is alone is scanned here, and so is the rest of one whose thread
 * fails, from the commit it had come to.
 */
export function openLinePool(options: LinePoolOptions): LinePool {
  const { threads, extract, limitMs = 120_000, program = threadProgram("line-thread") } = options;
  const rooms = Array.from({ length: threads }, () => new ThreadRoom({ program, limitMs, resourceLimits }));
  const slots = new Slots([...rooms]);
  const here = scanHere(extract);
  let under = 0;
  const close = async () => void (await Promise.all(rooms.map((room) => room.stop())));

  async function scan(stretch: Stretch, signal: AbortSignal, onLine: (line: Line) => void): Promise<void> {
    let done = -1;
    const tell = (note: LineNote) => {
      done = note.at;
      onLine(note);
    };
    under++;
    const failure = await slots.use((room) => scanIn(room, stretch, signal, tell)).finally(() => under--);
    // What threads have in memory is much; those that nobody needs end.
    if (under === 0) await close();
    signal.throwIfAborted();
    if (failure === null) return;
    for await (const report of here(stretch, signal)) if (report.at > done) onLine(report);
  }

  return {
    scanStretch(stretch, signal) {
      if (stretch.alone) return here(stretch, signal);
      const stop = new AbortController();
      const either = AbortSignal.any([signal, stop.signal]);
      const lines = new ReadableStream<Line>({
        start(controller) {
          scan(stretch, either, (line) => controller.enqueue(line)).then(
            () => !stop.signal.aborted && controller.close(),
            (error) => controller.error(error),
          );
        },
        cancel: () => stop.abort(),
      });
      return reportsOf(lines);
    },
    close,
  };
}

/** What a thread says, or what was seen here instead. */
type Line = LineNote | LineReport;

/** What threads say is read when somebody asks: until then it may wait for long, and takes less room as it comes. */
async function* reportsOf(lines: AsyncIterable<Line>): AsyncIterable<LineReport> {
  const reader = new LineReader();
  for await (const line of lines) yield "said" in line ? reader.read(line) : line;
}

/** Null, or why not all of it was scanned. */
async function scanIn(
  room: ThreadRoom,
  stretch: Stretch,
  signal: AbortSignal,
  onNote: (note: LineNote) => void,
): Promise<string | null> {
  signal.throwIfAborted();
  return room.ask<LineMessage>({ message: stretch, signal }, (message) => {
    if (message !== "done") onNote(message);
    return message === "done";
  });
}
