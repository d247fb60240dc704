import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { addProject } from "#lib/commands/add-project";
import type { ExtractFacts } from "#lib/commands/cached-facts";
import { draftOf, unfolded } from "#lib/commands/history-draft";
import { readHistory } from "#lib/commands/read-history";
import { scanCommit } from "#lib/commands/scan-commit";
import { type ScanStretch, scanHere } from "#lib/commands/stretch";
import { syncProject } from "#lib/commands/sync-project";
import { openTestContext, type TestContext } from "#lib/commands/test-context";
import { testFolder } from "#lib/db/test-folder";
import { buildRepository } from "#lib/git/test-repository";
import { extractFacts } from "#lib/scan/facts/extract";

const CARGO = `[package]\nname = "tiny"\nversion = "0.1.0"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\npyo3-ffi = "0.28"\n`;
const INIT = '#[no_mangle] pub unsafe extern "C" fn PyInit_tiny() -> *mut PyObject { std::ptr::null_mut() }';
const statics = (...names: string[]) =>
  ["use pyo3_ffi::*;", ...names.map((name) => `static mut ${name}: *mut PyObject = std::ptr::null_mut();`), INIT].join(
    "\n",
  );
const day = (number: number) => `2026-01-0${number}T00:00:00Z`;

let ctx: TestContext;
let dir: string;
let shas: string[];
let projectId: string;
const signal = new AbortController().signal;
const extract: ExtractFacts = async (blobs, onFacts) => {
  for (const { oid, bytes } of blobs) onFacts(oid, extractFacts(bytes));
};

beforeEach(async () => {
  ctx = await openTestContext();
  dir = join(testFolder(), "tiny.git");
  shas = await buildRepository(dir, [
    { message: "empty", date: day(1), files: { "README.md": "" } },
    { message: "begin", date: day(2), files: { "Cargo.toml": CARGO, "src/lib.rs": statics("A", "B") }, tag: "1.0" },
    { message: "mend", date: day(3), files: { "src/lib.rs": statics("A") } },
    { message: "notes", date: day(4), files: { "README.md": "more" }, tag: "1.1" },
    { message: "again", date: day(5), files: { "src/lib.rs": statics("A", "B") } },
  ]);
  projectId = (await addProject(ctx, { source: dir })).id;
  await syncProject(ctx, { projectId }, signal);
  await scanCommit(ctx, { projectId, sha: shas.at(-1)! }, { extract, signal });
});

const read = (how = extract, stop = signal) =>
  readHistory(ctx, { projectId }, { scanStretch: scanHere(how), signal: stop });
const project = () => ctx.store.client.project.findUniqueOrThrow({ where: { id: projectId } });
const at = (sha: string) => shas.indexOf(sha);

async function events() {
  const where = { finding: { rule: "SI-010" } };
  const rows = await ctx.store.client.event.findMany({
    where,
    orderBy: { id: "asc" },
    include: { finding: true, commit: true },
  });
  return rows.map(({ kind, finding, commit }) => `${at(commit.sha)} ${kind} ${finding?.symbol}`);
}
async function spans() {
  const where = { finding: { rule: "SI-010" } };
  const include = { finding: true, from: true, to: true };
  const rows = await ctx.store.client.span.findMany({
    where,
    orderBy: [{ finding: { symbol: "asc" } }, { id: "asc" }],
    include,
  });
  return rows.map(
    ({ finding, from, to, line }) => `${finding.symbol}:${line} ${at(from.sha)}..${to ? at(to.sha) : ""}`,
  );
}
const findingIds = async () =>
  Object.fromEntries((await ctx.store.client.finding.findMany()).map(({ id, fingerprint }) => [fingerprint, id]));

test("a scan of the head asks for the history", async () => {
  expect(await ctx.store.client.job.findMany({ where: { name: "read-history" } })).toMatchObject([
    { state: "waiting" },
  ]);
});

test("what the scan of the head left is replaced by the whole life of each finding, which keeps its row", async () => {
  const before = await findingIds();
  expect(await read()).toMatchObject({ recorded: true, commits: 5 });
  expect(await events()).toEqual(["1 appeared A", "1 appeared B", "2 fixed B", "4 regressed B"]);
  expect(await spans()).toEqual(["A:2 1..", "B:3 1..2", "B:3 4.."]);
  expect(await findingIds()).toEqual(before);
  expect(await ctx.store.client.finding.findMany({ where: { present: false } })).toEqual([]);
});

test("points and releases stand on the line, which says how long it is", async () => {
  await read();
  const points = await ctx.store.client.point.findMany({
    include: { commit: true },
    orderBy: { commit: { position: "asc" } },
  });
  expect(
    points.map(({ commit, rules }) => [commit.position, (JSON.parse(rules) as Record<string, number>)["SI-010"] ?? 0]),
  ).toEqual([
    [0, 0],
    [1, 2],
    [2, 1],
    [3, 1],
    [4, 2],
  ]);
  const releases = await ctx.store.client.release.findMany({ include: { commit: true } });
  expect(releases.map(({ tag, commit, offLine }) => [tag, commit.position, offLine])).toEqual([
    ["1.0", 1, false],
    ["1.1", 3, false],
  ]);
  expect(await project()).toMatchObject({
    ...{ historyState: "complete", historyProgress: null, historyFrom: shas[0], historyTo: shas[4] },
    ...{ historyCommits: 5, historyStart: "root", historyPaths: "[]", historyAt: ctx.clock() },
  });
});

