import { describe, expect, test } from "vitest";
import { gilCellsThen, hazardClasses, measures } from "#lib/milestones/ecosystem";
import { evaluate, growth, type Known, scoreOf, type Traces } from "#lib/milestones/evaluate";
import { milestones } from "#lib/milestones/goals";
import { rules } from "#lib/rules/index";

const nothing: Known = { threads: new Map(), findings: null };
const goal = (id: string) => milestones.find((milestone) => milestone.id === id)!;
const stateOf = (id: string, check: string, known: Known) =>
  evaluate(goal(id), known).results.find((result) => result.check.id === check)!;
const traces = (said: Partial<Traces>): Known => ({
  ...nothing,
  findings: new Map([["decref-pool", { present: 0, ever: 1, goneBy: null, ...said }]]),
});

describe("the goals", () => {
  test("are the issue's six, in its order, five of them mid-term", () => {
    expect(milestones.map(({ id, horizon }) => `${id} ${horizon}`)).toEqual([
      ...["M1 mid-term", "M2 mid-term", "M3 mid-term", "M4 mid-term", "M5 mid-term"],
      "M6 long-term",
    ]);
  });

  test("have checks with ids of their own, and ask rules by codes that have a form", () => {
    const ids = milestones.flatMap(({ id, checks }) => checks.map((check) => `${id} ${check.id}`));
    expect(new Set(ids).size).toBe(ids.length);
    expect(milestones.flatMap((milestone) => milestone.rules).every((code) => /^SI-\d{3}$/.test(code))).toBe(true);
  });

  test("name only commits by their whole id, and rules that look for what shall be gone", () => {
    const known = new Set<string>(rules.map(({ code }) => code));
    for (const { evidence } of milestones.flatMap(({ checks }) => checks)) {
      if (evidence.kind === "landed") expect(evidence.sha).toMatch(/^[0-9a-f]{40}$/);
      if (evidence.kind === "gone") expect(evidence.findings.every(({ rule }) => known.has(rule))).toBe(true);
    }
  });
});

describe("evaluate", () => {
  test("counts what landed, with its commit", () => {
    expect(evaluate(goal("M1"), nothing)).toMatchObject({ met: 7, of: 8 });
    expect(stateOf("M3", "multi-phase", nothing)).toMatchObject({ state: "met", since: "2025-10-26T21:17:11Z" });
  });

  test("M1 is half the primitives that are there and half those that are gone, by the published formula", () => {
    const { parts } = evaluate(goal("M1"), nothing);
    expect(parts).toMatchObject([
      { name: "primitives present", weight: 0.5, met: 5, of: 5 },
      { name: "primitives named after the GIL gone", weight: 0.5, met: 2, of: 3 },
    ]);
    expect(scoreOf(parts)).toBeCloseTo(5 / 6);
  });

  test("M3 has ten structural checks, of which one landed", () => {
    const { met, parts } = evaluate(goal("M3"), nothing);
    expect(met).toBe(1);
    expect(parts).toMatchObject([{ name: "checks met", weight: 1, met: 1, of: 10 }]);
  });

  test("the findings of one check are told by one text, so that one list has them all", () => {
    for (const { evidence } of milestones.flatMap(({ checks }) => checks))
      if (evidence.kind === "gone")
        expect(new Set(evidence.findings.map(({ symbol, path }) => `${symbol} ${path}`)).size).toBe(1);
  });

  test("the weights of a formula add up to one, and each check is in one part", () => {
    for (const { parts, checks } of milestones.filter((milestone) => milestone.parts)) {
      expect(parts!.reduce((sum, { weight }) => sum + weight, 0)).toBe(1);
      expect(parts!.flatMap((part) => part.checks).sort()).toEqual(checks.map(({ id }) => id).sort());
    }
  });

  test("numerator and denominator are known at each commit, part by part", () => {
    const steps = growth(goal("M1"), evaluate(goal("M1"), nothing));
    expect(steps.at(-1)).toMatchObject({
      met: 7,
      of: 8,
      parts: [
        { met: 5, of: 5 },
        { met: 2, of: 3 },
      ],
    });
    expect(steps[0]).toMatchObject({ sha: expect.stringMatching(/^822b523/), parts: [{ met: 1 }, { met: 0 }] });
  });

  test("a check on findings says how many are left, and which commit took the last one", () => {
    expect(stateOf("M3", "decref-pool", traces({ present: 2 }))).toMatchObject({ state: "open", left: 2 });
    const goneBy = { sha: "a".repeat(40), at: "2027-01-01T00:00:00Z" };
    expect(stateOf("M3", "decref-pool", traces({ goneBy }))).toMatchObject({
      state: "met",
      since: goneBy.at,
      sha: goneBy.sha,
    });
  });

  test("what was never seen is not gone, and an unread PyO3 says nothing", () => {
    expect(stateOf("M3", "decref-pool", traces({ ever: 0 })).state).toBe("unknown");
    expect(stateOf("M3", "decref-pool", nothing).state).toBe("unknown");
  });

  test("an open pull request is a beginning, a merged one meets the check that waits for it", () => {
    const threads = (state: string): Known => ({
      ...nothing,
      threads: new Map([["pyo3/pyo3#5600", { state, stateAt: "2027-02-01T00:00:00Z" }]]),
    });
    expect(stateOf("M2", "state-api", threads("open")).state).toBe("begun");
    expect(stateOf("M2", "state-api", threads("merged"))).toMatchObject({
      state: "met",
      since: "2027-02-01T00:00:00Z",
    });
    expect(stateOf("M2", "state-api", threads("closed")).state).toBe("open");
  });

  test("progress grows step by step, and two checks of one commit are one step", () => {
    expect(growth(goal("M1"), evaluate(goal("M1"), nothing)).map(({ at, met }) => [at.slice(0, 7), met])).toEqual([
      ["2024-10", 1],
      ["2024-11", 2],
      ["2025-02", 3],
      ["2025-08", 4],
      ["2025-10", 5],
      ["2026-01", 7],
    ]);
  });
});

