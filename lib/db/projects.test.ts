import { expect, test } from "vitest";
import {
  createProject,
  listProjects,
  type NewProject,
  projectBySlug,
  removeProject,
  reviveProject,
  updateProject,
} from "#lib/db/projects";
import { openTestStore } from "#lib/db/test-store";

const at = new Date("2026-01-02T03:04:05.000Z");
const orjson: NewProject = {
  slug: "orjson",
  source: "https://github.com/ijl/orjson",
  kind: "remote",
  paths: ["."],
  pypi: "orjson",
  addedBy: "cli",
};

test("a new project waits for its first clone", async () => {
  const store = await openTestStore();
  await createProject(store, orjson, at);
  expect(await projectBySlug(store, "orjson")).toMatchObject({
    ...orjson,
    paths: '["."]',
    state: "waiting",
    addedAt: at,
  });
});

test("a slug is taken once, and a removed project keeps it", async () => {
  const store = await openTestStore();
  await createProject(store, orjson, at);
  await expect(createProject(store, orjson, at)).rejects.toMatchObject({
    code: "conflict",
    remedy: expect.stringContaining("another slug"),
  });
  await removeProject(store, "orjson", at);
  await expect(createProject(store, orjson, at)).rejects.toMatchObject({
    code: "conflict",
    remedy: expect.stringContaining("Revive"),
  });
});

test("a removed project is out of the list until it is revived", async () => {
  const store = await openTestStore();
  const { id } = await createProject(store, orjson, at);
  await createProject(store, { ...orjson, slug: "jiter" }, at);
  const slugs = async () => (await listProjects(store)).map(({ slug }) => slug);
  expect(await slugs()).toEqual(["jiter", "orjson"]);
  await removeProject(store, "orjson", at);
  expect(await slugs()).toEqual(["jiter"]);
  expect(await projectBySlug(store, "orjson")).toMatchObject({ id, removedAt: at });
  await expect(removeProject(store, "orjson", at)).rejects.toMatchObject({ code: "not-found" });
  await reviveProject(store, "orjson");
  expect(await slugs()).toEqual(["jiter", "orjson"]);
});

test("a change leaves alone what it does not name, and null clears", async () => {
  const store = await openTestStore();
  const { id } = await createProject(store, orjson, at);
  const progress = { phase: "clone", done: 1, total: 2, note: "" };
  const failure = { code: "gone", message: "x", remedy: null, at: "", attempts: 1, nextAt: null } as const;
  await updateProject(store, id, { state: "failed", progress, failure, defaultBranch: "main" });
  await updateProject(store, id, { progress: null, fetchedAt: at });
  expect(await projectBySlug(store, "orjson")).toMatchObject({
    state: "failed",
    progress: null,
    failure: JSON.stringify(failure),
    defaultBranch: "main",
    fetchedAt: at,
  });
});
