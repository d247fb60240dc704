import { beforeEach, expect, test } from "vitest";
import { addProject } from "#lib/commands/add-project";
import { enqueueDueSyncs } from "#lib/commands/enqueue-due";
import { noteFailure } from "#lib/commands/note-failure";
import { openTestContext, type TestContext } from "#lib/commands/test-context";
import { updateProject } from "#lib/db/projects";

const HOUR = 3_600_000;
let ctx: TestContext;
let projectId: string;

beforeEach(async () => {
  ctx = await openTestContext();
  projectId = (await addProject(ctx, { source: "https://example.org/a" })).id;
  await ctx.store.client.job.deleteMany();
});

const due = async () => {
  await enqueueDueSyncs(ctx);
  return ctx.store.client.job.count();
};

test("asks at once for what was never tried", async () => {
  expect(await due()).toBe(1);
});

test("asks again when the last fetch is old enough, give or take a tenth", async () => {
  await updateProject(ctx.store, projectId, { fetchedAt: ctx.clock() });
  ctx.pass(5.3 * HOUR);
  expect(await due()).toBe(0);
  ctx.pass(1.4 * HOUR);
  expect(await due()).toBe(1);
});

test("leaves a project that was given up in peace for as long", async () => {
  const failure = { code: "gone", message: "it was removed", remedy: null } as const;
  await noteFailure(ctx, { projectId, job: "sync-project", failure, attempts: 1, nextAt: null });
  const row = await ctx.store.client.project.findUniqueOrThrow({ where: { id: projectId } });
  expect(row.state).toBe("failed");
  expect(JSON.parse(row.failure ?? "")).toMatchObject({
    code: "gone",
    attempts: 1,
    nextAt: "2026-11-22T16:00:00.000Z",
  });
  expect(await due()).toBe(0);
  ctx.pass(7 * HOUR);
  expect(await due()).toBe(1);
});
