import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { addProject } from "#lib/commands/add-project";
import { listProjects } from "#lib/commands/list-projects";
import { removeProject } from "#lib/commands/remove-project";
import { openTestContext, type TestContext } from "#lib/commands/test-context";
import { testFolder } from "#lib/db/test-folder";
import { buildRepository } from "#lib/git/test-repository";

let ctx: TestContext;
let dir: string;

beforeEach(async () => {
  ctx = await openTestContext();
  dir = join(testFolder(), "orjson.git");
  await buildRepository(dir, [{ message: "first", date: "2026-01-01T00:00:00Z", files: { a: "1" } }]);
});

const waiting = () => ctx.store.client.job.count({ where: { name: "sync-project", state: "waiting" } });

test("tracks a local repository under its name and asks for a sync", async () => {
  expect(await addProject(ctx, { source: dir })).toMatchObject({ slug: "orjson", how: "added" });
  expect(await listProjects(ctx)).toMatchObject([
    { slug: "orjson", source: dir, state: "waiting", addedBy: "cli", gate: null },
  ]);
  expect(await waiting()).toBe(1);
});

test("names a project after its package", async () => {
  const added = await addProject(ctx, { source: "https://github.com/Stranger6667/jsonschema", pypi: "jsonschema_rs" });
  expect(added.slug).toBe("jsonschema-rs");
});

test("says that a repository is tracked, however its address is spelled", async () => {
  await addProject(ctx, { source: "https://github.com/pyca/bcrypt" });
  expect(await addProject(ctx, { source: "https://github.com/PyCA/bcrypt.git/" })).toMatchObject({ how: "known" });
  expect(await waiting()).toBe(1);
});

test("tracks other crates of the same repository as another project", async () => {
  await addProject(ctx, { source: dir });
  expect(await addProject(ctx, { source: dir, slug: "orjson-python", paths: ["./python/"] })).toMatchObject({
    how: "added",
  });
  expect((await listProjects(ctx)).map(({ paths }) => paths)).toEqual([[], ["python"]]);
});

test("takes other crates under the same slug for a change of the project", async () => {
  const { id } = await addProject(ctx, { source: dir, paths: ["python"] });
  await ctx.store.client.job.deleteMany();
  expect(await addProject(ctx, { source: dir })).toMatchObject({ id, how: "known" });
  expect(await waiting()).toBe(0);
  expect(await addProject(ctx, { source: dir, paths: ["rust", "python"] })).toMatchObject({ id, how: "changed" });
  expect(await listProjects(ctx)).toMatchObject([{ slug: "orjson", paths: ["rust", "python"], state: "waiting" }]);
  expect(await waiting()).toBe(1);
  expect(await addProject(ctx, { source: dir, paths: ["."] })).toMatchObject({ id, how: "changed" });
  expect((await listProjects(ctx)).map(({ paths }) => paths)).toEqual([[]]);
});

test("revives a project with other crates than it had, and with its own when none are named", async () => {
  const { id } = await addProject(ctx, { source: dir, paths: ["python"] });
  await removeProject(ctx, { slug: "orjson" });
  expect(await addProject(ctx, { source: dir })).toMatchObject({ id, how: "revived" });
  expect((await listProjects(ctx)).map(({ paths }) => paths)).toEqual([["python"]]);
  await removeProject(ctx, { slug: "orjson" });
  expect(await addProject(ctx, { source: dir, paths: ["rust"] })).toMatchObject({ id, how: "revived" });
  expect((await listProjects(ctx)).map(({ paths }) => paths)).toEqual([["rust"]]);
});

test("suggests another slug when the name is taken", async () => {
  await addProject(ctx, { source: "https://github.com/ijl/orjson" });
  await expect(addProject(ctx, { source: dir })).rejects.toMatchObject({
    code: "conflict",
    message: '"orjson" is tracked already: https://github.com/ijl/orjson.',
    remedy: expect.stringContaining("--slug orjson-local"),
  });
});

test("refuses what is not a repository, not an address, or not a slug", async () => {
  await expect(addProject(ctx, { source: testFolder() })).rejects.toMatchObject({ code: "not-a-repository" });
  await expect(addProject(ctx, { source: "http://example.org/x" })).rejects.toMatchObject({ code: "usage" });
  await expect(addProject(ctx, { source: dir, slug: "../x" })).rejects.toMatchObject({ code: "usage" });
  expect(await listProjects(ctx)).toEqual([]);
});

test("forgets a removed project's work and takes it up again when it is added again", async () => {
  const { id } = await addProject(ctx, { source: dir });
  await removeProject(ctx, { slug: "orjson" });
  expect(await listProjects(ctx)).toEqual([]);
  expect(await waiting()).toBe(0);
  expect(await addProject(ctx, { source: dir })).toMatchObject({ id, how: "revived" });
  expect(await waiting()).toBe(1);
});

test("removes nothing that is not there", async () => {
  await expect(removeProject(ctx, { slug: "nothing" })).rejects.toMatchObject({ code: "not-found" });
});
