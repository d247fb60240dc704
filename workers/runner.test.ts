import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openQueue } from "#lib/db/jobs";
import type { Store } from "#lib/db/store";
import { openTestStore } from "#lib/db/test-store";
import { AppError } from "#lib/errors";
import type { Failure } from "#lib/jobs/outcome";
import type { ClaimedJob, Queue } from "#lib/jobs/queue";
import type { Events } from "#lib/log";
import { type Perform, type Runner, startRunner } from "#workers/runner";

let store: Store;
let queue: Queue;
let runner: Runner;
let finished: Events["job.finished"][];
let failures: { failure: Failure; nextAt: Date | null }[];

beforeEach(async () => {
  store = await openTestStore();
  queue = openQueue(store, () => new Date());
  finished = [];
  failures = [];
});
afterEach(() => runner.drain(0, 1000));

function start(perform: Perform, slots = { network: 2, cpu: 1, history: 1 }, leaseMs = 60_000): void {
  runner = startRunner({
    queue,
    owner: "here",
    perform,
    onFailure: async (_job, failure, nextAt) => {
      failures.push({ failure, nextAt });
    },
    log: { event: (name, fields) => name === "job.finished" && finished.push(fields as Events["job.finished"]) },
    clock: () => new Date(),
    slots,
    leaseMs,
    pollMs: 10,
  });
}

const sync = (projectId: string) => queue.enqueue("sync-project", { projectId });
const job = () => store.client.job.findFirstOrThrow();
const until = (what: () => void | Promise<void>) => vi.waitFor(what, { timeout: 10_000 });

/** A job that runs until it is let go, or until its signal is aborted. */
function gate() {
  const begun: ClaimedJob[] = [];
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const perform: Perform = async (one, { signal }) => {
    begun.push(one);
    const aborted = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    await Promise.race([opened, aborted]);
    return {};
  };
  return { begun, open: () => open(), perform };
}

test("runs a job once and tells its life in one event", async () => {
  start(async () => ({ files: 3 }));
  await sync("p");
  await until(() => expect(finished.length).toBe(1));
  expect(finished[0]).toMatchObject({
    job: "sync-project",
    project: "p",
    outcome: "done",
    attempt: 1,
    detail: { files: 3 },
  });
  expect(await job()).toMatchObject({ state: "done", leaseOwner: null });
});

test("fills the slots of each lane and no more", async () => {
  const { begun, open, perform } = gate();
  for (const id of ["a", "b", "c", "d"]) await sync(id);
  await queue.enqueue("scan-commit", { projectId: "e", sha: "1" });
  await queue.enqueue("scan-commit", { projectId: "f", sha: "2" });
  start(perform);
  await until(() => expect(begun.length).toBe(3));
  expect(begun.map((one) => one.name).sort()).toEqual(["scan-commit", "sync-project", "sync-project"]);
  expect(runner.running()).toBe(3);
  open();
  await until(() => expect(finished.length).toBe(6));
});

test("puts a failed job back and says when it comes again", async () => {
  start(async () => {
    throw new AppError("unreachable", "no route");
  });
  await sync("p");
  await until(() => expect(finished.length).toBe(1));
  expect(finished[0]).toMatchObject({ outcome: "retry", error: { code: "unreachable", message: "no route" } });
  const { state, runAt } = await job();
  expect(state).toBe("waiting");
  expect(failures).toEqual([{ failure: { code: "unreachable", message: "no route", remedy: null }, nextAt: runAt }]);
});

test("shelves what waiting cannot mend", async () => {
  start(async () => {
    throw new AppError("gone", "it was removed");
  });
  await sync("p");
  await until(() => expect(finished[0]?.outcome).toBe("shelved"));
  expect(failures).toMatchObject([{ failure: { code: "gone" }, nextAt: null }]);
  expect(await job()).toMatchObject({ state: "shelved", error: expect.stringContaining("it was removed") });
});

test("shelves a job that took its worker down too often, without running it again", async () => {
  await sync("p");
  await store.client.job.updateMany({ data: { attempts: 99 } });
  const perform = vi.fn();
  start(perform);
  await until(() => expect(finished[0]?.outcome).toBe("shelved"));
  expect(perform).not.toHaveBeenCalled();
});

test("lets running jobs finish when it drains, and claims nothing more", async () => {
  const { begun, open, perform } = gate();
  start(perform, { network: 1, cpu: 1, history: 1 });
  await sync("a");
  await sync("b");
  await until(() => expect(begun.length).toBe(1));
  const drained = runner.drain(10_000, 10_000);
  open();
  expect(await drained).toBe(0);
  expect(finished.map(({ outcome }) => outcome)).toEqual(["done"]);
  const states = await store.client.job.findMany({ orderBy: { id: "asc" } });
  expect(states.map(({ state }) => state)).toEqual(["done", "waiting"]);
});

test("aborts what does not finish in time and puts it back uncounted", async () => {
  const { begun, perform } = gate();
  start(perform);
  await sync("p");
  await until(() => expect(begun.length).toBe(1));
  expect(await runner.drain(0, 10_000)).toBe(0);
  expect(finished).toMatchObject([{ outcome: "interrupted" }]);
  expect(failures).toEqual([]);
  expect(await job()).toMatchObject({ state: "waiting", attempts: 0, leaseOwner: null });
});

test("puts back even a job that ignores its signal", async () => {
  let begun = false;
  start(() => {
    begun = true;
    return new Promise(() => {});
  });
  await sync("p");
  await until(() => expect(begun).toBe(true));
  expect(await runner.drain(0, 0)).toBe(1);
  expect(await job()).toMatchObject({ state: "waiting", attempts: 0 });
});

test("stops a job whose lease went to somebody else, and leaves the job to them", async () => {
  const { begun, perform } = gate();
  start(perform, { network: 1, cpu: 1, history: 1 }, 300);
  await sync("p");
  await until(() => expect(begun.length).toBe(1));
  await store.client.job.updateMany({ data: { leaseOwner: "elsewhere", leaseUntil: new Date(Date.now() + 60_000) } });
  await until(() => expect(finished).toMatchObject([{ outcome: "interrupted" }]));
  expect(await job()).toMatchObject({ state: "running", leaseOwner: "elsewhere" });
});
