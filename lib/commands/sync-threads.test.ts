import { afterEach, beforeEach, expect, test } from "vitest";
import { enqueueDueThreads } from "#lib/commands/enqueue-due";
import { syncThreads } from "#lib/commands/sync-threads";
import { openTestContext, type TestContext } from "#lib/commands/test-context";
import { importBaseline } from "#lib/db/threads";
import { threadBaseline, trackingIssue } from "#lib/milestones/thread-baseline";
import { trackingIssueView } from "#lib/queries/milestone-drift";
import { type FakeGithub, startFakeGithub } from "#workers/fake-github/server";

const baseline = {
  at: "2026-09-23T00:00:00Z",
  threads: [
    { id: "pyo3/pyo3#5525", kind: "pull", state: "open", title: "as read then" },
    { id: trackingIssue, kind: "issue", state: "open", title: "Tracking Issue" },
    { id: "pyo3/pyo3#2346", kind: "discussion", state: "unknown", title: "A discussion" },
  ],
};
const body = "## Goals\n- [ ] Rework primitives. See #2885\n";
const issuePath = "/repos/pyo3/pyo3/issues/3451";

let ctx: TestContext;
let fake: FakeGithub;
const sync = () => syncThreads(ctx, new AbortController().signal, { mostWaitSeconds: 0, retries: 0 });
const thread = (id: string) => ctx.store.client.thread.findUniqueOrThrow({ where: { id } });

beforeEach(async () => {
  fake = await startFakeGithub({
    threads: [
      { id: trackingIssue, title: "Tracking Issue: now", body, mentions: ["a/b#7"] },
      { id: "pyo3/pyo3#5525", title: "feat", pull: true, state: "closed", mergedAt: "2025-12-01T00:00:00Z" },
      { id: "pyo3/pyo3#2885", title: "nogil", pull: true, state: "closed" },
    ],
  });
  ctx = await openTestContext();
  ctx.env.githubApi = fake.url;
  await importBaseline(ctx.store, baseline);
});
afterEach(() => fake.close());

const later = (hours: number) => ctx.pass(hours * 3_600_000);

test("the tracking issue is asked first, and what its body names is followed from then on", async () => {
  expect(await sync()).toMatchObject({ asked: 2, changed: 2, failed: 0 });
  expect(fake.seen[0]).toBe(`200 ${issuePath}`);
  expect(await thread("pyo3/pyo3#5525")).toMatchObject({ state: "merged", title: "feat" });
  expect(await thread(trackingIssue)).toMatchObject({ title: "Tracking Issue: now", body });
  await sync();
  expect(await thread("pyo3/pyo3#2885")).toMatchObject({ state: "closed", kind: "pull" });
  const links = await ctx.store.client.threadLink.findMany({ orderBy: { toId: "asc" } });
  expect(links.map(({ toId, how }) => [toId, how])).toEqual([
    ["a/b#7", "timeline"],
    ["pyo3/pyo3#2885", "body"],
  ]);
});

test("a day later nothing new costs nothing, and a changed body is kept beside the old one", async () => {
  await sync();
  await sync();
  later(24);
  fake.seen.length = 0;
  expect(await sync()).toMatchObject({ changed: 0, failed: 0 });
  expect(fake.seen.every((line) => line.startsWith("304") || line.includes("/search/"))).toBe(true);
  later(24);
  fake.scenario.threads[0]!.body = body.replace("[ ]", "[x]");
  expect(await sync()).toMatchObject({ changed: 1 });
  const versions = await ctx.store.client.threadVersion.findMany({ orderBy: { id: "asc" } });
  expect(versions.map((version) => version.body.includes("[x]"))).toEqual([false, true]);
});

test("within a limit the run stops, and the next one goes on where it stopped", async () => {
  fake.scenario.remaining = 2;
  await expect(sync()).rejects.toMatchObject({ code: "rate-limited" });
  expect((await thread(trackingIssue)).fetchedAt).not.toBeNull();
  expect((await thread("pyo3/pyo3#5525")).failure).toContain("rate-limited");
  fake.scenario.remaining = 60;
  await sync();
  expect(await thread("pyo3/pyo3#5525")).toMatchObject({ state: "merged", failure: null });
});

