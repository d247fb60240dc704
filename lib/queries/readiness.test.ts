import { beforeAll, describe, expect, test } from "vitest";
import { publishIndex } from "#lib/commands/publish-index";
import { openTestContext, type TestContext } from "#lib/commands/test-context";
import { putIndexDay } from "#lib/db/index-days";
import { recordScan } from "#lib/db/ledger";
import { createProject } from "#lib/db/projects";
import { testFinding } from "#lib/ledger/test-finding";
import { testExtension, testReport } from "#lib/ledger/test-report";
import { indexOf, levels } from "#lib/milestones/ecosystem";
import { readiness } from "#lib/queries/readiness";
import { ruleset } from "#lib/rules/index";
import type { Status } from "#lib/scan/report";
import { hazardIn } from "#lib/scan/verdict";

const at = new Date("2026-11-22T10:00:00Z");
let ctx: TestContext;

async function record(slug: string, status: Status | null, said: Parameters<typeof testFinding>[0] = {}, by = ruleset) {
  const told = { slug, source: `https://github.com/demo/${slug}`, kind: "remote" as const, paths: [], pypi: null };
  const { id: projectId } = await createProject(ctx.store, { ...told, addedBy: "cli" }, at);
  const findings = [testFinding({ ...said, crate: slug })];
  const verdict = { status: status ?? "unknown", hazard: hazardIn(findings) };
  const report = { ...testReport({ extensions: status ? [testExtension({}, verdict)] : [], findings }), ruleset: by };
  const commit = { sha: "a".repeat(40), committedAt: at, subject: "first" };
  await recordScan(ctx.store, { projectId, commit, branch: "main", release: null, report, at });
}

beforeAll(async () => {
  ctx = await openTestContext();
  await record("claims", "declared", { severity: "info" });
  await record("proves", "declared", { rule: "SI-091", severity: "positive" });
  await record("nearly", "candidate", { severity: "info" });
  await record("holds", "hazardous");
  await record("murky", "unknown");
  await record("library", null);
});

describe("the readiness index", () => {
  test("weighs statuses as published", () => {
    expect(levels.map(({ id, tenths }) => `${id} ${tenths}`)).toEqual([
      ...["tested 10", "declared 8", "candidate 6", "needs-audit 3", "hazardous 1", "conflict 0"],
    ]);
    expect(indexOf([1, 1, 1, 1, 1, 1])).toEqual({ tenths: 28, projects: 6 });
  });

  test("is a sum over named projects, never a share alone", async () => {
    const view = await readiness(ctx.store);
    expect(view).toMatchObject({ tenths: 25, projects: 4 });
    expect(view.value).toBeCloseTo(2.5 / 4);
    expect(view.levels.map(({ projects }) => projects.map(({ slug }) => slug))).toEqual([
      ...[["proves"], ["claims"], ["nearly"], [], ["holds"], []],
    ]);
  });

  test("names what it leaves out, and why", async () => {
    expect((await readiness(ctx.store)).outside).toEqual([
      { slug: "library", why: "no extension" },
      { slug: "murky", why: "unknown" },
    ]);
  });

  test("goes on under new rules beside the line that the old ones drew", async () => {
    await putIndexDay(ctx.store, { ruleset: "old", day: "2026-10-01", tenths: 30, projects: 4 });
    await publishIndex(ctx);
    await publishIndex(ctx);
    const [old, ...others] = (await readiness(ctx.store)).published;
    expect(others).toEqual([]);
    expect(old).toMatchObject({ ruleset: "old", days: [{ tenths: 30, projects: 4, value: 0.75 }] });
    const days = await ctx.store.client.indexDay.findMany({ where: { ruleset } });
    expect(days).toEqual([{ ruleset, day: "2026-11-22", tenths: 25, projects: 4 }]);
  });

  test("is not published while some projects are judged by other rules", async () => {
    await record("late", "candidate", { severity: "info" }, "older rules");
    ctx.pass(86_400_000);
    await publishIndex(ctx);
    expect(await ctx.store.client.indexDay.count({ where: { ruleset } })).toBe(1);
  });
});
