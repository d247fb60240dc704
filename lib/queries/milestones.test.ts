import { beforeAll, describe, expect, test } from "vitest";
import { recordScan } from "#lib/db/ledger";
import { createProject } from "#lib/db/projects";
import type { Store } from "#lib/db/store";
import { openTestStore } from "#lib/db/test-store";
import { testFinding } from "#lib/ledger/test-finding";
import { testExtension, testReport } from "#lib/ledger/test-report";
import { statuses } from "#lib/milestones/ecosystem";
import { ecosystem } from "#lib/queries/ecosystem";
import { ecosystemMonth, ecosystemToday } from "#lib/queries/ecosystem-month";
import { readFindingFilter } from "#lib/queries/finding-filter";
import { findings } from "#lib/queries/findings";
import { hazardClass, milestone, projectMilestones } from "#lib/queries/milestone";
import { milestones } from "#lib/queries/milestones";
import { readiness } from "#lib/queries/readiness";
import { whatIf } from "#lib/queries/what-if";
import { whatIfProject } from "#lib/queries/what-if-project";
import type { Finding } from "#lib/scan/finding";
import type { Status } from "#lib/scan/report";
import { hazardIn } from "#lib/scan/verdict";

const at = new Date("2026-11-22T10:00:00Z");
const policy = testFinding({ rule: "SI-006", slug: "pyo3-module-policy", owner: "framework", severity: "blocker" });
const classes = testFinding({
  ...{ rule: "SI-022", slug: "pyclass-type-object", owner: "framework", severity: "moderate" },
  symbol: "#[pyclass]",
});
const cell = testFinding({
  ...{ rule: "SI-012", slug: "static-pyo3-cell", symbol: "CACHE" },
  evidence: { typePath: [{ label: "PyOnceLock<Py<PyAny>>", kind: "PyO3 cell", path: null, line: null }] },
});
const pool = testFinding({ rule: "SI-013", slug: "static-py-transitive", symbol: "POOL", path: "src/state.rs" });

const locked = testFinding({
  ...{ rule: "SI-013", slug: "static-py-transitive", symbol: "TYPES" },
  evidence: { typePath: [{ label: "GILOnceCell<Py<PyType>>", kind: "PyO3 cell", path: null, line: null }] },
});

let store: Store;

async function record(
  slug: string,
  findings: Finding[],
  status: Status | null,
  source = `https://github.com/demo/${slug}`,
) {
  const told = { slug, source, kind: "remote" as const, paths: [], pypi: null, addedBy: "cli" as const };
  const { id: projectId } = await createProject(store, told, at);
  const gate = { legacy: "loads", ownGil: "refused" } as const;
  const verdict = { status: status ?? "unknown", gate, unguarded: true, hazard: hazardIn(findings) };
  const report = testReport({ extensions: status ? [testExtension({}, verdict)] : [], findings });
  const commit = { sha: "a".repeat(40), committedAt: at, subject: "first" };
  await recordScan(store, { projectId, commit, branch: "main", release: null, report, at });
  return projectId;
}

/** A history of three commits: nothing, one static and a cell, nothing again. */
async function remember(projectId: string) {
  const owners = JSON.stringify(hazardIn([]));
  const commits: string[] = [];
  for (const [position, [day, rules]] of (
    [
      ["2025-01-10", {}],
      ["2025-02-10", { "SI-010": 1 }],
      ["2025-04-10", {}],
    ] as const
  ).entries()) {
    const committedAt = new Date(`${day}T00:00:00Z`);
    const sha = String(position).repeat(40);
    const commit = await store.client.commit.create({ data: { projectId, sha, committedAt, subject: "", position } });
    commits.push(commit.id);
    const figures = { rules: JSON.stringify(rules), owners, status: "candidate", unguarded: false };
    await store.client.point.create({ data: { projectId, commitId: commit.id, ...figures } });
  }
  const place = { path: "src/a.rs", line: 1 };
  const texts = { evidence: JSON.stringify(locked.evidence), sites: JSON.stringify(locked.sites) };
  const gone = { ...locked, ...texts, ...place, projectId, present: false };
  const { id: findingId } = await store.client.finding.create({ data: gone });
  await store.client.span.create({ data: { findingId, fromId: commits[1]!, toId: commits[2]!, ...place } });
}

