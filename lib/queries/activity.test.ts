import { beforeAll, expect, test } from "vitest";
import type { Store } from "#lib/db/store";
import { openTestStore } from "#lib/db/test-store";
import { activity } from "#lib/queries/activity";
import { eventPage } from "#lib/queries/activity-events";
import { rule } from "#lib/queries/rule";
import { rules } from "#lib/queries/rules";
import type { ExampleFile } from "#lib/rules/examples";
import { rules as registry } from "#lib/rules/index";

let store: Store;
const known = registry[0]!;

async function seedProject(slug: string, symbols: string[]): Promise<void> {
  const { client } = store;
  const project = await client.project.create({
    data: { slug, source: `/srv/${slug}`, kind: "local", addedBy: "cli" },
  });
  const made = { projectId: project.id, sha: slug.padEnd(40, "0"), committedAt: new Date(1000), subject: "second" };
  const commit = await client.commit.create({ data: made });
  const receipt = {
    files: 3,
    bytes: 1,
    parsed: 2,
    problems: '[{"path":"a.rs"}]',
    unscanned: "[]",
    timing: '{"totalMs":22}',
  };
  const scan = await client.scan.create({
    data: { projectId: project.id, commitId: commit.id, ruleset: "1", finishedAt: new Date(2000), ...receipt },
  });
  await client.project.update({ where: { id: project.id }, data: { scanId: scan.id, status: "hazardous" } });
  for (const [at, symbol] of symbols.entries()) {
    const words = { severity: "critical", owner: "crate", scope: "prod", confidence: "high", crate: slug, item: "m" };
    const place = { sites: "[]", path: "a.rs", line: 1, evidence: "{}", message: "", present: true };
    const identity = {
      projectId: project.id,
      fingerprint: `${symbol}${at}`,
      rule: known.code,
      slug: known.slug,
      symbol,
    };
    const finding = await client.finding.create({ data: { ...identity, ...words, ...place } });
    const event = { projectId: project.id, commitId: commit.id, findingId: finding.id, kind: "appeared" };
    await client.event.create({ data: { ...event, at: new Date(1000) } });
  }
}

beforeAll(async () => {
  store = await openTestStore();
  await seedProject("one", ["A", "B", "C", "D"]);
  await seedProject("two", ["A"]);
  const job = { payload: "{}", runAt: new Date(0), name: "scan-commit" };
  const error = JSON.stringify({ code: "too-large", message: "Too large.", remedy: "Raise the limit." });
  const { id } = (await store.client.project.findUnique({ where: { slug: "two" } }))!;
  await store.client.job.create({ data: { ...job, dedupeKey: "a", state: "running", attempts: 1 } });
  await store.client.job.create({
    data: { ...job, dedupeKey: "b", state: "shelved", attempts: 8, error, projectId: id },
  });
  const failure = JSON.stringify({ code: "gone", message: "Gone.", at: new Date(5000), attempts: 3 });
  await store.client.project.update({ where: { slug: "one" }, data: { failure } });
});

test("events of one commit and kind are one line that names the first few", async () => {
  const { events } = await activity(store, { project: "one", eventPage: 1, scanPage: 1 });
  expect(events.lines).toHaveLength(1);
  expect(events.lines[0]).toMatchObject({ kind: "appeared", slug: "one", count: 4 });
  expect(events.lines[0]?.findings).toHaveLength(3);
});

test("the shelf holds given-up jobs and failed projects with their reasons", async () => {
  const { shelf, running } = await activity(store, { project: null, eventPage: 1, scanPage: 1 });
  expect(running).toHaveLength(1);
  expect(shelf.map(({ slug, code, remedy, attempts }) => [slug, code, remedy, attempts])).toEqual([
    ["two", "too-large", "Raise the limit.", 8],
    ["one", "gone", null, 3],
  ]);
});

