import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { addProject } from "#lib/commands/add-project";
import { extractInline } from "#lib/commands/inline-facts";
import { noteFailure } from "#lib/commands/note-failure";
import { readHistory } from "#lib/commands/read-history";
import { scanCommit } from "#lib/commands/scan-commit";
import { scanHere } from "#lib/commands/stretch";
import { syncProject } from "#lib/commands/sync-project";
import { openTestContext, type TestContext } from "#lib/commands/test-context";
import { testFolder } from "#lib/db/test-folder";
import { buildRepository, type TestHistory } from "#lib/git/test-repository";

const CARGO = `[package]\nname = "tiny"\nversion = "0.1.0"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\npyo3-ffi = "0.28"\n`;
const INIT = '#[no_mangle] pub unsafe extern "C" fn PyInit_tiny() -> *mut PyObject { std::ptr::null_mut() }';
const statics = (...names: string[]) =>
  ["use pyo3_ffi::*;", ...names.map((name) => `static mut ${name}: *mut PyObject = std::ptr::null_mut();`), INIT].join(
    "\n",
  );
let days = 0;
const commit = (files: Record<string, string | null>, tag?: string) => {
  days += 1;
  return { message: `Commit ${days}`, date: new Date(Date.UTC(2026, 0, days)).toISOString(), files, tag };
};

let ctx: TestContext;
let dir: string;
let shas: string[];
let projectId: string;
const { signal } = new AbortController();
const scanStretch = scanHere();

beforeEach(async () => {
  ctx = await openTestContext();
  dir = join(testFolder(), "tiny.git");
  shas = [];
  days = 0;
  await push([
    commit({ "Cargo.toml": CARGO, "src/lib.rs": statics("A") }, "1.0"),
    commit({ "src/lib.rs": statics("A", "B") }),
  ]);
  projectId = (await addProject(ctx, { source: dir })).id;
  await follow();
  await readHistory(ctx, { projectId }, { scanStretch, signal });
  await ctx.store.client.job.deleteMany();
});

const push = async (commits: ReturnType<typeof commit>[], how?: TestHistory) =>
  void shas.push(...(await buildRepository(dir, commits, how)));

/** What the worker does when it is time. */
async function follow(context = ctx, id = projectId) {
  await syncProject(context, { projectId: id }, signal);
  const job = await context.store.client.job.findFirst({ where: { name: "scan-commit" }, orderBy: { id: "desc" } });
  if (!job) return;
  const { sha } = JSON.parse(job.payload) as { sha: string };
  await scanCommit(context, { projectId: id, sha }, { extract: extractInline, signal });
  await context.store.client.job.deleteMany({ where: { name: "scan-commit" } });
}

const jobs = async () => (await ctx.store.client.job.findMany()).map(({ name }) => name);
const seams = async () =>
  (await ctx.store.client.seam.findMany({ orderBy: { id: "asc" } })).map(({ kind, detail }) => [
    kind,
    JSON.parse(detail),
  ]);

/** All that must not depend on when it was read. */
async function ledger({ store: { client } }: TestContext) {
  const project = await client.project.findFirstOrThrow();
  const order = { orderBy: { commit: { position: "asc" } }, include: { commit: true } } as const;
  const events = await client.event.findMany({ include: { finding: true, commit: true } });
  const spans = await client.span.findMany({ include: { finding: true, from: true, to: true } });
  const place = (one: { sha: string; position: number | null } | null) => one && `${one.position} ${one.sha}`;
  return {
    line: [project.historyState, project.historyFrom, project.historyTo, project.historyCommits],
    events: events
      .map(({ kind, finding, commit, detail }) => `${place(commit)} ${kind} ${finding?.fingerprint} ${detail}`)
      .sort(),
    spans: spans
      .map(({ finding, from, to, path, line }) => [finding.fingerprint, place(from), place(to), path, line].join(" "))
      .sort(),
    points: (await client.point.findMany(order)).map(({ id: _, projectId: __, commitId: ___, commit, ...point }) => [
      place(commit),
      point,
    ]),
    releases: (await client.release.findMany(order)).map(({ tag, commit, sha, offLine }) => [
      tag,
      place(commit),
      sha,
      offLine,
    ]),
  };
}