test("read twice it is the same, and a history that leads to the head is not read again", async () => {
  await read();
  const first = [await events(), await spans(), await findingIds()];
  expect(await read()).toMatchObject({ skipped: "its history is read" });
  await ctx.store.client.project.updateMany({ data: { historyTo: null } });
  expect(await read()).toMatchObject({ recorded: true });
  expect([await events(), await spans(), await findingIds()]).toEqual(first);
});

test("what a changed rule reclassified stays, with its finding", async () => {
  const scan = await project();
  const commit = await ctx.store.client.commit.findFirstOrThrow({ where: { sha: scan.headSha! } });
  const [finding] = await ctx.store.client.finding.findMany({ where: { rule: "SI-010" }, take: 1 });
  const { id: _, ...columns } = finding!;
  const gone = await ctx.store.client.finding.create({ data: { ...columns, fingerprint: "of an older rule" } });
  await ctx.store.client.event.create({
    data: { projectId, commitId: commit.id, findingId: gone.id, kind: "reclassified", at: ctx.clock() },
  });
  await read();
  expect(await events()).toContain(`4 reclassified ${gone.symbol}`);
  expect(await ctx.store.client.finding.findUnique({ where: { id: gone.id } })).toMatchObject({ present: false });
});

test("nothing is booked when it is told to stop, nor when other crates were asked for meanwhile", async () => {
  const stop = new AbortController();
  const stopping: ExtractFacts = async (...args) => {
    await extract(...args);
    stop.abort(new Error("stopping"));
  };
  await expect(read(stopping, stop.signal)).rejects.toThrow("stopping");
  const changing: ExtractFacts = async (...args) => {
    await extract(...args);
    await ctx.store.client.project.updateMany({ data: { paths: '["python"]' } });
  };
  expect(await read(changing)).toMatchObject({ recorded: false });
  expect(await events()).toEqual([]);
  expect(await ctx.store.client.point.count()).toBe(0);
});

test("a shallow clone begins where it was cut, and says so", async () => {
  const { execFileSync } = await import("node:child_process");
  const shallow = join(testFolder(), "shallow.git");
  execFileSync("git", ["clone", "--quiet", "--bare", "--depth=2", `file://${dir}`, shallow]);
  const id = (await addProject(ctx, { source: shallow, slug: "shallow" })).id;
  await syncProject(ctx, { projectId: id }, signal);
  await scanCommit(ctx, { projectId: id, sha: shas.at(-1)! }, { extract, signal });
  expect(await readHistory(ctx, { projectId: id }, { scanStretch: scanHere(extract), signal })).toMatchObject({
    commits: 2,
  });
  const seams = await ctx.store.client.seam.findMany({ where: { projectId: id }, include: { commit: true } });
  expect(seams.map(({ kind, commit }) => [kind, at(commit!.sha)])).toEqual([["shallow", 3]]);
  expect(await ctx.store.client.project.findUnique({ where: { id } })).toMatchObject({ historyStart: "graft" });
});

test("a history that was interrupted goes on from the last stretch that was folded, and comes to the same", async () => {
  const asked: string[][] = [];
  const here = scanHere(extract);
  const noting = (work: ScanStretch): ScanStretch => {
    return (stretch, stop) => {
      asked.push(stretch.commits.map(({ subject }) => subject));
      return work(stretch, stop);
    };
  };
  const failing: ScanStretch = async function* (stretch, stop) {
    if (stretch.commits.some(({ subject }) => subject === "again")) throw new Error("the lights went out");
    yield* here(stretch, stop);
  };
  const readBy = (work: ScanStretch) =>
    readHistory(ctx, { projectId }, { scanStretch: noting(work), signal, mostAlone: 1 });
  await expect(readBy(failing)).rejects.toThrow("the lights went out");
  expect(asked.splice(0)).toEqual([["empty", "begin"], ["mend"], ["notes"], ["again"]]);
  expect(await readBy(here)).toMatchObject({ recorded: true, commits: 5 });
  expect(asked.splice(0)).toEqual([["again"]]);
  const resumed = [await events(), await spans()];
  // Once it is recorded, nothing is left to go on from.
  await ctx.store.client.project.updateMany({ data: { historyTo: null } });
  await readBy(here);
  expect(asked).toHaveLength(4);
  expect([await events(), await spans()]).toEqual(resumed);
});

test("a history is read also where its draft cannot be kept", async () => {
  mkdirSync(join(ctx.env.dataDir, "drafts", `${projectId}.new`), { recursive: true });
  const tools = { scanStretch: scanHere(extract), signal, mostAlone: 1 };
  expect(await readHistory(ctx, { projectId }, tools)).toMatchObject({ recorded: true, commits: 5 });
});

test("a draft of another line, of other crates or one that is damaged is as good as none", async () => {
  const keeper = draftOf(ctx, await project());
  const draft = { ...unfolded(), done: 2, sha: shas[1]! };
  await keeper.save(draft);
  expect(await keeper.load()).toMatchObject({ done: 2, sha: shas[1] });
  expect(await draftOf(ctx, { ...(await project()), paths: '["python"]' }).load()).toEqual(unfolded());
  await keeper.save({ ...draft, sha: shas[0]! });
  await read();
  expect(await events()).toEqual(["1 appeared A", "1 appeared B", "2 fixed B", "4 regressed B"]);
  await keeper.save(draft);
  writeFileSync(join(ctx.env.dataDir, "drafts", projectId), "no draft");
  expect(await keeper.load()).toEqual(unfolded());
});