beforeAll(async () => {
  store = await openTestStore();
  await remember(await record("bare", [policy], "candidate"));
  await record("classy", [policy, classes], "candidate");
  await record("celled", [policy, cell], "hazardous");
  await record("library", [cell], null);
  await record("pyo3", [pool, cell], null, "https://github.com/PyO3/pyo3");
});

describe("PyO3", () => {
  const inside = testFinding({ ...pool, crate: "pyo3", fingerprint: "inside" });

  async function storeWith(...sources: [slug: string, source: string][]) {
    const before = store;
    store = await openTestStore();
    for (const [slug, source] of sources) await record(slug, [inside], null, source);
    const view = milestones(store);
    store = before;
    return view.framework?.slug;
  }

  test("is known by its crate, so that a mirror or a clone on this disk stands for it", async () => {
    expect(await storeWith(["my-copy", "/srv/git/upstream.git"])).toBe("my-copy");
  });

  test("is its own repository where a fork is tracked beside it", async () => {
    const fork = ["a-fork", "https://github.com/somebody/pyo3"] as const;
    expect(await storeWith([...fork], ["pyo3", "https://github.com/pyo3/PyO3"])).toBe("pyo3");
  });
});

/** The list of findings at an address, as its page asks for it. */
function listAt(address: string) {
  const { pathname, searchParams } = new URL(address, "http://here");
  const asked = [...new Set(searchParams.keys())].map((key) => [key, searchParams.getAll(key)]);
  return findings(store, pathname.split("/")[2]!, readFindingFilter(Object.fromEntries(asked)));
}

const groupOf = (slug: string, chosen: string[], id: string) =>
  whatIfProject(store, slug, chosen)?.groups.find((group) => group.id === id);

const line = (id: string) => milestones(store).milestones.find((one) => one.id === id)!;

