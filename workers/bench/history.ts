/**
 * One repository's whole history, recorded in a database of its own, and then one more commit: what that costs, in a process
 * of its own, so that its memory is its own. `bench.ts` starts it.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { addProject } from "#lib/commands/add-project";
import type { WorkContext } from "#lib/commands/context";
import { inlineFacts } from "#lib/commands/inline-facts";
import { readHistory } from "#lib/commands/read-history";
import { RecentScans } from "#lib/commands/recent-scans";
import { scanCommit } from "#lib/commands/scan-commit";
import { scanSource } from "#lib/commands/scan-source";
import { commitTree } from "#lib/commands/source-tree";
import { syncProject } from "#lib/commands/sync-project";
import { openQueue } from "#lib/db/jobs";
import { openStore } from "#lib/db/store";
import { readEnv } from "#lib/env";
import { listLine } from "#lib/git/line";
import { openRepository } from "#lib/git/repository";
import { definitions } from "#lib/jobs/definitions";
import { openFactsPool } from "#workers/facts-pool";
import { openLinePool } from "#workers/line-pool";

/** How many commits the naive way is measured on. */
const SAMPLE = 12;
const TOUCHED = 10;
/** How many commits of that kind come one after another. */
const COMMITS = 5;
const threads = availableParallelism();
const parsers = openFactsPool({ threads });
const readers = openLinePool({ threads, extract: parsers.extract });
const { signal } = new AbortController();
const tools = { recent: new RecentScans(), extract: parsers.extract, scanStretch: readers.scanStretch, signal };

const folder = mkdtempSync(join(tmpdir(), "subready-bench-"));
try {
  await measure(process.argv[2]!);
} finally {
  await Promise.all([parsers.close(), readers.close()]);
  rmSync(folder, { recursive: true, force: true });
}

async function measure(directory: string): Promise<void> {
  const store = await openStore(join(folder, "data"));
  const clock = () => new Date();
  const env = readEnv({ SUBREADY_DATA: join(folder, "data") });
  const ctx: WorkContext = { store, env, log: { event() {} }, clock, queue: openQueue(store, clock) };
  const empty = bytesOf(ctx);
  const copy = borrow(directory);
  const { id: projectId } = await addProject(ctx, { source: copy.dir, slug: "bench" });
  await follow(ctx, projectId);
  const whole = await spent(() => readHistory(ctx, { projectId }, tools));
  const memory = process.resourceUsage().maxRSS / 1024;
  const { commits } = whole.value;
  const naive = (await naiveMs(copy.dir)) * Number(commits);
  row(
    "whole history, recorded",
    whole.ms,
    `bars: orjson 5 s, PyO3 30 s; ${commits} commits; the naive way × ${(naive / whole.ms).toFixed(0)}`,
  );
  row("  processor time", whole.cpuMs, `${memory.toFixed(0)} MB resident at most (bar: 600)`);
  const next: { ms: number; cpuMs: number }[] = [];
  for (const sha of copy.commits) {
    copy.push(sha);
    next.push(await spent(() => follow(ctx, projectId)));
  }
  const [first] = next;
  const { ms, cpuMs } = next.sort((a, b) => a.cpuMs - b.cpuMs)[COMMITS >> 1]!;
  row(
    `a commit of ${TOUCHED} files, recorded`,
    ms,
    `${cpuMs.toFixed(0)} ms of processor time (bar: 150), the first one ${first!.cpuMs.toFixed(0)}; median of ${COMMITS}`,
  );
  console.log(`  ${"size of the record".padEnd(32)}${perSpan(ctx, empty)}`);
  await store.close();
}

async function follow(ctx: WorkContext, projectId: string): Promise<void> {
  await syncProject(ctx, { projectId }, tools.signal);
  const asked = "SELECT payload FROM Job WHERE name = 'scan-commit' ORDER BY id DESC LIMIT 1";
  const payload = ctx.store.read((sql) => sql.prepare<[], string>(asked).pluck().get())!;
  await scanCommit(ctx, definitions["scan-commit"].payload.parse(JSON.parse(payload)), tools);
}

