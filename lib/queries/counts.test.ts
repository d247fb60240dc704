import { beforeAll, expect, test } from "vitest";
import { recordScan } from "#lib/db/ledger";
import { createProject } from "#lib/db/projects";
import type { Store } from "#lib/db/store";
import { openTestStore } from "#lib/db/test-store";
import { testFinding } from "#lib/ledger/test-finding";
import { testExtension, testReport } from "#lib/ledger/test-report";
import { readFindingFilter } from "#lib/queries/finding-filter";
import { findings } from "#lib/queries/findings";
import { overview } from "#lib/queries/overview";
import { project } from "#lib/queries/project";
import { rule } from "#lib/queries/rule";
import { rules } from "#lib/queries/rules";
import { hazardIn } from "#lib/scan/verdict";

const at = new Date("2026-11-22T10:00:00Z");
const site = (line: number) => ({ path: "src/lib.rs", line, endLine: line, column: 1 });
const classes = { rule: "SI-022", slug: "pyclass-type-object", owner: "framework", severity: "moderate" } as const;
const policy = { rule: "SI-006", slug: "pyo3-module-policy", owner: "framework", severity: "blocker" } as const;
const own = testFinding({ symbol: "CACHE", path: "src/lib.rs" });
const grouped = testFinding({
  ...classes,
  symbol: "#[pyclass]",
  path: "src/lib.rs",
  sites: [site(1), site(2), site(3)],
});
const allowed = testFinding({ ...classes, symbol: "Kept", path: "src/kept.rs", suppressed: "the same everywhere" });
const gate = testFinding({ ...policy, symbol: "#[pymodule]", path: "src/lib.rs" });

let store: Store;

async function record(slug: string, found: ReturnType<typeof testFinding>[], status: "hazardous" | "candidate" | null) {
  const source = `https://github.com/demo/${slug}`;
  const told = { slug, source, kind: "remote" as const, paths: [], pypi: null, addedBy: "cli" as const };
  const { id: projectId } = await createProject(store, told, at);
  const extensions = status ? [testExtension({}, { status, hazard: hazardIn(found) })] : [];
  const commit = { sha: "a".repeat(40), committedAt: at, subject: "first" };
  const report = testReport({ extensions, findings: found });
  await recordScan(store, { projectId, commit, branch: "main", release: null, report, at });
}

beforeAll(async () => {
  store = await openTestStore();
  await record("hot", [own, grouped, gate], "hazardous");
  await record("near", [grouped, gate, allowed], "candidate");
  await record("plain", [own], null);
});

const listed = async (slug: string) => (await findings(store, slug, readFindingFilter({})))!;

test("a list, a project's page, its verdict and its findings count the same places", async () => {
  const page = (await project(store, "hot"))!;
  expect(page.answer).toMatchObject({ crateCritical: 1, crateModerate: 0, framework: 3 });
  expect(page.extensions[0]?.verdict.hazard).toMatchObject({ crate: { critical: 1 }, framework: { moderate: 3 } });
  expect(page.hazards.map((line) => [line.slug, line.findings, line.places])).toEqual([
    ["pyo3-module-policy", 1, 1],
    ["static-py-pointer", 1, 1],
    ["pyclass-type-object", 1, 3],
  ]);
  expect(page.roots).toMatchObject([{ findings: 1, places: 1 }]);
  expect(await listed("hot")).toMatchObject({
    headline: { findings: 3, places: 5, ownCritical: 1, notOwn: 2 },
    scored: 1,
  });
});

test("without an extension nothing counts towards a verdict, on no page", async () => {
  expect((await project(store, "plain"))?.answer).toMatchObject({ status: "not-applicable", crateCritical: 0 });
  expect(await listed("plain")).toMatchObject({ headline: { findings: 1, ownCritical: 1 }, scored: null });
});

test("a list cut to what verdicts count has as many places as the verdict", async () => {
  const weighing = { owner: "framework", severity: ["critical", "moderate"], state: "counted" };
  for (const slug of ["hot", "near"])
    expect((await findings(store, slug, readFindingFilter(weighing)))?.places).toBe(
      (await project(store, slug))?.answer?.framework,
    );
});

test("what is left of a candidate adds up to what its framework counts", async () => {
  const { closest } = await overview(store);
  expect(closest).toMatchObject([{ project: { slug: "near", answer: { framework: 3 } } }]);
  expect(closest[0]?.left).toEqual([
    { slug: "pyo3-module-policy", blocks: true, places: 1 },
    { slug: "pyclass-type-object", blocks: false, places: 3 },
  ]);
});

test("a rule's page and the list of rules count findings and places alike", async () => {
  const view = await rule(store, "pyclass-type-object");
  expect(view?.shares.map(({ slug, findings, places }) => [slug, findings, places])).toEqual([
    ["hot", 1, 3],
    ["near", 1, 3],
  ]);
  const all = (await rules(store)).groups.flatMap((group) => group.rules);
  expect(all.find(({ slug }) => slug === "pyclass-type-object")).toMatchObject({ findings: 2, places: 6, projects: 2 });
});
