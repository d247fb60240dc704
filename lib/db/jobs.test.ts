import { dirname } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { openQueue } from "#lib/db/jobs";
import { openStore, type Store } from "#lib/db/store";
import { openTestStore } from "#lib/db/test-store";
import { AppError } from "#lib/errors";
import { failureOf } from "#lib/jobs/outcome";
import type { ClaimedJob, Queue } from "#lib/jobs/queue";

const LEASE = 30_000;
const failure = failureOf(new AppError("unreachable", "no route"));
let store: Store;
let queue: Queue;
let now: Date;

beforeEach(async () => {
  store = await openTestStore();
  now = new Date("2026-11-22T10:00:00Z");
  queue = openQueue(store, () => now);
});

const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const project = (id: string, scannedAt: Date | null = null) =>
  store.client.project.create({
    data: { id, slug: id, source: `https://example.org/${id}`, kind: "remote", addedBy: "cli", scannedAt },
  });
const sync = (projectId: string) => queue.enqueue("sync-project", { projectId });
const scan = (projectId: string, sha: string) => queue.enqueue("scan-commit", { projectId, sha });
const claim = (lane: "network" | "cpu" = "network", owner = "a") => queue.claim(lane, owner, LEASE);
const claimed = async (lane?: "network" | "cpu", owner?: string): Promise<ClaimedJob> => {
  const job = await claim(lane, owner);
  if (!job) throw new Error("nothing to claim");
  return job;
};
const states = async () => (await store.client.job.findMany({ orderBy: { id: "asc" } })).map((job) => job.state);

test("keeps at most one waiting or running job per key", async () => {
  expect(await sync("p")).toBe(true);
  expect(await sync("p")).toBe(false);
  const job = await claimed();
  expect(await sync("p")).toBe(false);
  await queue.settle(job, { kind: "done" });
  expect(await sync("p")).toBe(true);
});

test("gives a job to one owner only, even across two connections", async () => {
  const other = await openStore(dirname(store.file));
  const second = openQueue(other, () => now);
  for (let index = 0; index < 20; index++) await sync(`p${index}`);
  const taken: number[] = [];
  const work = async (from: Queue, owner: string) => {
    for (let job = await from.claim("network", owner, LEASE); job; job = await from.claim("network", owner, LEASE)) {
      taken.push(job.id);
    }
  };
  await Promise.all([work(queue, "a"), work(second, "b"), work(queue, "c")]);
  await other.close();
  expect(taken.length).toBe(20);
  expect(new Set(taken).size).toBe(20);
});

test("hands out what its lane asks for", async () => {
  await scan("p", "abc");
  expect(await claim("network")).toBeNull();
  expect(await claim("cpu")).toMatchObject({
    name: "scan-commit",
    payload: '{"projectId":"p","sha":"abc"}',
    attempt: 1,
  });
});

test("waits for the time of a retry and keeps the reason", async () => {
  await sync("p");
  await queue.settle(await claimed(), { kind: "retry", at: new Date(now.getTime() + 5000), failure });
  expect(await claim()).toBeNull();
  pass(5000);
  expect(await claimed()).toMatchObject({ attempt: 2, waitedMs: 0 });
  expect(await store.client.job.findFirst()).toMatchObject({ error: expect.stringContaining("no route") });
});

test("shelves what was given up, and the key is free again", async () => {
  await sync("p");
  await queue.settle(await claimed(), { kind: "give-up", failure });
  expect(await claim()).toBeNull();
  expect(await sync("p")).toBe(true);
  expect(await states()).toEqual(["shelved", "waiting"]);
});

test("claims a job again when its lease ran out, as one more attempt", async () => {
  await sync("p");
  const lost = await claimed("network", "dead");
  pass(LEASE);
  expect(await claim()).toBeNull();
  pass(1);
  expect(await claimed("network", "b")).toMatchObject({ id: lost.id, attempt: 2 });
});

test("takes no word from an owner that lost its lease", async () => {
  await sync("p");
  const lost = await claimed("network", "a");
  pass(LEASE + 1);
  const again = await claimed("network", "a");
  expect(await queue.extend(lost, LEASE)).toBe(false);
  expect(await queue.settle(lost, { kind: "done" })).toBe(false);
  expect(await queue.release(lost)).toBe(false);
  expect(await queue.settle(again, { kind: "done" })).toBe(true);
});

test("keeps a lease that is extended", async () => {
  await sync("p");
  const job = await claimed();
  pass(LEASE - 1);
  expect(await queue.extend(job, LEASE)).toBe(true);
  pass(LEASE - 1);
  expect(await claim("network", "b")).toBeNull();
});

test("does not count an attempt that was released", async () => {
  await sync("p");
  await queue.release(await claimed());
  expect(await claimed()).toMatchObject({ attempt: 1 });
});

test("ends the leases of dead owners at once", async () => {
  await sync("p");
  await sync("q");
  await claimed("network", "dead");
  await claimed("network", "alive");
  expect(await queue.expire((owner) => owner === "dead")).toBe(1);
  expect(await claimed("network", "b")).toMatchObject({ projectId: "p", attempt: 2 });
  expect(await claim("network", "b")).toBeNull();
});

test("runs one job of a project at a time", async () => {
  await project("p");
  await sync("p");
  await scan("p", "abc");
  const first = await claimed("network");
  expect(await claim("cpu")).toBeNull();
  await queue.settle(first, { kind: "done" });
  expect(await claim("cpu")).not.toBeNull();
});

test("serves projects that were never read first, then the one that waited longest for a turn", async () => {
  await project("old", new Date(0));
  await project("new");
  for (let index = 0; index < 3; index++) await scan("old", `o${index}`);
  await scan("new", "n0");
  await scan("new", "n1");
  await project("other", new Date(0));
  await scan("other", "x0");
  const order: (string | null)[] = [];
  for (let job = await claim("cpu"); job; job = await claim("cpu")) {
    order.push(job.projectId);
    pass(1000);
    await queue.settle(job, { kind: "done" });
  }
  expect(order).toEqual(["new", "new", "old", "other", "old", "old"]);
});

test("drops the waiting jobs of a project and leaves the running one", async () => {
  await sync("p");
  await claimed();
  await scan("p", "abc");
  await sync("q");
  expect(await queue.cancel("p")).toBe(1);
  expect(await states()).toEqual(["running", "waiting"]);
});

test("forgets only what ended before a date", async () => {
  await sync("p");
  await queue.settle(await claimed(), { kind: "done" });
  await sync("q");
  expect(await queue.prune(now)).toBe(0);
  expect(await queue.prune(new Date(now.getTime() + 1))).toBe(1);
  expect(await states()).toEqual(["waiting"]);
});
