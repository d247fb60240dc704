import { beforeAll, expect, test } from "vitest";
import type { Store } from "#lib/db/store";
import { openTestStore } from "#lib/db/test-store";
import { missing } from "#lib/queries/missing";

const removedAt = new Date("2026-11-01T09:00:00Z");
const source = "https://github.com/ijl/former";
let store: Store;
let id: string;

beforeAll(async () => {
  store = await openTestStore();
  const add = (slug: string, data: object = {}) =>
    store.client.project.create({ data: { slug, source, kind: "remote", addedBy: "cli", ...data } });
  await add("orjson");
  const former = await add("former", { removedAt });
  const texts = { fingerprint: "f", rule: "SI-010", slug: "static-py-pointer", severity: "critical", owner: "crate" };
  const rest = { scope: "prod", confidence: "high", crate: "c", item: "", symbol: "S", message: "m", evidence: "{}" };
  const data = { projectId: former.id, ...texts, ...rest, sites: "[]", path: "src/lib.rs", line: 1, present: true };
  id = (await store.client.finding.create({ data })).id;
});

test("an address that leads somewhere misses nothing", async () => {
  const known = ["/", "/projects", "/projects/orjson", "/projects/orjson/findings", "/rules/SI-010", "/rules"];
  const milestones = ["/milestones/M3", "/milestones/today", "/milestones/readiness", "/milestones/what-if/orjson"];
  for (const path of [...known, ...milestones]) expect(await missing(store, path), path).toBeNull();
});

test("an unknown name is told by what it would have named", async () => {
  expect(await missing(store, "/projects/n%C3%B6")).toEqual({ what: "project", name: "nö" });
  expect(await missing(store, "/projects/nope/findings")).toEqual({ what: "project", name: "nope" });
  expect(await missing(store, "/projects/orjson/findings/nope")).toEqual({ what: "finding", name: "orjson" });
  expect(await missing(store, "/milestones/M7")).toEqual({ what: "milestone", name: "M7" });
  expect(await missing(store, "/milestones/what-if/nope")).toEqual({ what: "project", name: "nope" });
  expect(await missing(store, "/rules/%E0%A4%A")).toEqual({ what: "rule", name: "%E0%A4%A" });
});

test("a removed project is not there any more, but its findings keep their addresses", async () => {
  const removed = { what: "removed", name: "former", source, at: removedAt };
  expect(await missing(store, "/projects/former")).toEqual(removed);
  expect(await missing(store, "/projects/former/findings")).toEqual(removed);
  expect(await missing(store, `/projects/former/findings/${id}`)).toBeNull();
  expect(await missing(store, `/projects/orjson/findings/${id}`)).toEqual({ what: "finding", name: "orjson" });
});
