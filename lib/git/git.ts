import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { AppError } from "#lib/errors";
import { type EnvironmentOptions, gitEnvironment } from "./environment";
import { type FailureContext, failureOf, gitFailure } from "./failure";
import { watchSize } from "./size-watch";

/**
 * The git binary. Every git process of subready starts here.
 * Invariant: no shell, no prompt, no hook, no configuration of the machine; a token is in the environment only;
 * whatever a process does, it ends within its limits and its whole group ends with it.
 */
export interface GitOptions extends EnvironmentOptions {
  failure: FailureContext;
  input?: string | Uint8Array;
  signal?: AbortSignal;
  timeoutMs?: number;
  /** How much may be printed. */
  maxOutput?: number;
  /** How large a folder may grow meanwhile. */
  growth?: { dir: string; maxBytes: number };
  onProgress?(line: string): void;
}

const MAX_OUTPUT = 512 * 1024 * 1024;
const STDERR_KEPT = 16 * 1024;
const LOCAL_TIMEOUT_MS = 120_000;

/** What git printed; throws an AppError for every other end. */
export async function runGit(args: readonly string[], options: GitOptions): Promise<Buffer> {
  if (options.signal?.aborted) throw gitFailure("interrupted", options.failure);
  const child = startGit(args, options);
  const run = new Run(child, options);
  child.stdin.on("error", () => {});
  child.stdin.end(options.input ?? "");
  return run.finished;
}

export function startGit(args: readonly string[], options: EnvironmentOptions): ChildProcessWithoutNullStreams {
  const cwd = options.gitDir ?? options.folder;
  return spawn("git", args, { cwd, env: gitEnvironment(options), stdio: "pipe", detached: true, shell: false });
}

/** Ends the process and all that it started: git leaves its transports behind otherwise, even after its own end. */
export function killGroup(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}

type Stop = "interrupted" | "timed-out" | "too-large";

class Run {
  readonly finished: Promise<Buffer>;
  private readonly output: Buffer[] = [];
  private outputBytes = 0;
  private stderr = "";
  private stop: Stop | null = null;

  constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly options: GitOptions,
  ) {
    const end = (stop: Stop) => () => this.end(stop);
    const timer = setTimeout(end("timed-out"), options.timeoutMs ?? LOCAL_TIMEOUT_MS);
    const abort = end("interrupted");
    options.signal?.addEventListener("abort", abort, { once: true });
    const unwatch = options.growth ? watchSize(options.growth, end("too-large")) : () => {};
    child.stdout.on("data", (chunk: Buffer) => this.collect(chunk));
    child.stderr.on("data", (chunk: Buffer) => this.note(chunk));
    this.finished = new Promise<Buffer>((resolve, reject) => {
      child.on("error", (error) => reject(notStarted(error, options)));
      child.on("close", (code) => {
        if (code === 0 && !this.stop) resolve(Buffer.concat(this.output));
        else reject(this.failure());
      });
    }).finally(() => {
      clearTimeout(timer);
      unwatch();
      options.signal?.removeEventListener("abort", abort);
    });
  }

  private end(stop: Stop): void {
    this.stop ??= stop;
    killGroup(this.child);
  }

  private collect(chunk: Buffer): void {
    this.outputBytes += chunk.length;
    if (this.outputBytes > (this.options.maxOutput ?? MAX_OUTPUT)) this.end("too-large");
    else this.output.push(chunk);
  }

  private note(chunk: Buffer): void {
    const text = chunk.toString("utf8");
    this.stderr = (this.stderr + text).slice(-STDERR_KEPT);
    if (this.options.onProgress) for (const line of text.split(/[\r\n]+/)) this.options.onProgress(line);
  }

  private failure() {
    const { failure } = this.options;
    return this.stop ? gitFailure(this.stop, failure) : failureOf(this.stderr, failure);
  }
}

/** A folder that vanished and a git that is not installed look the same to spawn. */
export function notStarted(error: Error, { gitDir, folder = gitDir, failure }: GitOptions) {
  if (folder && "code" in error && error.code === "EACCES") {
    return new AppError("unreadable", `${failure.subject} may not be read.`, "Give this user the right to read it.");
  }
  if (folder && !existsSync(folder))
    return gitFailure("not-a-repository", failure, `git did not start: ${error.message}`);
  return new AppError("internal", "git does not start.", "Install git, and see that it is on the PATH.", {
    cause: error,
  });
}
