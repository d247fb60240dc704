import { expect, test } from "vitest";
import { importShipped } from "#lib/commands/import-shipped";
import { openTestContext } from "#lib/commands/test-context";
import { createProject } from "#lib/db/projects";
import { openShipped } from "#lib/db/shipped";
import type { Store } from "#lib/db/store";
import type { ExportedFinding, LedgerExport } from "#lib/ledger/export";
import { readFindingFilter } from "#lib/queries/finding-filter";
import { findings } from "#lib/queries/findings";
import { projectMilestones } from "#lib/queries/milestone";
import { milestones } from "#lib/queries/milestones";
import { readiness } from "#lib/queries/readiness";
import { reachable } from "#lib/scan/model/condition";

/** Every project that ships with a record, and that record. */
async function world() {
  const shipped = openShipped()!;
  const ledgers = shipped.slugs.flatMap((slug) => shipped.ledger(slug) ?? []);
  const ctx = await openTestContext();
  for (const { project } of ledgers) {
    const { slug, source, kind, paths, pypi } = project;
    const told = { slug, source, kind: kind as "remote", paths, pypi, addedBy: "catalogue" as const };
    await createProject(ctx.store, told, ctx.clock());
  }
  await importShipped(ctx, shipped);
  const asked = ledgers.filter(({ project }) => {
    return (
      project.columns.status !== "not-applicable" && project.source.toLowerCase() !== "https://github.com/pyo3/pyo3"
    );
  });
  return { ctx, asked };
}

/** How many findings the list at this address has. */
async function listed(store: Store, address: string) {
  const { pathname, searchParams } = new URL(address, "http://here");
  const asked = [...new Set(searchParams.keys())].map((key) => [key, searchParams.getAll(key)]);
  const view = await findings(store, pathname.split("/")[2]!, readFindingFilter(Object.fromEntries(asked)));
  return view?.matches;
}

const counted = ({ findings }: LedgerExport): ExportedFinding[] =>
  findings.filter(({ present, scope, suppressed }) => present && scope === "prod" && suppressed === null);
const without = (ledgers: LedgerExport[], found: (finding: ExportedFinding) => boolean): number =>
  ledgers.filter((ledger) => !counted(ledger).some(found)).length;
const oneOf =
  (...rules: string[]) =>
  ({ rule }: ExportedFinding) =>
    rules.includes(rule);

test("the formulas over the records that ship say what those records say, read the plain way", async () => {
  const { ctx, asked } = await world();
  const view = milestones(ctx.store);
  const share = (id: string) => view.milestones.find((one) => one.id === id)!.share;
  const of = asked.length;
  expect(of).toBeGreaterThan(40);
  expect(view.projects).toBe(of);
  const own = ["SI-010", "SI-011", "SI-012", "SI-013", "SI-014", "SI-016"];
  const locked = (finding: ExportedFinding) =>
    finding.owner !== "framework" && /GIL(OnceCell|Protected)/.test(JSON.stringify(finding.evidence));
  expect(share("M1")).toMatchObject({ holds: without(asked, locked), of });
  expect(share("M2")).toMatchObject({ holds: without(asked, oneOf(...own)), of });
  const hidden = ["SI-020", "SI-021", "SI-022", "SI-023"];
  expect(share("M3")).toMatchObject({ holds: without(asked, oneOf(...own, ...hidden, "SI-030", "SI-040")), of });
  const declined = asked.filter((ledger) => {
    const ownCritical = ({ rule, owner, severity, cfg }: ExportedFinding) =>
      own.includes(rule) && owner === "crate" && severity === "critical" && reachable(cfg);
    return ledger.project.columns.status === "unknown" || counted(ledger).some(ownCritical);
  });
  expect(share("M4")).toMatchObject({ holds: of - declined.length, of });
  expect(share("M5")).toMatchObject({ holds: of - without(asked, oneOf("SI-091")), of });
  for (const { rules, holds } of view.classes) expect(holds).toBe(without(asked, oneOf(...rules)));

  const at = (status: string) => asked.filter(({ project }) => project.columns.status === status);
  const declared = at("declared");
  const tested = declared.length - without(declared, oneOf("SI-091"));
  expect(share("M6")).toMatchObject({ holds: at("candidate").length + tested, of });
  const others = at("candidate").length * 6 + at("needs-audit").length * 3 + at("hazardous").length;
  expect((await readiness(ctx.store)).tenths).toBe(tested * 10 + (declared.length - tested) * 8 + others);
  await ctx.store.close();
});

test("what is left of PyO3's checks and what projects owe is, in the records that ship, what their lists have", async () => {
  const {
    ctx: { store },
    asked,
  } = await world();
  const checks = milestones(store).milestones.flatMap((milestone) => milestone.checks);
  const left = checks.flatMap((check) => check.left ?? []);
  expect(left.length).toBeGreaterThan(5);
  const owed = asked
    .flatMap(({ project }) => projectMilestones(store, project.slug))
    .flatMap(({ own, others }) => [own, others])
    .filter(({ url, findings }) => findings > 0 && url.startsWith("/projects/"));
  for (const { url, findings } of [...left, ...owed])
    expect(`${await listed(store, url)} at ${url}`).toBe(`${findings} at ${url}`);
  await store.close();
});

test("PyO3's statics of every month are, in the record that ships, what its list of that month has", async () => {
  const {
    ctx: { store },
  } = await world();
  const differ: string[] = [];
  let months = 0;
  for (const { name, rules, moments } of milestones(store).statics)
    for (const { at, value } of moments) {
      const month = at.toISOString().slice(0, 7);
      const matches = await listed(
        store,
        `/projects/pyo3/findings?at=${month}&${rules.map((rule) => `rule=${rule}`).join("&")}`,
      );
      months++;
      if (matches !== value) differ.push(`${month} ${name}: ${value}, listed ${matches}`);
    }
  expect(months).toBeGreaterThan(300);
  expect(differ).toEqual([]);
  await store.close();
}, 120_000);
