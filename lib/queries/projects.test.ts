import { beforeAll, describe, expect, it } from "vitest";
import type { Store } from "#lib/db/store";
import { openTestStore } from "#lib/db/test-store";
import { health } from "#lib/queries/health";
import { overview } from "#lib/queries/overview";
import { parseQuery } from "#lib/queries/project-query";
import { type ProjectsInput, projects } from "#lib/queries/projects";

const now = new Date("2026-11-22T10:00:00Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

const read = { state: "ready", scannedAt: hoursAgo(2), fetchedAt: hoursAgo(1), binding: "pyo3", pyo3Version: "0.29.2" };
const refused = { gateLegacy: "loads", gateOwnGil: "refused", unguarded: true };
const failure = { message: "github.com cannot be reached.", remedy: null, at: now, attempts: 2, nextAt: now };

const rows = [
  { slug: "whenever", ...read, status: "declared", gateLegacy: "loads", gateOwnGil: "loads", binding: "pyo3-ffi" },
  {
    slug: "nh3",
    ...read,
    ...refused,
    archivedAt: hoursAgo(200),
    fetchedAt: hoursAgo(150),
    formerSources: '["https://github.com/old/nh"]',
    status: "candidate",
    framework: 2,
    pyo3Version: "0.9.1",
  },
  {
    slug: "orjson",
    ...read,
    ...refused,
    status: "hazardous",
    crateCritical: 25,
    binding: "pyo3-ffi",
    pyo3Version: "0.28.2",
  },
  { slug: "granian", ...read, ...refused, status: "hazardous", crateCritical: 4, pyo3Version: "0.28.3" },
  {
    slug: "qiskit",
    ...read,
    status: "hazardous",
    gateLegacy: "first-interpreter-only",
    gateOwnGil: "refused",
    fetchedAt: hoursAgo(144),
    crateCritical: 109,
    pyo3Version: "0.27",
    shippedAt: hoursAgo(144),
  },
  {
    slug: "ruff",
    ...read,
    status: "not-applicable",
    gateLegacy: "unknown",
    gateOwnGil: "unknown",
    binding: "none",
    pyo3Version: null,
  },
  { slug: "polars", state: "cloning", progress: '{"phase":"clone","done":1,"total":4,"note":"Receiving objects"}' },
  { slug: "lancedb", state: "waiting" },
  { slug: "opendal", state: "failed", failure: JSON.stringify({ ...failure, code: "unreachable" }) },
  { slug: "gone", ...read, ...refused, status: "hazardous", removedAt: now },
];

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
  for (const row of rows) {
    await store.client.project.create({
      data: { source: `https://github.com/org/${row.slug}`, kind: "remote", addedBy: "cli", ...row },
    });
  }
  const orjson = await store.client.project.findUniqueOrThrow({ where: { slug: "orjson" } });
  await store.client.finding.create({
    data: {
      projectId: orjson.id,
      fingerprint: "f",
      rule: "SI-013",
      slug: "static-py-transitive",
      severity: "critical",
      owner: "crate",
      scope: "prod",
      confidence: "high",
      crate: "orjson",
      item: "",
      symbol: "KEY_MAP",
      message: "m",
      evidence: "{}",
      sites: "[]",
      path: "src/lib.rs",
      line: 1,
      present: true,
    },
  });
});

const ask = (typed: string, change: Partial<ProjectsInput> = {}) =>
  projects(store, {
    query: parseQuery(typed).query,
    sort: "status",
    descending: false,
    page: 1,
    moments: { staleBefore: hoursAgo(12), changedAfter: hoursAgo(24) },
    ...change,
  });
const slugs = async (typed: string, change?: Partial<ProjectsInput>) =>
  (await ask(typed, change)).rows.map((row) => row.slug);