describe("measures", () => {
  const figures = (said: object) => ({
    status: "candidate" as const,
    rules: {},
    pyo3Version: "0.27.1",
    gilCells: 0,
    ownCritical: 0,
    ...said,
  });

  test("cells that lock with the GIL count for M1, and PyO3's other cells do not", () => {
    expect(measures.synchronised.holds(figures({ gilCells: 1 }))).toBe(false);
    expect(measures.synchronised.holds(figures({ rules: { "SI-012": 1 } }))).toBe(true);
  });

  test.each([
    ["0.25.1", 0, 2],
    ["0.25.1", 3, 3],
    ["0.26.0", 0, 0],
    ["0.27.2", 1, 1],
    ["1.2.0", 0, 0],
    [null, 0, 0],
  ])("under PyO3 %s two cells, %i of them seen as such, are %i that lock with the GIL", (pyo3Version, seen, cells) => {
    expect(gilCellsThen(figures({ rules: { "SI-012": 2 }, pyo3Version }), seen)).toBe(cells);
  });

  test("an author could opt in without a critical static of the crate's own", () => {
    expect(measures.couldOptIn.holds(figures({}))).toBe(true);
    expect(measures.couldOptIn.holds(figures({ ownCritical: 1 }))).toBe(false);
    expect(measures.couldOptIn.holds(figures({ status: "unknown" }))).toBe(false);
  });

  test("statics of PyO3's macros count for M3 and not for M2", () => {
    const hidden = figures({ rules: { "SI-022": 4 } });
    expect(measures.nothingToMigrate.holds(hidden)).toBe(true);
    expect(measures.noStaticPython.holds(hidden)).toBe(false);
    expect(measures.noStaticPython.holds(figures({}))).toBe(true);
  });

  test("a test for sub-interpreters and a status are taken as they are", () => {
    expect(measures.evidenced.holds(figures({ rules: { "SI-091": 1 } }))).toBe(true);
    expect(measures.evidenced.holds(figures({}))).toBe(false);
    expect(measures.nothingToAudit.holds(figures({}))).toBe(true);
    expect(measures.nothingToAudit.holds(figures({ status: "hazardous" }))).toBe(false);
    expect(measures.nothingToAudit.holds(figures({ status: "declared" }))).toBe(false);
    expect(measures.nothingToAudit.holds(figures({ status: "declared", rules: { "SI-091": 1 } }))).toBe(true);
  });

  test("a project is clear of a class when none of its rules holds", () => {
    const [own] = hazardClasses;
    expect(own?.holds(figures({ rules: { "SI-022": 1 } }))).toBe(true);
    expect(own?.holds(figures({ rules: { "SI-010": 1 } }))).toBe(false);
  });
});
