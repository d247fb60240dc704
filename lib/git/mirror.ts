import { mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError, isAppError } from "#lib/errors";
import type { CommitInfo } from "./commit";
import { gitFailure } from "./failure";
import { runGit } from "./git";
import { clearLeftovers } from "./leftovers";
import { type Progress, parseProgress } from "./progress";
import { parseSource, Remote, type RemoteAccess, readSource, writeSource } from "./remote";
import { openRepository, type Repository } from "./repository";
import { sizeOf } from "./size-watch";

export interface MirrorRequest extends RemoteAccess {
  /** An https address, or an absolute folder. */
  source: string;
  kind: "remote" | "local";
  /** Where the mirror lives; nothing is written there for a local repository. */
  dir: string;
  /** The head that was seen last. Without it a rewrite shows only against what the mirror holds. */
  since?: string | null;
  onProgress?(progress: Progress): void;
}

export interface Mirror {
  gitDir: string;
  branch: string;
  head: CommitInfo;
  /** The head seen last is no longer part of the history. */
  rewritten: boolean;
  cloned: boolean;
}

/**
 * Makes the mirror equal to its source: absent → cloned beside and renamed when whole; there → fetched; damaged → cloned anew.
 * A mirror is a bare repository without blobs and without a remote of its own: nothing that reads it can reach the network.
 * A failed clone leaves nothing behind, a failed fetch leaves what was there.
 */
export async function syncMirror(request: MirrorRequest): Promise<Mirror> {
  if (request.kind === "local") return readMirror(request, request.source, request.since, false);
  const source = parseSource(request.source, request.protocols);
  try {
    const before = await headOf(request.dir);
    return before ? await refresh(request, source, before) : await clone(request, source);
  } catch (error) {
    throw isFull(error) ? gitFailure("disk-full", { subject: source }, String(error)) : error;
  }
}

async function refresh(request: MirrorRequest, source: string, before: string): Promise<Mirror> {
  try {
    await clearLeftovers(request.dir);
    await fill(request, source, request.dir, "fetch");
    return await readMirror(request, request.dir, request.since ?? before, false);
  } catch (error) {
    if (isAppError(error) && error.code === "corrupt") return clone(request, source);
    throw error;
  }
}

async function clone(request: MirrorRequest, source: string): Promise<Mirror> {
  const { dir, limits } = request;
  const failure = { subject: source };
  const part = `${dir}.part`;
  try {
    await rm(part, { recursive: true, force: true });
    await mkdir(dirname(dir), { recursive: true });
    await runGit(["init", "--quiet", "--bare", "--template=", "--", part], { folder: dirname(dir), failure });
    await fill(request, source, part, "clone");
    if ((await sizeOf(part)) > limits.maxBytes) throw gitFailure("too-large", failure);
    const mirror = await readMirror(request, part, request.since, true);
    await rm(dir, { recursive: true, force: true });
    await rename(part, dir);
    return { ...mirror, gitDir: dir };
  } catch (error) {
    await rm(part, { recursive: true, force: true, maxRetries: 3 });
    throw error;
  }
}

async function fill(request: MirrorRequest, source: string, gitDir: string, phase: Progress["phase"]): Promise<void> {
  const failure = { subject: source, known: phase === "fetch" };
  const remote = new Remote(source, request, failure);
  const head = await remote.head(gitDir);
  if (!head) {
    const remedy = "Check the address, or push something.";
    throw new AppError("no-such-revision", `${source} has no commits.`, remedy);
  }
  const local = `refs/heads/${head.branch ?? "HEAD"}`;
  const branch = `+${head.branch ? local : "HEAD"}:${local}`;
  await remote.fetchRefs(gitDir, [branch, "+refs/tags/*:refs/tags/*"], (line) => {
    const progress = parseProgress(phase, line);
    if (progress) request.onProgress?.(progress);
  });
  await runGit(["symbolic-ref", "HEAD", local], { gitDir, failure });
  if ((await readSource(gitDir)) !== source) await writeSource(gitDir, source);
}

async function readMirror(request: MirrorRequest, dir: string, since: string | null | undefined, cloned: boolean) {
  const repository = await openRepository(dir, request);
  try {
    const head = await repository.resolve("HEAD");
    const rewritten = since ? !(await isPartOf(repository, since, head)) : false;
    return { gitDir: repository.gitDir, branch: await branchOf(repository), head, rewritten, cloned };
  } finally {
    await repository.close();
  }
}

/** `HEAD` when it stands at no branch. */
export async function branchOf({ gitDir }: Repository): Promise<string> {
  const text = await readFile(join(gitDir, "HEAD"), "utf8").catch(() => "");
  const [, written] = /^ref:\s*refs\/heads\/(.+)$/m.exec(text) ?? [];
  // Where references are kept in tables, the file names no branch.
  if (written && written !== ".invalid") return written.trim();
  const name = runGit(["symbolic-ref", "--quiet", "HEAD"], { gitDir, failure: { subject: gitDir } });
  const shown = (bytes: Buffer) => bytes.toString("utf8").trim();
  return name.then(
    (bytes) => shown(bytes).replace(/^refs\/heads\//, ""),
    () => "HEAD",
  );
}

async function isPartOf(repository: Repository, old: string, head: CommitInfo): Promise<boolean> {
  if (old === head.sha || old === head.parent) return true;
  const known = await repository.resolve(old).then(
    ({ sha }) => sha,
    () => null,
  );
  if (!known) return false;
  const { gitDir } = repository;
  const outside = await runGit(["rev-list", "--max-count=1", known, `^${head.sha}`], {
    gitDir,
    failure: { subject: gitDir },
  });
  return outside.length === 0;
}

/** The head of a mirror that can be read, or null. */
async function headOf(dir: string): Promise<string | null> {
  if (!(await stat(dir).catch(() => null))) return null;
  try {
    const repository = await openRepository(dir);
    return await repository
      .resolve("HEAD")
      .then(({ sha }) => sha)
      .finally(repository.close);
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}

function isDamage(error: unknown): boolean {
  return isAppError(error) && ["corrupt", "not-a-repository", "no-such-revision"].includes(error.code);
}

function isFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}
