import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { addProject } from "#lib/commands/add-project";
import { inlineFacts } from "#lib/commands/inline-facts";
import { placeOf } from "#lib/commands/mirror-of";
import { scanSource } from "#lib/commands/scan-source";
import { commitTree } from "#lib/commands/source-tree";
import { syncProject } from "#lib/commands/sync-project";
import { openTestContext, type TestContext } from "#lib/commands/test-context";
import { recordScan } from "#lib/db/ledger";
import { testFolder } from "#lib/db/test-folder";
import { openRepository } from "#lib/git/repository";
import { buildRepository } from "#lib/git/test-repository";

const cargo = (name: string) =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\npyo3-ffi = "0.28"\n`;
const lib = (name: string) =>
  `use pyo3_ffi::*;\npub static mut ${name}: *mut PyObject = std::ptr::null_mut();\n` +
  `#[no_mangle] pub unsafe extern "C" fn PyInit_${name.toLowerCase()}() -> *mut PyObject { std::ptr::null_mut() }\n`;

let ctx: TestContext;
let source: string;
let projectId: string;
const { signal } = new AbortController();

beforeEach(async () => {
  ctx = await openTestContext();
  source = join(testFolder(), "two.git");
  const files = {
    "a/Cargo.toml": cargo("a"),
    "a/src/lib.rs": lib("A"),
    "b/Cargo.toml": cargo("b"),
    "b/src/lib.rs": lib("B"),
  };
  await buildRepository(source, [{ message: "one", date: "2026-01-01T00:00:00Z", files }]);
  projectId = (await addProject(ctx, { source, paths: ["a"] })).id;
});

const project = () => ctx.store.client.project.findUniqueOrThrow({ where: { id: projectId } });

/** Books the head as the worker does. */
async function scan() {
  const repository = await openRepository(source);
  const commit = await repository.resolve("HEAD");
  const report = await scanSource(await commitTree(repository, commit.sha, placeOf(await project())), inlineFacts());
  await repository.close();
  return recordScan(ctx.store, { projectId, commit, branch: "main", release: null, report, at: ctx.clock() });
}
async function present() {
  const rows = await ctx.store.client.finding.findMany({ where: { present: true, rule: "SI-010" } });
  return rows.map(({ symbol }) => symbol).sort();
}

test("a project that is given other crates is read again at the same commit, and nothing of it is news", async () => {
  await syncProject(ctx, { projectId }, signal);
  await scan();
  expect(await syncProject(ctx, { projectId }, signal)).toMatchObject({ scan: false });
  expect(await present()).toEqual(["A"]);
  await addProject(ctx, { source, paths: ["b"], slug: "two" });
  expect(await syncProject(ctx, { projectId }, signal)).toMatchObject({ scan: true });
  expect(await scan()).toMatchObject({ fresh: true, events: {} });
  expect(await present()).toEqual(["B"]);
  expect(await syncProject(ctx, { projectId }, signal)).toMatchObject({ scan: false });
});

test("a project that is changed during its sync is synced as it is then", async () => {
  const changes = ['["a","b"]'];
  const clock = () => {
    const paths = changes.pop();
    if (paths) ctx.store.transaction((sql) => sql.prepare("UPDATE Project SET paths = ?").run(paths));
    return ctx.clock();
  };
  expect(await syncProject({ ...ctx, clock }, { projectId }, signal)).toMatchObject({ files: 2 });
});
