import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { addProject } from "#lib/commands/add-project";
import { enqueueDueSyncs, enqueueMissingHistories, enqueueOutdatedScans } from "#lib/commands/enqueue-due";
import { importShipped } from "#lib/commands/import-shipped";
import { extractInline } from "#lib/commands/inline-facts";
import { readHistory } from "#lib/commands/read-history";
import { scanCommit } from "#lib/commands/scan-commit";
import { snapshotProject } from "#lib/commands/snapshot-project";
import { scanHere } from "#lib/commands/stretch";
import { syncProject } from "#lib/commands/sync-project";
import { openTestContext, type TestContext } from "#lib/commands/test-context";
import { exportLedger } from "#lib/db/export-ledger";
import { importLedger } from "#lib/db/import-ledger";
import { openShipped } from "#lib/db/shipped";
import { testFolder } from "#lib/db/test-folder";
import { buildRepository } from "#lib/git/test-repository";
import { readLedger, writeLedger } from "#lib/ledger/export";

const cargo = (pyo3: string) => `[package]\nname = "tiny"\nversion = "0.1.0"\n[dependencies]\npyo3 = "${pyo3}"\n`;
const MODULE = "use pyo3::prelude::*;\n#[pymodule]\nfn tiny(m: &Bound<'_, PyModule>) -> PyResult<()> { Ok(()) }\n";
const cell = (name: string) =>
  `static ${name}: std::sync::OnceLock<pyo3::Py<pyo3::PyAny>> = std::sync::OnceLock::new();\n`;
const day = (number: number) => `2026-01-0${number}T00:00:00Z`;
const AS_OF = new Date("2026-02-01T00:00:00Z");
const { signal } = new AbortController();
const scanStretch = scanHere();

async function build() {
  const dir = join(testFolder(), "tiny.git");
  const shas = await buildRepository(dir, [
    { message: "begin", date: day(1), files: { "Cargo.toml": cargo("0.27"), "src/lib.rs": MODULE }, tag: "v0.1.0" },
    { message: "caches", date: day(2), files: { "src/lib.rs": `${MODULE}${cell("A")}${cell("B")}` } },
    { message: "step", date: day(3), files: { "Cargo.toml": cargo("0.28") }, tag: "v0.2.0" },
    { message: "mend", date: day(4), files: { "src/lib.rs": `${MODULE}${cell("A")}` } },
  ]);
  return { dir, shas };
}

async function follow(ctx: TestContext, projectId: string) {
  await syncProject(ctx, { projectId }, signal);
  const job = await ctx.store.client.job.findFirst({ where: { name: "scan-commit" } });
  if (!job) return;
  const { sha } = JSON.parse(job.payload) as { sha: string };
  await scanCommit(ctx, { projectId, sha }, { extract: extractInline, signal });
}

/** A world that has read the history of a repository, and what it exports. */
async function exported(dir: string) {
  const ctx = await openTestContext();
  const { id } = await addProject(ctx, { source: dir });
  await follow(ctx, id);
  await readHistory(ctx, { projectId: id }, { scanStretch, signal });
  return writeLedger(exportLedger(ctx.store, id));
}

/** A world to which that was shipped. */
async function shipped(dir: string, text: string) {
  const ctx = await openTestContext();
  const { id } = await addProject(ctx, { source: dir });
  await ctx.store.client.job.deleteMany();
  return { ctx, id, imported: importLedger(ctx.store, id, readLedger(text)!, AS_OF) };
}

test("says the same whenever and wherever it was read, and comes back as it went", async () => {
  const { dir } = await build();
  const text = await exported(dir);
  expect(await exported(dir)).toBe(text);
  const { ctx, id, imported } = await shipped(dir, text);
  expect(imported).toBe(true);
  expect(writeLedger(exportLedger(ctx.store, id))).toBe(text);
  expect(text).not.toContain("fn tiny");
});

test("what was shipped says of when it is, and is not taken for something that was read here", async () => {
  const { dir } = await build();
  const { ctx, id } = await shipped(dir, await exported(dir));
  expect(await ctx.store.client.project.findUnique({ where: { id } })).toMatchObject({
    ...{ state: "ready", shippedAt: AS_OF, scannedAt: AS_OF, fetchedAt: null, historyState: "complete" },
  });
  await ctx.store.client.scan.updateMany({ data: { ruleset: "older" } });
  await enqueueOutdatedScans(ctx);
  await enqueueMissingHistories(ctx);
  expect(await ctx.store.client.job.count()).toBe(0);
  await enqueueDueSyncs(ctx);
  expect(await ctx.store.client.job.findMany()).toMatchObject([{ name: "sync-project" }]);
});