describe("milestones", () => {
  test("count tracked projects that ship an extension, and never PyO3 itself", () => {
    expect(milestones(store).projects).toBe(3);
    expect(line("M2").share).toMatchObject({ holds: 2, of: 3 });
    expect(line("M3").share).toMatchObject({ holds: 1, of: 3 });
    expect(line("M4").share).toMatchObject({ holds: 2, of: 3 });
    expect(line("M6").share).toMatchObject({ holds: 2, of: 3 });
  });

  test("a check on PyO3's findings says what is left, and where to see it", () => {
    const check = line("M3").checks.find(({ id }) => id === "decref-pool")!;
    expect(check).toMatchObject({ state: "open", left: { findings: 1 } });
    expect(check.left?.url).toBe("/projects/pyo3/findings?rule=static-py-transitive&q=POOL");
    expect(check.evidence[0]?.url).toBe(`${check.left?.url}&state=any`);
  });

  test("the list of what is left of a check has as many findings as the check says", async () => {
    const { left } = line("M3").checks.find(({ id }) => id === "decref-pool")!;
    expect((await listAt(left!.url))?.matches).toBe(left!.findings);
  });

  test("each step of the growth leads to the checks that were met by then", async () => {
    for (const { id, growth } of milestones(store).milestones)
      for (const { at: when, value, of } of growth) {
        const { past } = (await milestone(store, id, when.toISOString()))!;
        expect([past?.checks.length, past!.checks.length + past!.others.length]).toEqual([value, of]);
      }
    expect((await milestone(store, "M1", "once"))?.past).toBeNull();
  });

  test("every project of today is listed with its answer, as often as figures of today count it", async () => {
    const rowsOf = (ask?: string) => ecosystemToday(store, ask).rows;
    const held = (ask: string) => rowsOf(ask).filter(({ holds }) => holds).length;
    const { milestones: lines, classes, projects } = milestones(store);
    expect(rowsOf()).toHaveLength(projects);
    for (const share of [...lines.flatMap(({ share }) => share ?? []), ...classes])
      expect([held(share.question), rowsOf(share.question).length]).toEqual([share.holds, share.of]);
    for (const level of (await readiness(store)).levels) expect(held(level.id)).toBe(level.projects.length);
    for (const { status, today } of whatIf(store, []).statuses) expect(held(`status-${status}`)).toBe(today);
  });

  test("the past has each month's own denominator", () => {
    expect(line("M2").share?.months.map(({ at: when, value, of }) => [when.getUTCMonth() + 1, value, of])).toEqual([
      [1, 1, 1],
      [2, 0, 1],
      [3, 0, 1],
      [4, 1, 1],
    ]);
  });

  test("one milestone lists every project with the findings that decide", async () => {
    const view = (await milestone(store, "M3"))!;
    expect(view.rows.map(({ slug, holds }) => `${slug} ${holds}`)).toEqual([
      "celled false",
      "classy false",
      "bare true",
    ]);
    const at12 = view.rules.findIndex(({ code }) => code === "SI-012");
    expect(view.rows.find(({ slug }) => slug === "celled")?.findings[at12]).toBe(1);
    expect(view.threads.find(({ id }) => id === "pyo3/pyo3#5525")?.state).toBe("unknown");
    expect(await milestone(store, "M7")).toBeNull();
  });

  test("M1 counts the cells that lock with the GIL, of whatever rule, and leads to each of them", async () => {
    await record("locked", [policy, locked], "hazardous");
    expect(line("M1").share).toMatchObject({ holds: 3, of: 4 });
    const view = (await milestone(store, "M1"))!;
    const held = view.rows.filter(({ holds }) => !holds);
    expect(held.map(({ slug, cells }) => [slug, cells.map(({ symbol }) => symbol)])).toEqual([["locked", ["TYPES"]]]);
    const owed = projectMilestones(store, "celled").find(({ id }) => id === "M1")!;
    expect(owed).toMatchObject({ holds: true, own: { findings: 0 } });
  });

  test("M1 of a month counts the cells that were there in it", () => {
    expect(line("M1").share?.months.map(({ value, of }) => `${value}/${of}`)).toEqual(["1/1", "0/1", "0/1", "1/1"]);
  });

  test("M4 of a month counts the critical statics that were there in it", () => {
    expect(line("M4").share?.months.map(({ value, of }) => `${value}/${of}`)).toEqual(["1/1", "0/1", "0/1", "1/1"]);
  });

  test("every figure of every month is the number of rows that it leads to", () => {
    const view = milestones(store);
    const shares = [...view.milestones.flatMap(({ share }) => share ?? []), ...view.classes];
    for (const { question, months } of shares)
      for (const { at: when, value, of } of months) {
        const { rows } = ecosystemMonth(store, when.toISOString().slice(0, 7), at, question)!;
        expect([rows.filter(({ holds }) => holds).length, rows.length]).toEqual([value, of]);
      }
    for (const { at: when, known, counts } of ecosystem(store, at)) {
      const month = ecosystemMonth(store, when.toISOString().slice(0, 7), at)!;
      const held = month.groups.find(({ id }) => id === "statuses")!.questions.map(({ holds }) => holds);
      expect([month.of, held]).toEqual([known, [...statuses.map(({ status }) => counts[status])]]);
    }
  });

  test("no month lies before the record or after today", () => {
    const known = (month: string) => ecosystemMonth(store, month, at)?.month ?? null;
    expect(["2024-12", "2025-01", "2026-11", "2026-12", "2025-13", "soon"].map(known)).toEqual([
      ...[null, "2025-01", "2026-11"],
      ...[null, null, null],
    ]);
  });

  test("a project's findings of a past month are those that stood at its last commit", async () => {
    const standing = async (month: string) => {
      const view = await findings(store, "bare", readFindingFilter({ at: month }));
      return [view?.asOf?.name, view?.groups.flatMap(({ rows }) => rows.map(({ symbol }) => symbol))];
    };
    expect(await standing("2025-01")).toEqual(["2025-01", []]);
    expect(await standing("2025-03")).toEqual(["2025-03", ["TYPES"]]);
    expect(await standing("2025-04")).toEqual(["2025-04", []]);
    expect((await standing("2019-01"))[0]).toBeUndefined();
  });

  test("a class of hazard leads to the projects with it and without", () => {
    const view = hazardClass(store, "hidden-statics")!;
    const class_ = milestones(store).classes.find(({ id }) => id === "hidden-statics")!;
    expect(view.share).toEqual({
      question: "hidden-statics",
      holds: class_.holds,
      of: class_.of,
      months: class_.months,
    });
    expect(view.rows.filter(({ holds }) => !holds).map(({ slug, findings }) => [slug, findings])).toEqual([
      ["classy", [1]],
    ]);
    expect(hazardClass(store, "luck")).toBeNull();
  });

  test("a project's own debt and what it waits for are two figures", () => {
    const owed = (slug: string) => projectMilestones(store, slug).find(({ id }) => id === "M3")!;
    expect(owed("celled")).toMatchObject({
      own: { findings: 1, url: expect.stringContaining("?rule=static-pyo3-cell&owner=crate&") },
      others: { findings: 0 },
    });
    expect(owed("classy")).toMatchObject({ own: { findings: 0 }, others: { findings: 1 } });
    expect(projectMilestones(store, "library")).toEqual([]);
  });

  test("a project without a test or a statement lacks one, whatever its findings", () => {
    const lacking = projectMilestones(store, "bare").filter(({ lacks }) => lacks !== null);
    expect(lacking.map(({ id }) => id)).toEqual(["M5"]);
  });

  test("a project's debt is the number of findings that it leads to", async () => {
    for (const slug of ["bare", "classy", "celled"])
      for (const { own, others } of projectMilestones(store, slug))
        for (const { findings: owed, url } of [own, others])
          if (owed > 0) expect((await listAt(url))?.matches).toBe(owed);
  });

  test("a scan is seen at once, although figures are kept between requests", async () => {
    const before = milestones(store).projects;
    await record("newcomer", [policy], "candidate");
    expect(milestones(store).projects).toBe(before + 1);
  });
});

