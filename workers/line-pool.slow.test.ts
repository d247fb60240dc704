import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { unfolded } from "#lib/commands/history-draft";
import { extractInline } from "#lib/commands/inline-facts";
import type { LineReport } from "#lib/commands/line-reports";
import { foldStretches } from "#lib/commands/read-line";
import { type ScanStretch, type Stretch, scanHere, stretchesOf } from "#lib/commands/stretch";
import { testFolder } from "#lib/db/test-folder";
import { readLine } from "#lib/git/line";
import { openRepository, type Repository } from "#lib/git/repository";
import { buildRepository } from "#lib/git/test-repository";
import { type LinePool, type LinePoolOptions, openLinePool } from "#workers/line-pool";

const CARGO = `[package]\nname = "tiny"\nversion = "0.1.0"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\npyo3-ffi = "0.28"\n`;
const statics = (...names: string[]) =>
  ["use pyo3_ffi::*;", ...names.map((name) => `static mut ${name}: *mut PyObject = std::ptr::null_mut();`)].join("\n");
const { signal } = new AbortController();
const place = { location: "tiny", path: [] };

let repository: Repository;
let pool: LinePool;
const stretches = async (length: number) =>
  stretchesOf(repository, place, await readLine(repository.gitDir, { to: "main", paths: ["*"] }), { most: length });

/** As if there were others. */
const several = async (length: number) => (await stretches(length)).map((stretch) => ({ ...stretch, alone: false }));
const tip = async () => (await repository.resolve("main")).sha;

beforeEach(async () => {
  const dir = join(testFolder(), "tiny.git");
  const files = (lib: string, other = statics("Z")) => ({ "src/lib.rs": lib, "src/other.rs": other });
  const history: Record<string, string>[] = [
    { "README.md": "" },
    { "Cargo.toml": CARGO, ...files(`mod other;\n${statics("A", "B")}`) },
    // Only lines move; then something goes, comes back and moves to another file.
    files(`mod other;\n\n\n${statics("A", "B")}`),
    files(`mod other;\n\n\n${statics("A")}`),
    { "README.md": "more" },
    files(`mod other;\n\n${statics("A", "B")}`),
    files(`mod other;\n\n\n\n${statics("A", "B")}`),
    files(`mod other;\n\n\n\n${statics("B")}`, statics("Z", "A")),
    files(`mod other;\n\n\n\n\n${statics("B")}`, statics("Z", "A")),
  ];
  await buildRepository(
    dir,
    history.map((files, at) => ({ message: `commit ${at}`, date: `2026-01-0${at + 1}T00:00:00Z`, files })),
  );
  repository = await openRepository(dir);
});

afterEach(async () => {
  await pool?.close();
  await repository.close();
});

function open(options: Partial<LinePoolOptions> = {}): LinePool {
  pool = openLinePool({ threads: 2, extract: extractInline, ...options });
  return pool;
}

async function all(stretch: Stretch, stop = signal): Promise<LineReport[]> {
  const reports: LineReport[] = [];
  for await (const report of pool.scanStretch(stretch, stop)) reports.push(report);
  return reports;
}

/** A thread that says what it is told to of one commit after another. */
function trickyThread(said: string): URL {
  const file = join(testFolder(), "thread.mjs");
  writeFileSync(
    file,
    `import { parentPort } from "node:worker_threads";
    const report = { at: 0, said: JSON.stringify({ report: null, parent: null }) };
    parentPort.on("message", () => { ${said} });
    parentPort.postMessage("ready");`,
  );
  return pathToFileURL(file);
}

test("a line comes to the same, however it is cut and whichever threads scan it", async () => {
  open();
  const folded = async (length: number, scanStretch: ScanStretch) => {
    const fold = unfolded();
    const onStretch = async () => {};
    await foldStretches(fold, await stretches(length), { scanStretch, signal, onCommit() {}, onStretch });
    return fold;
  };
  const whole = await folded(400, scanHere());
  expect(whole).toMatchObject({ done: 9, sha: await tip() });
  expect(whole.chronicle.events.map(({ position, kind, finding }) => `${position} ${kind} ${finding?.symbol}`)).toEqual(
    [
      ...["1 appeared A", "1 appeared B", "1 appeared Z", "1 appeared pyo3-ffi"],
      ...["3 fixed B", "5 regressed B", "7 moved A"],
    ],
  );
  const threads = { 1: scanHere(), 2: pool.scanStretch, 3: scanHere(), 4: pool.scanStretch };
  for (const [length, scanStretch] of Object.entries(threads))
    expect(await folded(Number(length), scanStretch)).toEqual(whole);
});

test("where a thread dies or falls silent, the rest is scanned here, and no commit is told twice", async () => {
  const [stretch] = await several(400);
  for (const said of ["parentPort.postMessage(report); setTimeout(() => process.exit(1), 50);", "while (true);"]) {
    open({ program: trickyThread(said), limitMs: 1000 });
    const reports = await all(stretch!);
    expect(reports.map(({ at }) => at)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(reports.flatMap(({ at, report }) => (report ? [at] : []))).toContain(8);
  }
});

test("it stops when it is told to, while a thread starts or works, and while another waits for it", async () => {
  const [one, two] = await stretches(5);
  for (const after of [0, 1000]) {
    open({ program: trickyThread(""), threads: 1 });
    const stop = new AbortController();
    const both = Promise.allSettled([all(one!, stop.signal), all(two!, stop.signal)]);
    setTimeout(() => stop.abort(new Error("stopping")), after);
    expect(await both).toMatchObject([{ reason: { message: "stopping" } }, { reason: { message: "stopping" } }]);
  }
});

test("fails as a whole when the thread's program does not start, and says what git says of a wreck", async () => {
  const [stretch] = await several(400);
  open({ program: pathToFileURL(join(testFolder(), "gone.mjs")) });
  await expect(all(stretch!)).rejects.toMatchObject({ code: "internal" });
  open();
  await expect(all({ ...stretch!, gitDir: testFolder() })).rejects.toMatchObject({ code: "not-a-repository" });
});
