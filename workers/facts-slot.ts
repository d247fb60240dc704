import { Worker } from "node:worker_threads";
import { AppError } from "#lib/errors";
import type { FileFacts } from "#lib/scan/facts/facts";
import { pack } from "#workers/facts-message";

const START_MS = 60_000;

/** Room for one parser thread, which starts when it is first asked and is replaced after it died. */
export class FactsSlot {
  private worker: Promise<Worker> | null = null;

  constructor(
    private readonly program: URL,
    private readonly limitMs: number,
  ) {}

  /** Facts in the order asked, or why there are none. Throws AppError("internal") when the program itself does not start. */
  async ask(blobs: Uint8Array[]): Promise<FileFacts[] | string> {
    this.worker ??= started(this.program);
    try {
      const worker = await this.worker;
      const message = pack(blobs);
      worker.postMessage(message, [message.buffer]);
      const answer = await nextMessage<{ facts: string }>(worker, this.limitMs);
      if (typeof answer !== "string") return JSON.parse(answer.facts);
      await this.stop();
      return answer;
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

async function started(program: URL): Promise<Worker> {
  const worker = threadOf(program);
  // Without a listener, a thread that fails between two messages would take the process along.
  worker.on("error", () => {});
  const answer = await nextMessage<"ready">(worker, START_MS);
  if (answer === "ready") return worker;
  await worker.terminate();
  throw new AppError(
    "internal",
    `The parser's thread does not start: ${answer}.`,
    "Build subready again: `npm start`.",
  );
}

function threadOf(program: URL): Worker {
  if (!program.pathname.endsWith(".ts")) return new Worker(program);
  // In development a thread has to be taught to read TypeScript before it can be given any.
  const [teacher, lesson] = [import.meta.resolve("tsx/esm/api"), program.href].map((url) => JSON.stringify(url));
  return new Worker(`import(${teacher}).then(({ register }) => { register(); return import(${lesson}); })`, {
    eval: true,
  });
}

/** The thread's next message, or why none came. A thread keeps the process alive only while somebody waits for it. */
function nextMessage<Message>(worker: Worker, limitMs: number): Promise<Message | string> {
  return new Promise((resolve) => {
    const end = (answer: Message | string) => {
      clearTimeout(timer);
      worker.off("message", end).off("error", onError).off("exit", onExit).unref();
      resolve(answer);
    };
    const timer = setTimeout(() => end(`parsing took longer than ${limitMs / 1000} s`), limitMs);
    const onError = (error: Error) => end(`the parser failed: ${error.message}`);
    const onExit = () => end("the parser's thread stopped");
    worker.once("message", end).once("error", onError).once("exit", onExit).ref();
  });
}
