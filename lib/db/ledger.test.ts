import { beforeEach, describe, expect, test } from "vitest";
import { recordScan, type ScanToRecord } from "#lib/db/ledger";
import { createProject, updateProject } from "#lib/db/projects";
import type { Store } from "#lib/db/store";
import { openTestStore } from "#lib/db/test-store";
import { testCoverage, testFinding } from "#lib/ledger/test-finding";
import { testExtension, testReport } from "#lib/ledger/test-report";
import type { ScanReport } from "#lib/scan/report";

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const a = testFinding({ symbol: "A", evidence: { typePath: [], declared: "moderate" } });
const b = testFinding({ symbol: "B", path: "src/b.rs", cfg: "unix", origin: "process-shared", root: "intern!" });

let store: Store;
let projectId: string;
beforeEach(async () => {
  store = await openTestStore();
  projectId = await addProject("demo");
});

async function addProject(slug: string): Promise<string> {
  const source = { source: `/${slug}`, kind: "local", pypi: null, addedBy: "cli" } as const;
  return (await createProject(store, { slug, paths: [], ...source }, day(1))).id;
}

/** Records what is seen at the n-th commit. */
function record(commit: number, report: Partial<ScanReport>, said: Partial<ScanToRecord> = {}) {
  return recordScan(store, {
    projectId,
    commit: { sha: `c${commit}`, committedAt: day(commit), subject: `Commit ${commit}` },
    branch: "main",
    release: null,
    report: testReport(report),
    at: day(20),
    ...said,
  });
}

async function events() {
  const rows = await store.client.event.findMany({ orderBy: { id: "asc" }, include: { finding: true, commit: true } });
  return rows.map(({ kind, finding, commit }) => `${commit.sha} ${kind} ${finding?.symbol ?? "-"}`);
}

async function spans() {
  const rows = await store.client.span.findMany({
    orderBy: { id: "asc" },
    include: { finding: true, from: true, to: true },
  });
  return rows.map(({ finding, from, to }) => `${finding.symbol} ${from.sha}..${to?.sha ?? ""}`);
}

test("a first scan is kept whole, as a baseline without events", async () => {
  const scan = await record(1, { findings: [a, b], coverage: testCoverage(["src/c.rs"]) }, { release: "1.2.3" });
  expect(scan).toEqual({ scanId: expect.any(String), fresh: true, events: {} });
  expect(await spans()).toEqual(["A c1..", "B c1.."]);
  const rows = await store.client.finding.findMany({ orderBy: { symbol: "asc" } });
  const stored = rows.map(({ evidence, sites, ...row }) => ({
    ...row,
    evidence: JSON.parse(evidence),
    sites: JSON.parse(sites),
  }));
  expect(stored).toMatchObject([
    { ...a, present: true, path: "src/a.rs", line: 1 },
    { ...b, present: true, path: "src/b.rs", line: 1 },
  ]);
  expect(await store.client.scan.findMany({ include: { commit: true } })).toMatchObject([
    { id: scan.scanId, files: 3, parsed: 2, finishedAt: day(20), commit: { sha: "c1", committedAt: day(1) } },
  ]);
});

test("the first scan of other crates begins anew: nothing is news, and the same commit is booked again", async () => {
  const guarded = testExtension({}, { gate: { legacy: "refused", ownGil: "refused" } });
  const open = testExtension({}, { gate: { legacy: "loads", ownGil: "refused" }, unguarded: true });
  const elsewhere = { ...testReport({}).source, path: ["python"] };
  await record(1, { findings: [a], extensions: [guarded] });
  const again = { findings: [b], extensions: [open], source: elsewhere };
  expect(await record(1, again)).toMatchObject({ fresh: true, events: {} });
  expect(await record(1, again)).toMatchObject({ fresh: false });
  expect(await events()).toEqual([]);
  expect(await spans()).toEqual(["A c1..c1", "B c1.."]);
  expect(await record(2, { ...again, findings: [] })).toMatchObject({ events: { fixed: 1 } });
  expect(await store.client.scan.count()).toBe(3);
});

test("a finding's life is spans and events", async () => {
  await record(1, { findings: [a] });
  await record(2, { findings: [a, b] });
  await record(3, { findings: [b] });
  const { events: told } = await record(4, { findings: [testFinding({ symbol: "A", line: 8 }), b] });
  expect(told).toEqual({ regressed: 1 });
  expect(await events()).toEqual(["c2 appeared B", "c3 fixed A", "c4 regressed A"]);
  expect(await spans()).toEqual(["A c1..c3", "B c2..", "A c4.."]);
  const [event] = await store.client.event.findMany({ where: { kind: "fixed" } });
  expect(event?.at).toEqual(day(3));
  expect(await store.client.finding.findFirst({ where: { symbol: "A" } })).toMatchObject({ present: true, line: 8 });
});