test("each new commit is booked where it is, and the result is what reading it all anew gives", async () => {
  await push([
    commit({ "src/lib.rs": `// moved down\n${statics("A", "B")}` }),
    commit({ "src/lib.rs": statics("B", "C") }, "1.1"),
    commit({ "README.md": "" }),
    commit({ "src/lib.rs": `// moved down\n\n${statics("B", "C")}` }),
    commit({ "README.md": "more" }),
    commit({ "src/lib.rs": `mod types;\n${statics("C")}`, "src/types.rs": statics("B") }),
    commit({ "src/lib.rs": `mod types;\n${statics("A", "C")}` }, "1.2"),
    commit({ "README.md": "words" }),
  ]);
  await follow();
  expect(await jobs()).toEqual([]);

  const other = await openTestContext();
  const { id } = await addProject(other, { source: dir });
  await follow(other, id);
  await readHistory(other, { projectId: id }, { scanStretch, signal });
  expect(await ledger(ctx)).toEqual(await ledger(other));
  const moved = (await ledger(ctx)).events.filter((event) => event.includes("moved"));
  expect(moved.map((event) => JSON.parse(event.slice(event.indexOf("{"))))).toEqual([
    { from: { path: "src/lib.rs", line: 3, symbol: "A" } },
    { from: { path: "src/lib.rs", line: 4 } },
  ]);
});

test("a tag without a commit is marked all the same", async () => {
  await buildRepository(dir, [commit({ "README.md": "" }, "1.1")], { branch: "other" });
  const { execFileSync } = await import("node:child_process");
  execFileSync("git", ["symbolic-ref", "HEAD", "refs/heads/main"], { cwd: dir });
  execFileSync("git", ["tag", "1.0.1", shas[1]!], { cwd: dir });
  await follow();
  const releases = await ctx.store.client.release.findMany({ include: { commit: true }, orderBy: { tag: "asc" } });
  expect(releases.map(({ tag, commit }) => [tag, commit.position])).toEqual([
    ["1.0", 0],
    ["1.0.1", 1],
  ]);
});

test("a tag that moves or is taken back leaves nothing behind", async () => {
  await push([commit({ "README.md": "" }, "1.1"), commit({ "README.md": "more" }, "1.2")]);
  await follow();
  const { execFileSync } = await import("node:child_process");
  const git = (...args: string[]) => execFileSync("git", args, { cwd: dir });
  git("tag", "--delete", "1.2");
  git("tag", "--force", "1.1", shas[1]!);
  await follow();
  const other = await openTestContext();
  const { id } = await addProject(other, { source: dir });
  await follow(other, id);
  await readHistory(other, { projectId: id }, { scanStretch, signal });
  const { releases, points } = await ledger(ctx);
  expect(releases.map(([tag, place]) => `${tag} ${place}`)).toEqual([`1.0 0 ${shas[0]}`, `1.1 1 ${shas[1]}`]);
  expect(points).toEqual((await ledger(other)).points);
});

test("a branch that was rewritten is compared by what it holds, says so, and is read anew", async () => {
  const lost = shas[1]!;
  await push([commit({ "Cargo.toml": CARGO, "src/lib.rs": statics("A", "B") })], { rewrite: true });
  await follow();
  await follow();
  expect(await seams()).toEqual([["rewritten", { from: lost }]]);
  expect(await ctx.store.client.event.count({ where: { kind: "fixed" } })).toBe(0);
  expect(await jobs()).toEqual(["read-history"]);
  await readHistory(ctx, { projectId }, { scanStretch, signal });
  expect(await ctx.store.client.project.findFirst()).toMatchObject({ historyCommits: 1, historyTo: shas.at(-1) });
  expect(await seams()).toEqual([["rewritten", { from: lost }]]);
});

