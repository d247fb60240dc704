import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { type Answer, BatchParser } from "./batch-parser";
import type { EnvironmentOptions } from "./environment";
import { type FailureContext, failureOf, gitFailure } from "./failure";
import { killGroup, notStarted, startGit } from "./git";

/** Larger objects are not read: nothing that a scan wants is. */
const MAX_OBJECT_BYTES = 64 * 1024 * 1024;
const STALLED_MS = 60_000;
const STDERR_KEPT = 16 * 1024;

interface Request {
  left: number;
  /** Whether some answer was that there is no such object. */
  lacking: boolean;
  onAnswer(answer: Answer): void;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * One long-lived `git cat-file --batch` of one repository. It starts with the first question and again after it died.
 * Questions go through stdin, so that no name that a person or a repository chose is ever an argument.
 */
export class ObjectReader {
  private child: ChildProcessWithoutNullStreams | null = null;
  private requests: Request[] = [];
  private stderr = "";
  private readonly stalled: NodeJS.Timeout;

  constructor(
    private readonly options: EnvironmentOptions,
    private readonly failure: FailureContext,
  ) {
    this.stalled = setTimeout(() => this.stop(gitFailure("timed-out", failure)), STALLED_MS).unref();
  }

  /** Answers come in the asked order, one per name. A name must not hold a newline. */
  read(names: readonly string[], onAnswer: (answer: Answer) => void): Promise<void> {
    if (names.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.child ??= this.start();
      if (this.requests.length === 0) this.stderr = "";
      this.requests.push({ left: names.length, lacking: false, onAnswer, resolve, reject });
      this.stalled.refresh();
      this.child.stdin.write(`${names.join("\n")}\n`);
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.stalled);
    const { child } = this;
    if (!child) return;
    const ended = new Promise((resolve) => child.once("close", resolve));
    if (this.requests.length > 0) this.stop(gitFailure("interrupted", this.failure));
    else child.stdin.end();
    await ended;
  }

  private start(): ChildProcessWithoutNullStreams {
    const child = startGit(["cat-file", "--batch"], this.options);
    const parser = new BatchParser(MAX_OBJECT_BYTES, (answer) => this.deliver(answer));
    this.stderr = "";
    child.stdin.on("error", () => {});
    child.stdout.on("data", (chunk: Buffer) => {
      this.stalled.refresh();
      parser.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      this.stderr = (this.stderr + chunk.toString("utf8")).slice(-STDERR_KEPT);
    });
    child.on("error", (error) => this.fail(notStarted(error, { ...this.options, failure: this.failure }), child));
    child.on("close", () => this.fail(failureOf(this.stderr, this.failure), child));
    return child;
  }

  private deliver(answer: Answer): void {
    const request = this.requests[0];
    if (!request) return;
    try {
      request.onAnswer(answer);
    } catch (error) {
      request.onAnswer = () => {};
      request.reject(error);
    }
    request.lacking ||= answer.object === null;
    request.left--;
    if (request.left > 0) return;
    this.requests.shift();
    if (request.lacking) setImmediate(() => setImmediate(() => this.settleLacking(request)));
    else request.resolve();
  }

  /** git answers `missing` for a damaged object too, and says so on stderr just before: the two turns let that arrive. */
  private settleLacking(request: Request): void {
    const said = failureOf(this.stderr, this.failure);
    if (said.code === "corrupt") request.reject(said);
    else request.resolve();
  }

  private stop(error: Error): void {
    if (this.child) killGroup(this.child);
    this.fail(error);
  }

  private fail(error: Error, child = this.child): void {
    if (child !== this.child) return;
    this.child = null;
    for (const request of this.requests.splice(0)) request.reject(error);
  }
}
