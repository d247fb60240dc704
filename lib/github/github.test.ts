import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nextIn, openGithub } from "#lib/github/client";
import { fetchMentions, fetchThread, searchThreads } from "#lib/github/thread";
import { type FakeGithub, type Mood, startFakeGithub } from "#workers/fake-github/server";

let fake: FakeGithub;
const name = { owner: "PyO3", repo: "pyo3", number: 3451 };
const path = "/repos/PyO3/pyo3/issues/3451";

beforeEach(async () => {
  fake = await startFakeGithub({
    threads: [
      { id: "PyO3/pyo3#3451", title: "Tracking Issue", body: "Goals", mentions: ["pyo3/pyo3#1", "a/b#2", "c/d#3"] },
      { id: "PyO3/pyo3#5525", title: "feat", pull: true, state: "closed", mergedAt: "2025-12-01T00:00:00Z" },
      { id: "PyO3/pyo3#2885", title: "nogil", pull: true, state: "closed", closedAt: "2024-01-01T00:00:00Z" },
      { id: "PyO3/pyo3#9", title: "no", state: "closed", reason: "not_planned" },
      { id: "new/home#3451", title: "Tracking Issue" },
    ],
  });
});
afterEach(() => fake.close());

const open = () => openGithub({ api: fake.url, token: null, mostWaitSeconds: 0, retries: 0 });
const numbered = (number: number) => fetchThread(open(), { ...name, number }, null);

test("an issue and the three ends of a pull request are told apart", async () => {
  expect((await numbered(3451))?.thread).toMatchObject({ kind: "issue", state: "open", stateAt: null, body: "Goals" });
  expect((await numbered(5525))?.thread).toMatchObject({ kind: "pull", state: "merged" });
  expect((await numbered(2885))?.thread).toMatchObject({ state: "closed", stateAt: new Date("2024-01-01") });
  expect((await numbered(9))?.thread.state).toBe("not-planned");
});

test("what has not changed is not sent again, and costs nothing of the limit", async () => {
  fake.scenario.remaining = 1;
  const first = await fetchThread(open(), name, null);
  expect(first?.remaining).toBe(0);
  expect(await fetchThread(open(), name, first!.etag)).toBeNull();
  expect(fake.seen).toEqual([`200 ${path}`, `304 ${path}`]);
});

test("a moved thread is found where it is now", async () => {
  fake.scenario.moods = { [path]: { movedTo: "/repos/new/home/issues/3451" } };
  expect((await numbered(3451))?.thread.id).toBe("new/home#3451");
});

test("mentions are read page by page, and later from the last page on", async () => {
  fake.scenario.perPage = 2;
  const first = await fetchMentions(open(), name, null);
  expect(first?.mentions.map(({ id }) => id)).toEqual(["pyo3/pyo3#1", "a/b#2", "c/d#3"]);
  expect(await fetchMentions(open(), name, first!.mark)).toBeNull();
  fake.scenario.threads[0]!.mentions!.push("e/f#4");
  const second = await fetchMentions(open(), name, first!.mark);
  expect(second?.mentions.map(({ id }) => id)).toEqual(["c/d#3", "e/f#4"]);
});

test("a search is read page by page, and its limit is its own", async () => {
  fake.scenario.perPage = 1;
  fake.scenario.searches = 3;
  fake.scenario.threads.push({ id: "a/b#2", title: "Waits", body: "See PyO3/pyo3#3451." });
  fake.scenario.threads.push({ id: "c/d#3", title: "Loads twice, PyO3/pyo3#3451", pull: true });
  expect((await searchThreads(open(), "pyo3/pyo3#3451")).map(({ id }) => id)).toEqual(["a/b#2", "c/d#3"]);
  await expect(searchThreads(open(), "pyo3/pyo3#3451")).rejects.toMatchObject({ code: "rate-limited" });
  expect((await numbered(3451))?.thread.title).toBe("Tracking Issue");
});

describe("every bad day has its own words", () => {
  test.each<[Mood, string, RegExp]>([
    ["gone", "gone", /has no/],
    ["missing", "gone", /has no/],
    ["withheld", "gone", /legal reasons/],
    ["refused", "forbidden", /refuses/],
    ["throttled", "rate-limited", /2 min/],
    ["secondary", "rate-limited", /10 min/],
    ["limited", "rate-limited", /until \d\d:\d\d UTC/],
    ["failing", "unreachable", /502/],
    ["broken", "unreadable", /not what its documentation/],
  ])("%s", async (mood, code, words) => {
    fake.scenario.moods = { [path]: mood };
    await expect(numbered(3451)).rejects.toMatchObject({ code, message: expect.stringMatching(words) });
  });

  test("nobody there", async () => {
    const github = openGithub({ api: "http://127.0.0.1:9", token: null, retries: 0 });
    const message = expect.stringMatching(/cannot be reached/);
    await expect(fetchThread(github, name, null)).rejects.toMatchObject({ code: "unreachable", message });
  });

  test("a slow answer is an answer", async () => {
    fake.scenario.moods = { [path]: "slow" };
    expect((await numbered(3451))?.thread.title).toBe("Tracking Issue");
  });

  test("a limit that passes soon is waited for, once", async () => {
    fake.scenario.moods = { [path]: { onceWithin: 1 } };
    const github = openGithub({ api: fake.url, token: null, mostWaitSeconds: 2, retries: 0 });
    expect((await fetchThread(github, name, null))?.thread.title).toBe("Tracking Issue");
    expect(fake.seen).toEqual([`429 ${path}`, `200 ${path}`]);
  });

  test("a server's own fault is asked for again, and no more often than allowed", async () => {
    fake.scenario.moods = { [path]: "failing" };
    const github = openGithub({ api: fake.url, token: null, retries: 1 });
    await expect(fetchThread(github, name, null)).rejects.toMatchObject({ code: "unreachable" });
    expect(fake.seen).toEqual([`502 ${path}`, `502 ${path}`]);
  });

  test("work that is stopped stops asking", async () => {
    fake.scenario.moods = { [path]: "slow" };
    const stop = new AbortController();
    const asked = fetchThread(openGithub({ api: fake.url, token: null, retries: 0, signal: stop.signal }), name, null);
    stop.abort();
    await expect(asked).rejects.toMatchObject({ name: "AppError" });
  });
});

test("a GitHub Enterprise server is asked under its own base address, page by page", async () => {
  Object.assign(fake.scenario, { prefix: "/api/v3", perPage: 1 });
  const github = openGithub({ api: `${fake.url}/api/v3/`, token: null, retries: 0 });
  expect((await fetchThread(github, name, null))?.thread.title).toBe("Tracking Issue");
  expect((await fetchMentions(github, name, null))?.mentions).toHaveLength(3);
  expect(fake.seen.every((line) => line.startsWith("200 /api/v3/repos/"))).toBe(true);
  await expect(numbered(3451)).rejects.toMatchObject({ code: "gone" });
});

test("the next page is read from a Link among others, as a path of the configured host and of no other", () => {
  const base = "https://x/api/v3";
  expect(nextIn(`<${base}/a?page=1>; rel="prev", <${base}/a?page=3>; rel="next"`, base)).toBe("/a?page=3");
  expect(nextIn(`<${base}/a?page=1>; rel="prev"`, base)).toBeNull();
  expect(nextIn('<https://elsewhere/api/v3/a?page=2>; rel="next"', base)).toBeNull();
  expect(nextIn('<https://x/api/v3.elsewhere/a>; rel="next"', base)).toBeNull();
  expect(nextIn(undefined, base)).toBeNull();
});