test("another default branch is a seam, once", async () => {
  await push([commit({ "Cargo.toml": CARGO, "src/lib.rs": statics("A", "B") })], { branch: "trunk" });
  await follow();
  await follow();
  expect(await seams()).toEqual([["branch", { from: "main", to: "trunk" }]]);
});

test("a default branch under another name is a seam, and its history goes on", async () => {
  const { execFileSync } = await import("node:child_process");
  execFileSync("git", ["branch", "--move", "main", "trunk"], { cwd: dir });
  await push([commit({ "src/lib.rs": statics("A", "B", "C") })], { branch: "trunk" });
  await follow();
  expect(await seams()).toEqual([["branch", { from: "main", to: "trunk" }]]);
  expect(await jobs()).toEqual([]);
  expect((await ledger(ctx)).events).toHaveLength(2);
  expect((await ledger(ctx)).line).toEqual(["complete", shas[0], shas[2], 3]);
});

test("other crate paths are a seam, and no news", async () => {
  await ctx.store.client.project.updateMany({ data: { paths: '["src"]' } });
  await follow();
  expect(await seams()).toEqual([["paths", { from: [], to: ["src"] }]]);
  expect(await jobs()).toEqual(["read-history"]);
});

test("new rules first judge what the old ones judged, so that news of the code stays news of the code", async () => {
  await ctx.store.client.scan.updateMany({ data: { ruleset: "older" } });
  await ctx.store.client.project.updateMany({ data: { historyRuleset: "older" } });
  await ctx.store.client.finding.updateMany({ where: { symbol: "B" }, data: { severity: "info" } });
  await ctx.store.client.event.deleteMany();
  await push([commit({ "src/lib.rs": statics("A", "B", "C") })]);
  await follow();
  const events = await ctx.store.client.event.findMany({ include: { commit: true, finding: true } });
  const told = events.map(({ kind, commit, finding }) => `${shas.indexOf(commit.sha)} ${kind} ${finding?.symbol}`);
  expect(told.filter((one) => one.endsWith(" B"))).toEqual(["1 reclassified B"]);
  expect(told).toContain("2 appeared C");
  const [[kind, detail]] = (await seams()) as [[string, Record<string, unknown>]];
  expect([kind, detail.from, detail.changed]).toEqual(["ruleset", "older", expect.any(Number)]);
  expect(await jobs()).toEqual(["read-history"]);
});

test("code that is copied in is a seam, whether it is read at once or later", async () => {
  const copy = {
    "vendor/copied/Cargo.toml": CARGO.replace("tiny", "copied"),
    "vendor/copied/src/lib.rs": statics("V"),
  };
  const cargo = `${CARGO}copied = { path = "vendor/copied" }\n`;
  await push([commit({ ...copy, "Cargo.toml": cargo }), commit({ "README.md": "" })]);
  await follow();
  const booked = await seams();
  expect(booked).toEqual([["vendored", { came: expect.any(Number), went: 0 }]]);
  expect(await ctx.store.client.event.count({ where: { finding: { scope: "vendored" } } })).toBe(0);
  await ctx.store.client.project.updateMany({ data: { historyTo: null } });
  await readHistory(ctx, { projectId }, { scanStretch, signal });
  expect(await seams()).toEqual(booked);
});

test("a repository that is gone for two days is a seam, and nothing of it is fixed", async () => {
  const failure = { code: "gone", message: "gone", remedy: null } as const;
  const fail = () => noteFailure(ctx, { projectId, job: "sync-project", failure, attempts: 1, nextAt: null });
  await fail();
  expect(await seams()).toEqual([]);
  ctx.pass(48 * 3600_000);
  await fail();
  await fail();
  expect(await seams()).toEqual([["gone", { code: "gone" }]]);
  expect(await ctx.store.client.finding.count({ where: { present: false } })).toBe(0);
});