test("a scan of one's own takes over without an event when nothing has changed since", async () => {
  const { dir } = await build();
  const { ctx, id } = await shipped(dir, await exported(dir));
  const before = await ctx.store.client.event.count();
  await follow(ctx, id);
  expect(await ctx.store.client.event.count()).toBe(before);
  expect(await ctx.store.client.project.findUnique({ where: { id } })).toMatchObject({ shippedAt: null });
});

test("commits made since are booked where they stand, as if all had been read here", async () => {
  const { dir } = await build();
  const before = await exported(dir);
  await buildRepository(dir, [
    { message: "again", date: day(5), files: { "src/lib.rs": `${MODULE}${cell("A")}${cell("B")}` } },
    { message: "notes", date: day(6), files: { "README.md": "" }, tag: "v0.3.0" },
  ]);
  const { ctx, id } = await shipped(dir, before);
  await follow(ctx, id);
  expect(await ctx.store.client.project.findUnique({ where: { id } })).toMatchObject({ shippedAt: null });
  expect(writeLedger(exportLedger(ctx.store, id))).toBe(await exported(dir));
});

test("a fresh start takes over what is shipped of the projects that it tracks", async () => {
  const { dir } = await build();
  const folder = testFolder();
  writeFileSync(join(folder, "index.json"), JSON.stringify({ asOf: AS_OF, ruleset: "any" }));
  writeFileSync(join(folder, "tiny.jsonl.br"), brotliCompressSync(await exported(dir)));
  writeFileSync(join(folder, "other.jsonl.br"), brotliCompressSync("of another version"));
  const ctx = await openTestContext();
  const { id } = await addProject(ctx, { source: dir });
  await addProject(ctx, { source: (await build()).dir, slug: "other" });
  const shipped = openShipped(folder);
  expect(await importShipped(ctx, shipped)).toBe(1);
  expect(await importShipped(ctx, shipped)).toBe(0);
  expect(await ctx.store.client.project.findUnique({ where: { id } })).toMatchObject({ shippedAt: AS_OF });
  expect(openShipped(testFolder())).toBeNull();
});

test("a project of the catalogue is recorded from a clone, and archives of releases say that they are no commits", async () => {
  const ctx = await openTestContext();
  const dir = join(testFolder(), "clone.git");
  const files = { "Cargo.toml": cargo("0.28"), "src/lib.rs": MODULE };
  await buildRepository(dir, [{ message: "Release archive of nh3 0.3", date: day(1), files, tag: "0.3" }]);
  const tools = { extract: extractInline, scanStretch, signal };
  const ledger = readLedger(await snapshotProject(ctx, { slug: "nh3", clone: dir }, tools));
  expect(ledger?.project).toMatchObject({
    ...{ slug: "nh3", source: "https://github.com/messense/nh3", kind: "remote" },
    columns: { historyStart: "archives", historyCommits: 1, defaultBranch: "main" },
  });
  await expect(snapshotProject(ctx, { slug: "unheard-of", clone: dir }, tools)).rejects.toMatchObject({
    code: "usage",
  });
});

test("nothing is taken over by a project that was scanned already or follows other crates", async () => {
  const { dir } = await build();
  const text = await exported(dir);
  const { ctx, id } = await shipped(dir, text);
  expect(importLedger(ctx.store, id, readLedger(text)!, AS_OF)).toBe(false);
  const other = await openTestContext();
  const { id: otherId } = await addProject(other, { source: dir, paths: ["src"] });
  expect(importLedger(other.store, otherId, readLedger(text)!, AS_OF)).toBe(false);
});

test("a record of release archives gives way to the repository without an event or a seam", async () => {
  const archives = join(testFolder(), "archives.git");
  const files = { "Cargo.toml": cargo("0.27"), "src/lib.rs": `${MODULE}${cell("OLD")}` };
  await buildRepository(archives, [{ message: "Release archive of tiny 0.1.0", date: day(1), files, tag: "0.1.0" }]);
  const text = await exported(archives);
  const { dir, shas } = await build();
  const { ctx, id } = await shipped(dir, text);
  const told = async () => ({
    events: await ctx.store.client.event.count(),
    seams: (await ctx.store.client.seam.findMany()).map(({ kind }) => kind),
  });
  await ctx.store.client.project.update({ where: { id }, data: { historyStart: "archives" } });
  const before = await told();
  await follow(ctx, id);
  expect(await told()).toEqual(before);
  await readHistory(ctx, { projectId: id }, { scanStretch, signal });
  expect(await ctx.store.client.project.findUnique({ where: { id } })).toMatchObject({
    ...{ historyStart: "root", historyCommits: shas.length, shippedAt: null },
  });
  expect(await ctx.store.client.finding.count({ where: { symbol: "OLD" } })).toBe(0);
});
