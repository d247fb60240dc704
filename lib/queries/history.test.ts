import { beforeAll, expect, test } from "vitest";
import type { Store } from "#lib/db/store";
import { openTestStore } from "#lib/db/test-store";
import { compare, sideNamed } from "#lib/queries/compare";
import { ecosystem } from "#lib/queries/ecosystem";
import { readFindingFilter } from "#lib/queries/finding-filter";
import { findings } from "#lib/queries/findings";
import { history } from "#lib/queries/history";

const projectId = "p";
// The third commit is dated before the second one: the line decides, not the date.
const days = ["2024-01-10", "2024-06-20", "2024-06-10", "2025-02-01"];
const sha = (position: number) => `abc${position}`.padEnd(40, "0");
const when = (position: number) => new Date(`${days[position]}T12:00:00Z`);

let store: Store;

async function addFinding(id: string, scope: string, from: number, to: number | null): Promise<void> {
  const words = { rule: "SI-010", slug: "static-py-pointer", severity: "critical", owner: "crate", confidence: "high" };
  const place = { path: "src/lib.rs", line: 7, sites: "[]", evidence: "{}", message: "", crate: "p", item: "m" };
  const identity = { id, projectId, fingerprint: id, symbol: id, scope, present: to === null };
  await store.client.finding.create({ data: { ...identity, ...words, ...place } });
  await store.client.span.create({
    data: { findingId: id, fromId: `c${from}`, toId: to === null ? null : `c${to}` },
  });
}

async function addPoint(position: number, status: string, critical: number): Promise<void> {
  const owners = JSON.stringify({ crate: { critical, moderate: 0, info: 0 } });
  const rules = JSON.stringify({ "SI-010": critical });
  const data = { projectId, commitId: `c${position}`, rules, owners, status, unguarded: false };
  await store.client.point.create({ data });
}

beforeAll(async () => {
  store = await openTestStore();
  const told = { slug: "p", source: "/srv/p", kind: "local", addedBy: "cli", historyState: "complete" };
  await store.client.project.create({
    data: { id: projectId, ...told, historyFrom: sha(0), historyTo: sha(3), historyCommits: 4, status: "hazardous" },
  });
  for (const position of days.keys()) {
    const mark = { sha: sha(position), committedAt: when(position), subject: `change ${position}`, position };
    await store.client.commit.create({ data: { id: `c${position}`, projectId, ...mark } });
  }
  for (const [tag, position] of [["v1", 0] as const, ["v2", 3] as const]) {
    const place = { commitId: `c${position}`, sha: sha(position), offLine: false, at: when(position) };
    await store.client.release.create({ data: { projectId, tag, ...place } });
  }
  await addFinding("OLD", "prod", 0, 3);
  await addFinding("KEPT", "prod", 0, null);
  await addFinding("NEW", "prod", 2, null);
  await addFinding("BRIEF", "prod", 1, 2);
  await addFinding("FRO", "prod", 0, null);
  await addFinding("COPIED", "vendored", 2, null);
  const detail = JSON.stringify({ from: { path: "src/old.rs", line: 3 } });
  const move = { projectId, commitId: "c2", findingId: "KEPT", kind: "moved", detail, at: when(2) };
  await store.client.event.create({ data: move });
  const again = JSON.stringify({ from: { path: "src/between.rs", line: 5 } });
  await store.client.event.create({ data: { ...move, commitId: "c3", detail: again, at: when(3) } });
  for (const [position, was, is] of [[1, "critical", "moderate"] as const, [3, "moderate", "info"] as const]) {
    const judged = JSON.stringify({ was: { severity: was }, is: { severity: is } });
    const event = { ...move, commitId: `c${position}`, kind: "rejudged", detail: judged, at: when(position) };
    await store.client.event.create({ data: event });
  }
  for (const [position, was, is] of [[2, "prod", "test"] as const, [3, "test", "prod"] as const]) {
    const detail = JSON.stringify({ was: { scope: was }, is: { scope: is } });
    const event = { ...move, findingId: "FRO", commitId: `c${position}`, kind: "rejudged", detail, at: when(position) };
    await store.client.event.create({ data: event });
  }
  await store.client.finding.update({ where: { id: "KEPT" }, data: { severity: "info" } });
  await store.client.seam.create({
    data: { projectId, commitId: "c2", kind: "vendored", at: when(2), detail: '{"came":1,"went":0}' },
  });
  await addPoint(0, "hazardous", 2);
  await addPoint(1, "hazardous", 3);
  await addPoint(2, "candidate", 0);
});

const side = async (text: string) => (await sideNamed(store, projectId, text))?.position ?? null;
const symbols = (findings: { symbol: string }[]) => findings.map(({ symbol }) => symbol);

test("a side is named by tag, by the beginning of a commit, or by a year, month or day", async () => {
  expect(await Promise.all(["v2", "abc1", "2024", "2024-01", "2024-06-15", "2024-02-29"].map(side))).toEqual([
    3, 1, 2, 0, 2, 0,
  ]);
});

