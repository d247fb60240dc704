import { rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { addProject } from "#lib/commands/add-project";
import { cachedFacts, type ExtractFacts } from "#lib/commands/cached-facts";
import { scanCommit } from "#lib/commands/scan-commit";
import { syncProject } from "#lib/commands/sync-project";
import { openTestContext, type TestContext } from "#lib/commands/test-context";
import { testFolder } from "#lib/db/test-folder";
import { buildRepository } from "#lib/git/test-repository";
import { extractFacts } from "#lib/scan/facts/extract";

const CARGO = `[package]
name = "tiny"
version = "0.1.0"
[lib]
crate-type = ["cdylib"]
[dependencies]
pyo3-ffi = "0.28"
`;
const statics = (...names: string[]) =>
  ["use pyo3_ffi::*;", ...names.map((name) => `pub static mut ${name}: *mut PyObject = std::ptr::null_mut();`)].join(
    "\n",
  );
const commit = (files: Record<string, string | null>, day = 1) => ({
  message: "change",
  date: `2026-01-0${day}T00:00:00Z`,
  files,
});

let ctx: TestContext;
let dir: string;
let projectId: string;
let extracted: string[];
const signal = new AbortController().signal;
const extract: ExtractFacts = async (blobs, onFacts) => {
  for (const { oid, bytes } of blobs) {
    extracted.push(oid);
    onFacts(oid, extractFacts(bytes));
  }
};

beforeEach(async () => {
  ctx = await openTestContext();
  dir = join(testFolder(), "tiny.git");
  extracted = [];
  await buildRepository(dir, [commit({ "Cargo.toml": CARGO, "src/lib.rs": statics("A", "B") })]);
  projectId = (await addProject(ctx, { source: dir })).id;
});

const sync = () => syncProject(ctx, { projectId }, signal);
const scan = (sha: string, how = extract) => scanCommit(ctx, { projectId, sha }, { extract: how, signal });
const project = () => ctx.store.client.project.findUniqueOrThrow({ where: { id: projectId } });
const present = async () =>
  (await ctx.store.client.finding.findMany({ where: { present: true } })).map(({ symbol }) => symbol).sort();
const events = async () => (await ctx.store.client.event.findMany({ orderBy: { id: "asc" } })).map(({ kind }) => kind);
const jobs = async () => (await ctx.store.client.job.findMany({ orderBy: { id: "asc" } })).map(({ name }) => name);

/** The commit that the last sync asked to have scanned. */
async function asked(): Promise<string> {
  const job = await ctx.store.client.job.findFirstOrThrow({ where: { name: "scan-commit" }, orderBy: { id: "desc" } });
  return (JSON.parse(job.payload) as { sha: string }).sha;
}
async function syncAndScan() {
  await sync();
  return scan(await asked());
}

describe("sync-project", () => {
  test("asks for a scan of the head and says that it will be read", async () => {
    expect(await sync()).toMatchObject({ scan: true, files: 1 });
    expect(await project()).toMatchObject({
      state: "reading",
      failure: null,
      defaultBranch: "main",
      fetchedAt: ctx.clock(),
    });
    expect(await jobs()).toEqual(["sync-project", "scan-commit"]);
  });

  test("asks for nothing when the head is known", async () => {
    await syncAndScan();
    ctx.pass(1000);
    expect(await sync()).toMatchObject({ scan: false });
    expect(await project()).toMatchObject({ state: "ready", fetchedAt: ctx.clock() });
  });

  test("asks again when the rules have changed since", async () => {
    await syncAndScan();
    await ctx.store.client.scan.updateMany({ data: { ruleset: "older" } });
    expect(await sync()).toMatchObject({ scan: true });
  });

  test("fails with the git outcome when the repository is gone", async () => {
    await rm(dir, { recursive: true });
    await expect(sync()).rejects.toMatchObject({ code: "not-a-repository" });
  });

  test("does nothing for a project that was removed", async () => {
    await ctx.store.client.project.updateMany({ data: { removedAt: ctx.clock() } });
    expect(await sync()).toMatchObject({ skipped: expect.any(String) });
  });
});

describe("scan-commit", () => {
  test("books the findings of the commit", async () => {
    expect(await syncAndScan()).toMatchObject({ files: 1, fresh: true });
    expect(await present()).toEqual(expect.arrayContaining(["A", "B"]));
    expect(await project()).toMatchObject({ state: "ready", headSha: await asked() });
  });

  test("says how many files of how many have been read, until it has booked them", async () => {
    await sync();
    const watched: ExtractFacts = async (...args) => {
      await vi.waitFor(async () => {
        const { progress } = await project();
        expect(progress && JSON.parse(progress)).toEqual({ phase: "read", done: 0, total: 1, note: "Files" });
      });
      await extract(...args);
    };
    await scan(await asked(), watched);
    expect(await project()).toMatchObject({ progress: null });
  });

  test("counts files that are known already, that are new and that cannot be read", async () => {
    const blobs = Object.fromEntries(["A", "B", "C"].map((name) => [name, new TextEncoder().encode(statics(name))]));
    const told: string[] = [];
    const onProgress = (done: number, total: number) => void told.push(`${done}/${total}`);
    const read = async (oids: string[], onBlob: (oid: string, bytes: Uint8Array | null) => void) => {
      for (const oid of oids) onBlob(oid, blobs[oid] ?? null);
    };
    const facts = cachedFacts(ctx.store, { extract, signal, onProgress });
    await facts(["A"], read);
    await facts(["A", "B", "gone", "C"], read);
    expect(told).toEqual(["0/1", "1/1", "1/4", "3/4", "4/4"]);
  });

  test("tells what a newer commit brought and what it mended", async () => {
    await syncAndScan();
    // Of another type, so that nobody takes it for A renamed.
    const other = "static mut C: [*mut PyObject; 2] = [std::ptr::null_mut(); 2];\n";
    await buildRepository(dir, [commit({ "src/lib.rs": `${statics("B")}\n${other}` }, 2)]);
    await syncAndScan();
    expect(await present()).toEqual(expect.arrayContaining(["B", "C"]));
    expect(await events()).toEqual(expect.arrayContaining(["appeared", "fixed"]));
  });

  test("counts nothing twice when it is repeated", async () => {
    await syncAndScan();
    expect(await scan(await asked())).toMatchObject({ fresh: false });
    expect(await ctx.store.client.scan.count()).toBe(1);
    expect(await events()).toEqual([]);
  });

  test("reads a blob once, whichever project or commit it stands in", async () => {
    await syncAndScan();
    await buildRepository(dir, [commit({ "src/copy.rs": statics("A", "B"), "src/new.rs": statics("N") }, 2)]);
    await syncAndScan();
    expect(extracted.length).toBe(2);
  });

  test("leaves an older commit alone and asks for the newest", async () => {
    await sync();
    const older = await asked();
    await buildRepository(dir, [commit({ "src/lib.rs": statics("C") }, 2)]);
    await ctx.store.client.job.deleteMany();
    expect(await scan(older)).toMatchObject({ skipped: expect.any(String) });
    expect(await jobs()).toEqual(["sync-project"]);
    expect(await ctx.store.client.scan.count()).toBe(0);
  });

  test("a file that cannot be parsed is a hole, and closes nothing", async () => {
    await syncAndScan();
    const before = await present();
    await buildRepository(dir, [commit({ "src/lib.rs": statics("C") }, 2)]);
    await sync();
    const failing: ExtractFacts = async (blobs, onFacts) => {
      for (const { oid } of blobs) onFacts(oid, "parsing took longer than 20 s");
    };
    expect(await scan(await asked(), failing)).toMatchObject({ holes: 1 });
    expect(await present()).toEqual(before);
    const last = await ctx.store.client.scan.findFirstOrThrow({
      orderBy: { finishedAt: "desc" },
      where: { parsed: 0 },
    });
    expect(JSON.parse(last.problems)).toEqual([
      { path: "src/lib.rs", line: 1, message: "parsing took longer than 20 s" },
    ]);
  });

  test("books nothing once it is told to stop", async () => {
    await sync();
    const stop = new AbortController();
    const stopping: ExtractFacts = async (...args) => {
      await extract(...args);
      stop.abort(new Error("stopping"));
    };
    const tools = { extract: stopping, signal: stop.signal };
    await expect(scanCommit(ctx, { projectId, sha: await asked() }, tools)).rejects.toThrow("stopping");
    expect(await ctx.store.client.scan.count()).toBe(0);
  });
});
