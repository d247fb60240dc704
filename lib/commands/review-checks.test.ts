import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { reviewChecks } from "#lib/commands/review-checks";
import { openTestContext, type TestContext } from "#lib/commands/test-context";
import { readSetting } from "#lib/db/settings";
import { testFolder } from "#lib/db/test-folder";
import { listLine } from "#lib/git/line";
import { buildRepository } from "#lib/git/test-repository";
import { testFinding } from "#lib/ledger/test-finding";
import { touchedSetting } from "#lib/milestones/hand-read";
import { milestoneDrift } from "#lib/queries/milestone-drift";

let ctx: TestContext;
let gitDir: string;
let shas: string[];
const findings = [testFinding({ crate: "pyo3" })];
const noted = () => readSetting(ctx.store, touchedSetting);

beforeEach(async () => {
  ctx = await openTestContext();
  gitDir = join(testFolder(), "pyo3.git");
  const commit = (day: number, files: Record<string, string>) => ({
    ...{ message: "change", date: `2026-09-0${day}T00:00:00Z`, files },
  });
  await buildRepository(gitDir, [
    commit(1, { "src/instance.rs": "one", "README.md": "one" }),
    commit(2, { "README.md": "two" }),
    commit(3, { "src/instance.rs": "two" }),
  ]);
  shas = (await listLine(gitDir, "HEAD")).map(({ sha }) => sha);
});

test("a later change of a file that was read marks its milestone for review, with the commit", async () => {
  await reviewChecks(ctx, { gitDir, head: shas[2]!, findings, since: shas[0]! });
  const drifts = await milestoneDrift(ctx.store, []);
  expect(drifts.get("M6")?.map(({ text }) => text)).toEqual([
    `src/instance.rs was changed by ${shas[2]!.slice(0, 7)} after it was read for “A type or a lint keeps Py<T> out of statics”.`,
  ]);
});

test("a change of any other file marks nothing", async () => {
  await reviewChecks(ctx, { gitDir, head: shas[1]!, findings, since: shas[0]! });
  expect((await milestoneDrift(ctx.store, [])).size).toBe(0);
});

test("another project, or a clone that does not reach back, says nothing", async () => {
  await reviewChecks(ctx, { gitDir, head: shas[2]!, findings: [testFinding()], since: shas[0]! });
  await reviewChecks(ctx, { gitDir, head: shas[2]!, findings });
  expect(await noted()).toBeNull();
});