test("what names nothing on the line is no side", async () => {
  for (const text of ["", "v9", "ab", "2023", "2024-13", "2024-00", "2024-02-30", "'; drop table Span", "%"])
    expect(await side(text)).toBeNull();
});

test("a comparison tells what differs at its ends, and not what came and went between", async () => {
  const [from, to] = await Promise.all([sideNamed(store, projectId, "v1"), sideNamed(store, projectId, "v2")]);
  const result = await compare(store, projectId, from!, to!);
  expect(symbols(result.appeared)).toEqual(["NEW"]);
  expect(symbols(result.fixed)).toEqual(["OLD"]);
  expect(result.moved).toMatchObject([{ symbol: "KEPT", from: { path: "src/old.rs", line: 3 } }]);
  expect(result).toMatchObject({ vendored: { came: 1, went: 0 }, kept: 2 });
  expect([result.from.point?.critical, result.to.point?.critical]).toEqual([2, 0]);
});

test("what moved again afterwards is told with the place that it had in between", async () => {
  const [from, to] = await Promise.all([sideNamed(store, projectId, "v1"), sideNamed(store, projectId, "abc2")]);
  const { moved } = await compare(store, projectId, from!, to!);
  expect(moved).toMatchObject([{ path: "src/between.rs", line: 5, from: { path: "src/old.rs", line: 3 } }]);
});

test("what counts otherwise at the end is told as it counted at both ends, not when it came back to the same", async () => {
  const between = async (a: string, b: string) => {
    const [from, to] = await Promise.all([sideNamed(store, projectId, a), sideNamed(store, projectId, b)]);
    const { rejudged } = await compare(store, projectId, from!, to!);
    return rejudged.map(({ symbol, severity, scope, was }) =>
      [symbol, was.severity ?? severity, was.scope ?? scope, "to", severity, scope].join(" "),
    );
  };
  expect(await between("v1", "v2")).toEqual(["KEPT critical prod to info prod"]);
  expect(await between("v1", "abc2")).toEqual([
    "FRO critical prod to critical test",
    "KEPT critical prod to moderate prod",
  ]);
  expect(await between("abc1", "v2")).toEqual(["KEPT moderate prod to info prod"]);
});

test("a list of the past names what was there, where it was and as it counted then", async () => {
  const then = async (at: string) => {
    const view = await findings(store, "p", readFindingFilter({ at, scope: "any" }));
    const rows = view?.groups.flatMap((group) => group.rows) ?? [];
    return rows.map(({ symbol, severity, scope, path }) => `${symbol} ${severity} ${scope} ${path}`).sort();
  };
  expect(await then("v1")).toEqual([
    "FRO critical prod src/lib.rs",
    "KEPT critical prod src/old.rs",
    "OLD critical prod src/lib.rs",
  ]);
  expect(await then("abc2")).toContain("FRO critical test src/lib.rs");
  expect(await then("abc2")).toContain("KEPT moderate prod src/between.rs");
});

test("a commit compared with itself differs in nothing", async () => {
  const same = (await sideNamed(store, projectId, "v2"))!;
  const { appeared, fixed, moved, reclassified } = await compare(store, projectId, same, same);
  expect([appeared, fixed, moved, reclassified]).toEqual([[], [], [], []]);
});

test("points follow the line, their dates never go back, and a release has the point that holds at it", async () => {
  const view = (await history(store, "p"))!;
  expect(view.points.map(({ position }) => position)).toEqual([0, 1, 2]);
  expect(view.points.map(({ at }) => at.getTime())).toEqual([when(0), when(1), when(1)].map((at) => at.getTime()));
  expect(view.releases.map(({ tag, point }) => [tag, point?.position])).toEqual([
    ["v1", 0],
    ["v2", 2],
  ]);
  expect([view.from?.sha, view.to?.sha]).toEqual([sha(0), sha(3)]);
  expect(await history(store, "nobody")).toBeNull();
});

test("figures count from the first commit with an extension on, and all of them where there never was one", async () => {
  const counted = async () => (await history(store, "p"))!.countedFrom;
  const stand = async (...statuses: string[]) => {
    for (const [position, status] of statuses.entries())
      await store.client.point.updateMany({ where: { commitId: `c${position}` }, data: { status } });
  };
  const before = (await history(store, "p"))!.points.map(({ status }) => status);
  expect(await counted()).toBe(0);
  await stand("not-applicable", "hazardous", "not-applicable");
  expect(await counted()).toBe(1);
  await stand("not-applicable", "not-applicable", "not-applicable");
  expect(await counted()).toBe(0);
  await stand(...before);
});

test("the ecosystem's months count a project from its first commit on, at what it was then", async () => {
  const moments = ecosystem(store, when(3));
  expect(moments[0]).toMatchObject({ known: 1, counts: { hazardous: 1, candidate: 0 } });
  expect(moments.at(-1)).toMatchObject({ known: 1, counts: { hazardous: 0, candidate: 1 }, at: when(3) });
});
