import { afterEach, beforeEach, expect, test } from "vitest";
import { addProject } from "#lib/commands/add-project";
import { enqueueDueRepositories, enqueueDueSyncs } from "#lib/commands/enqueue-due";
import { noteFailure } from "#lib/commands/note-failure";
import { syncRepositories } from "#lib/commands/sync-repositories";
import { openTestContext, type TestContext } from "#lib/commands/test-context";
import { trackCatalogue } from "#lib/commands/track-catalogue";
import { updateProject } from "#lib/db/projects";
import { type FakeGithub, startFakeGithub } from "#workers/fake-github/server";

const OLD = "https://github.com/Old/name";
const NEW = "https://github.com/new/home";

let ctx: TestContext;
let fake: FakeGithub;
let projectId: string;

beforeEach(async () => {
  fake = await startFakeGithub({ threads: [], repositories: [{ id: 7, name: "old/name" }] });
  ctx = await openTestContext();
  ctx.env.githubApi = fake.url;
  projectId = (await addProject(ctx, { source: OLD })).id;
});
afterEach(() => fake.close());

const sync = () => syncRepositories(ctx, new AbortController().signal);
const project = () => ctx.store.client.project.findUniqueOrThrow({ where: { id: projectId } });
const later = (days: number) => ctx.pass(days * 86_400_000);
const seams = async () =>
  (await ctx.store.client.seam.findMany({ orderBy: { id: "asc" } })).map(({ kind, detail }) => [
    kind,
    JSON.parse(detail),
  ]);
const repository = () => fake.scenario.repositories![0]!;

test("a repository is asked for by its name first and by its number from then on, once in a week", async () => {
  expect(await sync()).toMatchObject({ asked: 1, renamed: 0, archived: 0, left: 0 });
  expect(await project()).toMatchObject({ source: OLD, githubId: 7, archivedAt: null });
  later(6);
  expect(await sync()).toMatchObject({ asked: 0 });
  later(2);
  expect(await sync()).toMatchObject({ asked: 1 });
  expect(fake.seen).toEqual(["200 /repos/Old/name", "304 /repositories/7"]);
  expect(await seams()).toEqual([]);
});

test("a renamed repository is followed to its new address, and its project stays what it is", async () => {
  Object.assign(repository(), { name: "new/home", former: ["old/name"] });
  const before = await project();
  expect(await sync()).toMatchObject({ renamed: 1 });
  expect(await project()).toMatchObject({ slug: before.slug, source: NEW, formerSources: JSON.stringify([OLD]) });
  expect(await seams()).toEqual([["renamed", { from: OLD, to: NEW }]]);
  expect(await ctx.store.client.event.count()).toBe(0);
  later(8);
  await sync();
  expect(await seams()).toHaveLength(1);
});

test("an old name that somebody else has taken leads nowhere new", async () => {
  await sync();
  fake.scenario.repositories = [
    { id: 7, name: "new/home" },
    { id: 8, name: "old/name" },
  ];
  later(8);
  await sync();
  expect(await project()).toMatchObject({ source: NEW, githubId: 7 });
});

test("under its old address a renamed repository is known, to a person and to the projects file", async () => {
  Object.assign(repository(), { name: "new/home", former: ["old/name"] });
  await sync();
  expect(await addProject(ctx, { source: `${OLD.toLowerCase()}.git` })).toMatchObject({ id: projectId, how: "known" });
  const text = JSON.stringify({ only: true, projects: [{ source: OLD, slug: "name" }] });
  await trackCatalogue(ctx, { text, file: "projects.json" });
  expect(await ctx.store.client.project.count({ where: { removedAt: null } })).toBe(1);
  expect(await project()).toMatchObject({ source: NEW });
});

test("an archived repository says so once, is fetched once a week, and says when it is open again", async () => {
  repository().archived = true;
  expect(await sync()).toMatchObject({ archived: 1 });
  expect((await project()).archivedAt).toEqual(ctx.clock());
  await updateProject(ctx.store, projectId, { fetchedAt: ctx.clock() });
  await ctx.store.client.job.deleteMany();
  later(3);
  await enqueueDueSyncs(ctx);
  expect(await ctx.store.client.job.count()).toBe(0);
  later(6);
  await enqueueDueSyncs(ctx);
  expect(await ctx.store.client.job.count({ where: { name: "sync-project" } })).toBe(1);
  await sync();
  repository().archived = false;
  later(8);
  await sync();
  expect((await project()).archivedAt).toBeNull();
  expect(await seams()).toEqual([
    ["archived", {}],
    ["archived", { again: true }],
  ]);
});

test("what GitHub does not show is left to the next fetch, and asked for by name again", async () => {
  await sync();
  fake.scenario.repositories = [];
  later(8);
  expect(await sync()).toMatchObject({ gone: 1 });
  expect(await project()).toMatchObject({ githubId: null, source: OLD });
  expect(await seams()).toEqual([]);
});

test("a repository that cannot be fetched is asked about before its turn, once", async () => {
  await sync();
  const failure = { code: "gone", message: "gone", remedy: null } as const;
  const fail = () => noteFailure(ctx, { projectId, job: "sync-project", failure, attempts: 1, nextAt: null });
  await fail();
  expect(await sync()).toMatchObject({ asked: 1 });
  await fail();
  expect(await sync()).toMatchObject({ asked: 0 });
});

test("within a limit the run stops, and the next one begins with those that were not reached", async () => {
  await addProject(ctx, { source: "https://github.com/other/one" });
  fake.scenario.repositories!.push({ id: 9, name: "other/one" });
  fake.scenario.remaining = 1;
  await expect(sync()).rejects.toMatchObject({ code: "rate-limited" });
  fake.scenario.remaining = 60;
  expect(await sync()).toMatchObject({ asked: 1, left: 0 });
});

test("only GitHub is asked, and only about what is there", async () => {
  await addProject(ctx, { source: "https://gitlab.com/some/where" });
  await sync();
  expect(fake.seen).toEqual(["200 /repos/Old/name"]);
});

test("the work is asked for when somebody's turn has come, and once at a time", async () => {
  await enqueueDueRepositories(ctx);
  await enqueueDueRepositories(ctx);
  const jobs = () => ctx.store.client.job.count({ where: { name: "sync-repositories" } });
  expect(await jobs()).toBe(1);
  await sync();
  await ctx.store.client.job.deleteMany();
  await enqueueDueRepositories(ctx);
  expect(await jobs()).toBe(0);
});