describe("the list of projects", () => {
  it("has the removed ones out, the read ones first and in order of status", async () => {
    expect(await slugs("")).toEqual([
      "whenever",
      "nh3",
      "granian",
      "orjson",
      "qiskit",
      "ruff",
      "lancedb",
      "opendal",
      "polars",
    ]);
  });

  it.each([
    ["gate:no-check", ["nh3", "granian", "orjson"]],
    ["gate:first-only,loads", ["whenever", "qiskit"]],
    ["own-gil:loads", ["whenever"]],
    ["status:hazardous gate:no-check", ["granian", "orjson"]],
    ["pyo3:>=0.28", ["granian"]],
    ["pyo3:<0.20", ["nh3"]],
    ["pyo3:0.20..0.27", ["qiskit"]],
    ["pyo3:0.28.3", ["granian"]],
    ["pyo3:none", ["whenever", "orjson", "ruff"]],
    ["is:unread", ["lancedb", "polars"]],
    ["is:failed", ["opendal"]],
    ["is:unreadable", ["opendal"]],
    ["is:stale", ["qiskit"]],
    ["is:archived", ["nh3"]],
    ["is:shipped", ["qiskit"]],
    ["old/nh", ["nh3"]],
    ["rule:static-py-transitive", ["orjson"]],
    ["rule:si-013 owner:crate", ["orjson"]],
    ["org/gran", ["granian"]],
    ["100%_", []],
  ])("answers %s", async (typed, expected) => {
    expect(await slugs(typed)).toEqual(expected);
  });

  it("sorts by number and by version, not by text", async () => {
    expect(await slugs("status:hazardous", { sort: "critical", descending: true })).toEqual([
      "qiskit",
      "orjson",
      "granian",
    ]);
    expect(await slugs("is:read pyo3:>=0.1", { sort: "pyo3" })).toEqual(["nh3", "qiskit", "granian"]);
  });

  it("counts what else could be chosen, each group without itself", async () => {
    const { facets, views, matches, tracked } = await ask("status:hazardous gate:no-check");
    const count = (key: keyof typeof facets, value: string) => facets[key].find((one) => one.value === value)?.count;
    expect([matches, tracked]).toEqual([2, 9]);
    expect([count("gate", "first-only"), count("gate", "no-check")]).toEqual([1, 2]);
    expect([count("status", "candidate"), count("pyo3", ">=0.28")]).toEqual([1, 1]);
    expect(views.map((view) => view.count)).toEqual([9, 1, 1, 0, 0, 3, 2, 2, 1, 1]);
  });

  it("takes the last page for one that does not exist", async () => {
    expect((await ask("", { page: 7 })).page).toBe(1);
  });
});

describe("the overview", () => {
  it("counts only what answers, and groups what could not be read by host", async () => {
    const view = await overview(store);
    expect(view.tally).toEqual({
      tracked: 9,
      read: 6,
      answering: 5,
      ownGilLoads: 1,
      ownGilRefused: 4,
      legacyNoCheck: 3,
    });
    expect(view.strip.find((mark) => mark.slug === "opendal")?.group).toBe("failed");
    expect(view.working.map((line) => line.progress?.total)).toEqual([4]);
    expect(view.failures).toMatchObject([
      { host: "github.com", projects: ["opendal"], failure: { code: "unreachable" } },
    ]);
    expect(view.unguarded.map((line) => line.slug)).toEqual(["orjson", "granian", "nh3"]);
    expect(view.closest.map((line) => line.project.slug)).toEqual(["nh3"]);
  });

  it("tells a day of reading in one line, each project once", async () => {
    const receipt = { files: 3, bytes: 1, parsed: 3, problems: "[]", unscanned: "[]", timing: "{}" };
    const read = async (slug: string, ruleset: string, finishedAt: Date) => {
      const { id: projectId } = await store.client.project.findUniqueOrThrow({ where: { slug } });
      const commit = { projectId, sha: `${slug}-${ruleset}`, committedAt: now, subject: "s" };
      const { id: commitId } = await store.client.commit.create({ data: commit });
      await store.client.scan.create({ data: { projectId, commitId, ruleset, finishedAt, ...receipt } });
    };
    for (const [at, slug] of ["orjson", "nh3", "granian", "qiskit", "whenever"].entries()) {
      await read(slug, "2", hoursAgo(at));
    }
    await read("orjson", "1", hoursAgo(5));
    await read("orjson", "0", hoursAgo(30));
    const days = (await overview(store)).lately.flatMap((line) => (line.kind === "read" ? [line.day] : []));
    expect(days.map((day) => [day.projects, day.newest.map(({ slug }) => slug)])).toEqual([
      [5, ["orjson", "nh3", "granian", "qiskit"]],
      [1, ["orjson"]],
    ]);
  });
});

describe("health", () => {
  it("is good only while the worker reports", async () => {
    expect(await health(store, now)).toMatchObject({ ok: false, worker: { heartbeat: null, ageSeconds: null } });
    const value = JSON.stringify({ at: hoursAgo(0).toISOString(), pid: 7, running: 1 });
    await store.client.setting.create({ data: { key: "worker.heartbeat", value } });
    expect(await health(store, new Date(now.getTime() + 4000))).toMatchObject({ ok: true, worker: { ageSeconds: 4 } });
    expect(await health(store, new Date(now.getTime() + 60_000))).toMatchObject({
      ok: false,
      worker: { alive: false },
    });
  });

  it("has a version that changes with any project", async () => {
    const before = (await health(store, now)).version;
    expect((await health(store, now)).version).toBe(before);
    await store.client.project.update({ where: { slug: "lancedb" }, data: { state: "cloning" } });
    expect((await health(store, now)).version).not.toBe(before);
  });
});
