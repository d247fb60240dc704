import { beforeAll, expect, test } from "vitest";
import type { Store } from "#lib/db/store";
import { openTestStore } from "#lib/db/test-store";
import { finding } from "#lib/queries/finding";
import { readFindingFilter } from "#lib/queries/finding-filter";
import { findings } from "#lib/queries/findings";

let store: Store;
let ids: string[];

const place = (line: number) => ({ path: "src/lib.rs", line, endLine: line, column: 1 });

interface Given {
  symbol: string;
  severity?: string;
  owner?: string;
  scope?: string;
  cfg?: string;
  root?: string;
  present?: boolean;
  lines: number[];
}

const given: Given[] = [
  { symbol: "KEY_MAP", cfg: "not(Py_GIL_DISABLED)", lines: [37] },
  { symbol: "NONE", severity: "info", root: "typerefs", lines: [20] },
  { symbol: "TRUE", severity: "info", root: "typerefs", lines: [21] },
  { symbol: "intern!", severity: "moderate", owner: "framework", lines: [1, 2, 3] },
  { symbol: "IN_TEST", scope: "test", lines: [5] },
  { symbol: "FORMER", present: false, lines: [9] },
];

async function seed(projectId: string, fromId: string, fact: Given, at: number): Promise<string> {
  const { lines, ...columns } = fact;
  const row = await store.client.finding.create({
    data: {
      ...{ severity: "critical", owner: "crate", scope: "prod", present: true, ...columns },
      ...{ projectId, fingerprint: `f${at}`, rule: "SI-010", slug: "static-py-pointer", confidence: "high" },
      ...{ crate: "orjson", item: "typeref", message: `${fact.symbol} is shared`, evidence: "{}" },
      ...{ sites: JSON.stringify(lines.map(place)), path: "src/lib.rs", line: lines[0]! },
    },
  });
  const gone = fact.present === false ? { toId: fromId } : {};
  await store.client.span.create({ data: { findingId: row.id, fromId, ...gone } });
  return row.id;
}

beforeAll(async () => {
  store = await openTestStore();
  const { client } = store;
  const data = { slug: "orjson", source: "https://github.com/ijl/orjson", kind: "remote", addedBy: "cli" };
  const project = await client.project.create({ data });
  const made = { projectId: project.id, sha: "f".repeat(40), committedAt: new Date(1000), subject: "3.11.5" };
  const commit = await client.commit.create({ data: made });
  const receipt = { files: 1, bytes: 1, parsed: 1, problems: "[]", unscanned: "[]", timing: "{}", ruleset: "1" };
  const scan = await client.scan.create({
    data: { projectId: project.id, commitId: commit.id, finishedAt: new Date(2000), ...receipt },
  });
  const verdict = { status: "hazardous", gateLegacy: "loads", gateOwnGil: "refused", unguarded: true };
  await client.project.update({ where: { id: project.id }, data: { scanId: scan.id, ...verdict } });
  ids = [];
  for (const [at, fact] of given.entries()) ids.push(await seed(project.id, commit.id, fact, at));
});

const ask = async (params: Record<string, string | string[]>) =>
  (await findings(store, "orjson", readFindingFilter(params)))!;
const symbols = async (params: Record<string, string | string[]>) =>
  (await ask(params)).groups.flatMap((group) => group.rows.map((row) => row.symbol));

test("lists what is present in production code, worst first, with the places of each", async () => {
  const view = await ask({});
  expect(view.headline).toEqual({ findings: 4, places: 6, ownCritical: 1, notOwn: 1 });
  expect(view.groups[0]?.rows.map((row) => [row.symbol, row.places, row.present])).toEqual([
    ["KEY_MAP", 1, true],
    ["intern!", 3, true],
    ["NONE", 1, true],
    ["TRUE", 1, true],
  ]);
});

test("filters by owner, scope, presence, condition, root and text", async () => {
  expect(await symbols({ owner: "framework" })).toEqual(["intern!"]);
  expect(await symbols({ scope: "test" })).toEqual(["IN_TEST"]);
  expect(await symbols({ state: "gone" })).toEqual(["FORMER"]);
  expect(await symbols({ condition: "some" })).toEqual(["KEY_MAP"]);
  expect(await symbols({ root: "typerefs" })).toEqual(["NONE", "TRUE"]);
  expect(await symbols({ q: "lib.rs:37 shared" })).toEqual(["KEY_MAP"]);
});

test("a facet counts what one more click would show", async () => {
  const { facets } = await ask({ severity: "info" });
  expect(facets.severity).toContainEqual({ value: "critical", count: 1, chosen: false });
  expect(facets.owner).toEqual([
    { value: "crate", count: 2, chosen: false },
    { value: "framework", count: 0, chosen: false },
  ]);
});

test("groups by root cause with the shared ones first", async () => {
  const { groups } = await ask({ group: "root" });
  expect(groups.map((group) => [group.root, group.count])).toEqual([
    ["typerefs", 2],
    [null, 2],
  ]);
});

test("a page after the last shows the last", async () => {
  expect((await ask({ page: "99" })).filter.page).toBe(1);
});

test("an unknown project has no findings page", async () => {
  expect(await findings(store, "nobody", readFindingFilter({}))).toBeNull();
});

test("a finding knows its siblings, its gate and that the first read commit already had it", async () => {
  const view = await finding(store, "orjson", ids[1]!);
  expect(view?.siblings.rows.map((row) => row.symbol)).toEqual(["TRUE"]);
  expect(view?.gate).toMatchObject({ legacy: "loads", ownGil: "refused", extension: null });
  expect(view?.life.baseline).toBe(true);
  expect(view?.seenAt).toBe("f".repeat(40));
  expect(await finding(store, "other", ids[1]!)).toBeNull();
});
