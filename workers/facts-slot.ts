import type { Worker } from "node:worker_threads";
import type { FileFacts } from "#lib/scan/facts/facts";
import { pack } from "#workers/facts-message";
import { listen, startThread } from "#workers/thread";

/** Room for one parser thread, which starts when it is first asked and is replaced after it died. */
export class FactsSlot {
  private worker: Promise<Worker> | null = null;

  constructor(
    private readonly program: URL,
    private readonly limitMs: number,
  ) {}

  /** Facts in the order asked, or why there are none. Throws AppError("internal") when the program itself does not start. */
  async ask(blobs: Uint8Array[]): Promise<FileFacts[] | string> {
    this.worker ??= startThread(this.program);
    try {
      const worker = await this.worker;
      const message = pack(blobs);
      worker.postMessage(message, [message.buffer]);
      let facts = "";
      const failure = await listen<{ facts: string }>(worker, this.limitMs, (answer) => {
        facts = answer.facts;
        return true;
      });
      if (failure === null) return JSON.parse(facts);
      await this.stop();
      return `parsing failed: ${failure}`;
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
