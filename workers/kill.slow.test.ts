import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exportLedger } from "#lib/db/export-ledger";
import { openStore } from "#lib/db/store";
import { testFolder } from "#lib/db/test-folder";
import { buildRepository, type TestCommit } from "#lib/git/test-repository";
import { writeLedger } from "#lib/ledger/export";
import { bundle, threads } from "./setup/build.mjs";

const PROJECTS = 10;
const FILES = 12;
/** How many jobs each life of the worker is allowed to finish before it is killed, a random moment later. */
const LIVES = [0, 1, 0, 2, 1, 1, 2, 0, 3, 1, 2, 1];
const PATIENCE = 480_000;

const folder = testFolder();
const programs = `.build/kill-test-${process.pid}`;
const projectsFile = join(folder, "projects.json");

const SHORT = 3;
/** Of the first project: two stretches, and reading them takes long enough to be killed in the middle. */
const LONG = 1200;

const cargo = (name: string) =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\npyo3-ffi = "0.28"\n`;
const source = (file: number) =>
  `use pyo3_ffi::*;\npub static mut TYPE_${file}: *mut PyTypeObject = std::ptr::null_mut();\n// ${"filler ".repeat(2000)}\n`;

/** Files come, go, move lines and change what they hold. */
function laterCommits(count: number): TestCommit[] {
  return Array.from({ length: count }, (_, at) => {
    const file = at % FILES;
    const text = [source(file), null, `// moved\n${source(file)}`, source(file + at)][at % 4]!;
    const date = new Date(Date.UTC(2026, 1, 1, at)).toISOString();
    return {
      message: `later ${at}`,
      date,
      files: { [`src/m${file}.rs`]: text },
      ...(at % 50 === 0 && { tag: `0.${at}.0` }),
    };
  });
}

beforeAll(async () => {
  await bundle(programs, "main", ...threads);
  const projects: { source: string }[] = [];
  for (let number = 0; number < PROJECTS; number++) {
    const dir = join(folder, `project-${number}.git`);
    const modules = Array.from({ length: FILES }, (_, file) => [`src/m${file}.rs`, source(file)]);
    const lib = Array.from({ length: FILES }, (_, file) => `mod m${file};`).join("\n");
    const files = { "Cargo.toml": cargo(`project-${number}`), "src/lib.rs": lib, ...Object.fromEntries(modules) };
    const first = { message: "first", date: "2026-01-01T00:00:00Z", files };
    await buildRepository(dir, [first, ...laterCommits(number === 0 ? LONG : SHORT)]);
    projects.push({ source: dir });
  }
  writeFileSync(projectsFile, JSON.stringify({ only: true, projects }));
}, PATIENCE);
afterAll(() => rmSync(programs, { recursive: true, force: true }));

/** One thread, and nobody who answers for GitHub: the job that asks it stays waiting and is not waited for. */
const ALONE = { SUBREADY_THREADS: "1", SUBREADY_GITHUB_API: "http://127.0.0.1:9" };

interface Life {
  child: ChildProcess;
  /** How many jobs it has finished. */
  finished(): number;
  started: Promise<void>;
  gone: Promise<number | null>;
}

function startWorker(data: string): Life {
  const env = { ...process.env, SUBREADY_DATA: data, SUBREADY_PROJECTS: projectsFile, ...ALONE };
  const child = spawn(process.execPath, [join(programs, "main.mjs")], { env, stdio: ["ignore", "ignore", "pipe"] });
  const gone = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let jobs = 0;
  const started = new Promise<void>((resolve) => {
    createInterface({ input: child.stderr! }).on("line", (line) => {
      if (line.includes('"event":"job.finished"')) jobs += 1;
      if (line.includes('"event":"worker.started"')) resolve();
    });
  });
  return { child, finished: () => jobs, started: Promise.race([started, gone.then(() => {})]), gone };
}

/** What must not depend on how often the worker died. */
async function outcome(data: string) {
  const store = await openStore(data);
  const { client, close } = store;
  try {
    const projects = await client.project.findMany({
      orderBy: { slug: "asc" },
      include: { scans: true, extensions: true },
    });
    const slugs = new Map(projects.map(({ id, slug }) => [id, slug]));
    const findings = await client.finding.findMany({ include: { spans: true } });
    const jobs = await client.job.findMany({ where: { projectId: { not: null } } });
    return {
      projects: projects.map(({ slug, state, headSha, failure, status, scans, extensions }) => ({
        ...{ slug, state, headSha, failure, status },
        scans: scans.map(({ files, parsed, problems }) => ({ files, parsed, problems })),
        extensions: extensions.map(({ name }) => name),
      })),
      findings: findings
        .map((one) => [slugs.get(one.projectId), one.fingerprint, one.sites, one.present, one.spans.length])
        .sort(),
      ledgers: projects.map(({ id }) => writeLedger(exportLedger(store, id))),
      jobs: jobs.map(({ projectId, name, state }) => `${slugs.get(projectId ?? "")} ${name} ${state}`).sort(),
    };
  } finally {
    await close();
  }
}

/** Lets a worker live until there is nothing left to do, then asks it to stop. */
async function runToTheEnd(data: string): Promise<number | null> {
  const { child, started, gone } = startWorker(data);
  await started;
  while (!isSettled(data) && child.exitCode === null) await sleep(100);
  child.kill("SIGTERM");
  return gone;
}

function isSettled(data: string): boolean {
  const file = join(data, "subready.db");
  if (!existsSync(file)) return false;
  const sql = new Database(file, { readonly: true });
  try {
    const ready = sql.prepare("SELECT COUNT(*) FROM Project WHERE state = 'ready'").pluck().get();
    const open = sql
      .prepare("SELECT COUNT(*) FROM Job WHERE projectId IS NOT NULL AND state IN ('waiting', 'running')")
      .pluck()
      .get();
    return ready === PROJECTS && open === 0;
  } catch {
    // Not migrated yet.
    return false;
  } finally {
    sql.close();
  }
}

test("a worker that is killed again and again ends where one that lives ends", { timeout: PATIENCE }, async () => {
  const [calm, rough] = [join(folder, "calm"), join(folder, "rough")];
  expect(await runToTheEnd(calm)).toBe(0);
  for (const jobs of LIVES) {
    const { child, finished, gone } = startWorker(rough);
    while (finished() < jobs && !isSettled(rough)) await sleep(5);
    await sleep(Math.random() * 600);
    child.kill("SIGKILL");
    await gone;
  }
  expect(await runToTheEnd(rough)).toBe(0);

  const expected = await outcome(calm);
  expect(expected.projects.map(({ state, scans }) => [state, scans.length])).toEqual(
    Array(PROJECTS).fill(["ready", 1]),
  );
  expect(expected.findings.length).toBeGreaterThanOrEqual(PROJECTS * FILES);
  expect(expected.jobs.length).toBe(3 * PROJECTS);
  expect(expected.ledgers[0]!.split("\n").filter((line) => line.startsWith('["events"')).length).toBeGreaterThan(
    LONG / 4,
  );
  expect(await outcome(rough)).toEqual(expected);
});