/**
 * A repository of our own with the objects of another one, and commits that may be pushed to it. They are made at once: what is
 * measured later does not pay for the processes that made them.
 */
function borrow(directory: string) {
  const dir = join(folder, "copy.git");
  const git = (args: string[], input?: string) =>
    execFileSync("git", args, { cwd: dir, input, encoding: "utf8", maxBuffer: 1 << 30 }).trim();
  mkdirSync(dir);
  git(["init", "--quiet", "--bare", "--template="]);
  const objects = execFileSync("git", ["-C", directory, "rev-parse", "--git-path", "objects"], {
    encoding: "utf8",
  }).trim();
  mkdirSync(join(dir, "objects", "info"), { recursive: true });
  writeFileSync(join(dir, "objects", "info", "alternates"), `${join(directory, objects)}\n`);
  const head = execFileSync("git", ["-C", directory, "rev-parse", "HEAD"], { encoding: "utf8" }).trim();
  const push = (sha: string) => writeFileSync(join(dir, "refs", "heads", "main"), `${sha}\n`);
  push(head);
  git(["symbolic-ref", "HEAD", "refs/heads/main"]);
  const commits = Array.from({ length: COMMITS }, (_, time) => touch(git, time));
  push(head);
  return { dir, commits, push };
}

/** Adds a static and a function to some files, by other names each time. Returns the commit. */
function touch(git: (args: string[], input?: string) => string, time: number): string {
  const files = git(["ls-tree", "-r", "--name-only", "HEAD"])
    .split("\n")
    .filter((path) => /(^|\/)src\/.*\.rs$/.test(path));
  const changed = files.slice(0, TOUCHED).map((path) => {
    const text = `${git(["show", `HEAD:${path}`])}\nstatic BENCH_${time}: usize = 1;\npub fn bench_${time}() -> usize { BENCH_${time} }\n`;
    return `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
  });
  const commit = `commit refs/heads/main\ncommitter B <b@example.com> ${Math.round(Date.now() / 1000)} +0000\ndata 5\ntouch\nfrom ${git(["rev-parse", "HEAD"])}\n`;
  git(["fast-import", "--quiet"], `${commit}${changed.join("")}\n`);
  return git(["rev-parse", "HEAD"]);
}

/** Milliseconds of one commit for somebody who reads and scans each tree from nothing. */
async function naiveMs(directory: string): Promise<number> {
  const repository = await openRepository(directory);
  const line = await listLine(repository.gitDir, "HEAD");
  const sample = Array.from({ length: SAMPLE }, (_, at) => line[Math.floor((at * line.length) / SAMPLE)]!);
  const { ms } = await spent(async () => {
    for (const { sha } of sample) {
      const tree = await commitTree(repository, sha, { location: directory, path: [] });
      await scanSource(tree, inlineFacts());
    }
  });
  await repository.close();
  return ms / SAMPLE;
}

/** Bytes of everything but the memo of facts, which may be thrown away. */
function perSpan(ctx: WorkContext, empty: number): string {
  ctx.store.transaction((sql) => sql.prepare("DELETE FROM BlobFacts").run());
  const bytes = bytesOf(ctx) - empty;
  const spans = ctx.store.read((sql) => Number(sql.prepare("SELECT COUNT(*) FROM Span").pluck().get()));
  return `${(bytes / 1e6).toFixed(1)} MB, ${(bytes / spans).toFixed(0)} bytes per span of ${spans} (bar: 1000)`;
}

function bytesOf({ store }: WorkContext): number {
  return store.read((sql) => {
    const pages = "(page_count - freelist_count) * page_size";
    const tables = "pragma_page_count, pragma_freelist_count, pragma_page_size";
    return Number(sql.prepare(`SELECT ${pages} FROM ${tables}`).pluck().get());
  });
}

async function spent<T>(work: () => Promise<T>): Promise<{ value: T; ms: number; cpuMs: number }> {
  const [started, before] = [performance.now(), process.cpuUsage()];
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, ms: performance.now() - started, cpuMs: (user + system) / 1000 };
}

function row(what: string, ms: number, note: string): void {
  console.log(`  ${what.padEnd(32)}${ms.toFixed(0).padStart(6)} ms   ${note}`);
}