test("without a token every thread that ships is asked for, and no hour takes more than 60 requests", async () => {
  await importBaseline(ctx.store, threadBaseline);
  fake.scenario.threads = threadBaseline.threads
    .filter(({ kind }) => kind !== "discussion")
    .map(({ id, title, kind }) => ({ id, title, pull: kind === "pull", body: id === trackingIssue ? body : "" }));
  const open = () => ctx.store.client.thread.count({ where: { kind: { not: "discussion" }, fetchedAt: null } });
  const hours: number[] = [];
  while (hours.length < 4 && (await open()) > 0) {
    fake.scenario.remaining = 60;
    const before = fake.seen.length;
    await sync().catch((error) => expect(error).toMatchObject({ code: "rate-limited" }));
    hours.push(fake.seen.slice(before).filter((line) => line.startsWith("200") && !line.includes("/search/")).length);
    later(1);
  }
  expect(await open()).toBe(0);
  expect(Math.max(...hours)).toBeLessThanOrEqual(60);
  expect(hours.length).toBeLessThanOrEqual(2);
});

test("a thread that is gone is said to be, without stopping the others", async () => {
  fake.scenario.moods = { "/repos/pyo3/pyo3/issues/5525": "gone" };
  expect(await sync()).toMatchObject({ asked: 2, failed: 1 });
  expect((await thread("pyo3/pyo3#5525")).state).toBe("gone");
});

test("a thread that is withheld for legal reasons says so, and what was known of it stays", async () => {
  fake.scenario.moods = { "/repos/pyo3/pyo3/issues/5525": "withheld" };
  expect(await sync()).toMatchObject({ asked: 2, failed: 1 });
  const { title, failure } = await thread("pyo3/pyo3#5525");
  expect([title, failure]).toEqual(["as read then", expect.stringContaining("legal reasons")]);
});

test("a refused thread stops the run, and the next one asks for it again", async () => {
  fake.scenario.moods = { "/repos/pyo3/pyo3/issues/5525": "refused" };
  await expect(sync()).rejects.toMatchObject({ code: "forbidden" });
  fake.scenario.moods = {};
  await sync();
  expect(await thread("pyo3/pyo3#5525")).toMatchObject({ state: "merged", failure: null });
});

test("without a network what was known stays, with its date", async () => {
  await fake.close();
  await expect(sync()).rejects.toMatchObject({ code: "unreachable" });
  expect(await thread("pyo3/pyo3#5525")).toMatchObject({ state: "open", title: "as read then", fetchedAt: null });
  fake = await startFakeGithub({ threads: [] });
});

test("threads elsewhere that name the issue become candidates, which nobody follows by itself", async () => {
  fake.scenario.threads.push({ id: "far/away#8", title: "Waits for PyO3/pyo3#3451" });
  await sync();
  const links = await ctx.store.client.threadLink.findMany({ where: { how: "search" } });
  expect(links.map(({ toId, title }) => [toId, title])).toEqual([["far/away#8", "Waits for PyO3/pyo3#3451"]]);
  expect(await ctx.store.client.thread.findUnique({ where: { id: "far/away#8" } })).toBeNull();
  const { candidates } = await trackingIssueView(ctx.store);
  expect(candidates.map(({ id }) => id)).toEqual(expect.arrayContaining(["far/away#8", "a/b#7"]));
  expect(candidates.map(({ id }) => id)).not.toContain("pyo3/pyo3#5525");
});

test("a search that is refused costs nothing else", async () => {
  fake.scenario.searches = 0;
  expect(await sync()).toMatchObject({ asked: 2, failed: 0 });
});

test("a moved thread says where it is now", async () => {
  fake.scenario.threads.push({ id: "new/home#5525", title: "feat", pull: true });
  fake.scenario.moods = { "/repos/pyo3/pyo3/issues/5525": { movedTo: "/repos/new/home/issues/5525" } };
  await sync();
  expect((await thread("pyo3/pyo3#5525")).movedTo).toBe("new/home#5525");
});

test("a newer baseline replaces an older one, and never what GitHub said", async () => {
  await sync();
  const newer = { at: "2026-12-01T00:00:00Z", threads: baseline.threads.map((one) => ({ ...one, title: "newer" })) };
  await importBaseline(ctx.store, newer);
  expect((await thread("pyo3/pyo3#5525")).title).toBe("feat");
  expect((await thread("pyo3/pyo3#2346")).title).toBe("newer");
});

test("the work is asked for once a day, and once at a time", async () => {
  await enqueueDueThreads(ctx);
  await enqueueDueThreads(ctx);
  expect(await ctx.store.client.job.count({ where: { name: "sync-threads" } })).toBe(1);
});