describe("what if", () => {
  test("the choice moves projects by the findings that the store holds", () => {
    const moved = (...ids: string[]) => whatIf(store, ids).moved.map(({ slug, after }) => `${slug} ${after}`);
    expect(moved()).toEqual([]);
    expect(moved("once-lock")).toContain("celled candidate");
    expect(moved("opt-in")).toContain("bare declared");
    expect(moved("opt-in")).not.toContain("classy declared");
    expect(moved("opt-in", "class-types")).toContain("classy declared");
  });

  test("each figure of a change is the number of rows that its reach lists, and places those of each project", () => {
    for (const chosen of [[], ["opt-in"], ["opt-in", "class-types", "once-lock"]])
      for (const { change, projects, places, moves } of whatIf(store, chosen).changes) {
        const { rows } = whatIf(store, chosen, { reach: change.id }).reach!;
        expect(rows.filter((row) => row.places > 0)).toHaveLength(projects);
        expect(rows.filter(({ before, after }) => before !== after)).toHaveLength(moves);
        expect(rows.reduce((sum, row) => sum + row.places, 0)).toBe(places);
        for (const row of rows) expect(groupOf(row.slug, [change.id], "taken")?.places).toBe(row.places);
      }
  });

  test("each figure of a status is the number of projects that are listed for it", () => {
    const chosen = ["opt-in", "once-lock"];
    for (const { status, today, after } of whatIf(store, chosen).statuses) {
      const { rows } = whatIf(store, chosen, { statuses: [status] }).listed!;
      const at = (side: "today" | "after") => rows.filter((row) => row[side] === status).length;
      expect([at("today"), at("after")]).toEqual([today, after]);
    }
    expect(whatIf(store, chosen).listed).toBeNull();
  });

  test("what a candidate waits for is the findings of PyO3's that are left", () => {
    for (const chosen of [[], ["class-types"]])
      for (const { slug, frameworkLeft } of whatIf(store, chosen).waiting)
        expect(groupOf(slug, chosen, "waits")?.places).toBe(frameworkLeft);
    expect(whatIfProject(store, "library", [])).toBeNull();
  });

  test("ids that no change has are left out", () => {
    expect(whatIf(store, ["nonsense", "opt-in"]).chosen).toEqual(["opt-in"]);
  });
});