test("scans carry their receipt; a page after the last and an unknown project fall back", async () => {
  const { scans, filter } = await activity(store, { project: "nobody", eventPage: 9, scanPage: 9 });
  expect(filter.project).toBeNull();
  expect(
    scans.lines.map(({ slug, files, parsed, problems, totalMs }) => [slug, files, parsed, problems, totalMs]),
  ).toEqual(expect.arrayContaining([["one", 3, 2, 1, 22]]));
});

test("the catalogue counts findings and projects that have a rule today", async () => {
  const view = await rules(store);
  const all = view.groups.flatMap((group) => group.rules);
  expect(all).toHaveLength(registry.length);
  expect(all.find((entry) => entry.code === known.code)).toMatchObject({ findings: 5, projects: 2 });
  expect(view.read).toBe(2);
});

test("a rule's page has its shares, its causes and its examples, and is found by code", async () => {
  const view = await rule(store, known.code);
  expect(view?.shares.map(({ slug, findings, causes }) => [slug, findings, causes])).toEqual([
    ["one", 4, 4],
    ["two", 1, 1],
  ]);
  expect(view?.examples.reported.length).toBeGreaterThan(0);
  expect(view?.examples.unreported.length).toBeGreaterThan(0);
  const expected = ({ expectations }: ExampleFile) => expectations.length;
  for (const pair of view?.examples.pairs ?? []) {
    expect(pair.title).toMatch(/^[A-Z]/);
    expect([pair.before.some(expected), pair.after.some(expected)]).toEqual([true, false]);
  }
  expect(view?.examples.pairs.length).toBeGreaterThan(0);
  expect(await rule(store, "no-such-rule")).toBeNull();
  expect(await rule(store, "../db")).toBeNull();
});

test("a name that many findings of a commit share is said once, and the others are counted", async () => {
  await seedProject("same", ["attach", "attach", "attach"]);
  const { events } = await activity(store, { project: "same", eventPage: 1, scanPage: 1 });
  expect(events.lines[0]?.count).toBe(3);
  expect(events.lines[0]?.findings.map(({ symbol }) => symbol)).toEqual(["attach"]);
});

test("a line of one rule counts the events of that rule only", async () => {
  await seedProject("mixed", ["A", "B", "C"]);
  const project = await store.client.project.findUniqueOrThrow({ where: { slug: "mixed" } });
  await store.client.finding.updateMany({ where: { projectId: project.id, symbol: "C" }, data: { slug: "other" } });
  const counts = (rule?: string) => eventPage(store, project.id, 1, { rule }).lines.map(({ count }) => count);
  expect([counts(), counts(known.slug), counts("other")]).toEqual([[3], [2], [1]]);
});

test("a line knows the recorded commit before its own", async () => {
  const { client } = store;
  const data = { slug: "long", source: "/srv/long", kind: "local", addedBy: "cli" };
  const { id: projectId } = await client.project.create({ data });
  for (const position of [0, 4, 9]) {
    const at = new Date(position * 1000);
    const made = { projectId, sha: `${position}`.repeat(40), committedAt: at, subject: "", position };
    const { id: commitId } = await client.commit.create({ data: made });
    await client.event.create({ data: { projectId, commitId, kind: "guard-lost", at } });
  }
  const { events } = await activity(store, { project: "long", eventPage: 1, scanPage: 1 });
  expect(events.lines.map(({ before }) => before?.[0])).toEqual(["4", "0", undefined]);
});

test("a host that fails many projects alike is told once, and they leave the shelf", async () => {
  const failure = JSON.stringify({ code: "unreachable", message: "Cannot be reached.", attempts: 2 });
  for (const slug of ["f1", "f2", "f3", "f4"]) {
    const told = { source: `https://host.example/demo/${slug}`, kind: "remote", addedBy: "cli", failure };
    await store.client.project.create({ data: { slug, ...told } });
  }
  const { failures, shelf } = await activity(store, { project: null, eventPage: 1, scanPage: 1 });
  expect(failures.map(({ host, projects }) => [host, projects])).toEqual([["host.example", ["f1", "f2", "f3", "f4"]]]);
  expect(shelf.map(({ slug }) => slug)).toEqual(["two", "one"]);
});