test("a moved finding stays the same row, with its new place and fingerprint", async () => {
  await record(1, { findings: [testFinding({ path: "src/old.rs", line: 4 })] });
  const before = await store.client.finding.findFirstOrThrow();
  const moved = testFinding({ path: "src/new.rs", line: 6 });
  await record(2, { findings: [moved] });
  expect(await store.client.finding.findMany()).toMatchObject([
    { id: before.id, fingerprint: moved.fingerprint, path: "src/new.rs", line: 6, item: "new" },
  ]);
  const [event] = await store.client.event.findMany();
  expect(event).toMatchObject({ kind: "moved", detail: '{"from":{"path":"src/old.rs","line":4}}' });
  expect(await spans()).toEqual(["KEY_MAP c1.."]);
});

test("a file that could not be read closes nothing", async () => {
  await record(1, { findings: [a, b] });
  await record(2, { findings: [], coverage: testCoverage(["src/a.rs"]) });
  expect(await events()).toEqual(["c2 fixed B"]);
  expect(await spans()).toEqual(["A c1..", "B c1..c2"]);
});

test("another ruleset reclassifies, dated by the scan, also at the same commit", async () => {
  await record(1, { findings: [a] });
  await record(1, { findings: [b], ruleset: "2" });
  expect((await events()).sort()).toEqual(["c1 reclassified A", "c1 reclassified B"]);
  expect((await store.client.event.findFirst())?.at).toEqual(day(20));
  expect(await store.client.scan.count()).toBe(2);
  await record(2, { findings: [a, b], ruleset: "2" });
  expect((await events()).slice(2)).toEqual(["c2 appeared A"]);
});

describe("recording twice", () => {
  const dump = async () => [
    await store.client.finding.findMany(),
    await store.client.span.findMany(),
    await store.client.event.findMany(),
    await store.client.scan.findMany(),
    await store.client.commit.findMany(),
  ];

  test("changes nothing, and leaves the project ready", async () => {
    await record(1, { findings: [a] });
    const first = await record(2, { findings: [b] });
    const before = await dump();
    await updateProject(store, projectId, { state: "reading" });
    expect(await record(2, { findings: [b] }, { at: day(30) })).toEqual({ ...first, fresh: false, events: {} });
    expect(await dump()).toEqual(before);
    expect(await store.client.project.findFirst()).toMatchObject({ state: "ready", scanId: first.scanId });
  });

  test("is news when the branch went back to a commit that was scanned before", async () => {
    const first = await record(1, { findings: [a] });
    await record(2, { findings: [] });
    expect(await record(1, { findings: [a] })).toEqual({ ...first, events: { regressed: 1 } });
    expect(await store.client.scan.count()).toBe(2);
  });
});

test("a scan that does not fit on the disk leaves everything as it was", async () => {
  await record(1, { findings: [a] });
  store.read((sql) => sql.pragma("max_page_count = 1"));
  const many = Array.from({ length: 500 }, (_, index) => testFinding({ symbol: `S${index}` }));
  await expect(record(2, { findings: many })).rejects.toMatchObject({ code: "disk-full" });
  expect(await spans()).toEqual(["A c1.."]);
  expect(await store.client.commit.count()).toBe(1);
  expect(await store.client.project.findFirst()).toMatchObject({ headSha: "c1" });
});

test("extensions are those of the last scan, and their guards are told", async () => {
  const loads = { gate: { legacy: "loads", ownGil: "refused" }, unguarded: true } as const;
  await record(1, { extensions: [testExtension(), testExtension({ name: "gone" })] });
  await record(2, { extensions: [testExtension({}, loads)] });
  expect(await events()).toEqual(["c2 guard-lost -"]);
  expect(JSON.parse((await store.client.event.findFirstOrThrow()).detail)).toMatchObject({
    extension: "demo",
    from: "first-interpreter-only",
    to: "loads",
  });
  expect(await store.client.extension.findMany()).toMatchObject([
    { name: "demo", gateLegacy: "loads", unguarded: true },
  ]);
});

test("the project says what its last scan found", async () => {
  const ours = [a, testFinding({ symbol: "M", severity: "moderate" })];
  const theirs = testFinding({ symbol: "P", owner: "framework" });
  await updateProject(store, projectId, { state: "reading", progress: { phase: "read", done: 1, total: 2, note: "" } });
  const extensions = [testExtension({ abi3: "abi3-py310" }, { status: "hazardous" })];
  await record(1, { extensions, findings: [...ours, theirs] });
  expect(await store.client.project.findFirst()).toMatchObject({
    ...{ state: "ready", progress: null, failure: null, defaultBranch: "main", headSha: "c1", headAt: day(1) },
    ...{ scannedAt: day(20), status: "hazardous", gateLegacy: "first-interpreter-only", gateOwnGil: "refused" },
    ...{ unguarded: false, crateCritical: 1, crateModerate: 1, framework: 1, binding: "pyo3", pyo3Version: "0.28.0" },
    abi3: "abi3-py310",
  });
});

test("projects do not see each other's findings", async () => {
  await record(1, { findings: [a] });
  const fork = await addProject("fork");
  await record(1, { findings: [a] }, { projectId: fork });
  await record(2, { findings: [] }, { projectId: fork });
  expect((await spans()).sort()).toEqual(["A c1..", "A c1..c2"]);
});

test("a project that is gone is not found", async () => {
  await expect(record(1, {}, { projectId: "none" })).rejects.toMatchObject({ code: "not-found" });
  expect(await store.client.commit.count()).toBe(0);
});
