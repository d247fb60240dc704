import { describe, expect, test } from "vitest";
import { worstFirst } from "#lib/ledger/summary";
import { type UpstreamChange, upstreamChanges } from "#lib/milestones/upstream";
import { type Load, type ProjectStanding, rank, suppose } from "#lib/milestones/what-if";
import { statusOf } from "#lib/scan/verdict";

const load = (rule: string, owner: Load["owner"], severity: Load["severity"], places = 1): Load => ({
  rule,
  owner,
  severity,
  findings: 1,
  places,
});

function standing(slug: string, loads: Load[], own: Partial<ProjectStanding> = {}): ProjectStanding {
  const none = () => ({ critical: 0, moderate: 0, info: 0 });
  const hazard = { crate: none(), framework: none(), dependency: none() };
  for (const { owner, severity, places } of loads)
    if (severity === "critical" || severity === "moderate" || severity === "info") hazard[owner][severity] += places;
  const value = {
    binding: "pyo3" as const,
    gate: { legacy: "loads" as const, ownGil: "refused" as const },
    hazard,
    declares: null,
    mostlyUnread: false,
  };
  return { slug, status: statusOf(value), standing: value, onlyFrameworkRefuses: true, loads, ...own };
}

const policy = load("SI-006", "framework", "blocker");
const classes = load("SI-022", "framework", "moderate", 5);
const cells = load("SI-012", "crate", "critical", 2);
const pointer = load("SI-010", "crate", "critical");
const numpy = load("SI-071", "dependency", "moderate");
const projects = [
  standing("bare", [policy]),
  standing("classy", [policy, classes]),
  standing("celled", [policy, classes, cells]),
  standing("raw", [policy, pointer]),
  standing("numeric", [policy, numpy]),
  standing("refuses-itself", [policy], { onlyFrameworkRefuses: false }),
];
const change = (id: string): UpstreamChange => upstreamChanges.find((one) => one.id === id)!;
const standings = (...ids: string[]) =>
  Object.fromEntries(suppose(projects, ids.map(change)).map((outcome) => [outcome.slug, outcome.after]));
const subsets: UpstreamChange[][] = [[]];
for (const one of upstreamChanges) subsets.push(...subsets.map((chosen) => [...chosen, one]));

describe("suppose", () => {
  test("choosing nothing changes nothing", () => {
    for (const { today, after } of suppose(projects, [])) expect(after).toBe(today);
  });

  test("an opt-in alone frees only projects that have nothing else of PyO3 to wait for", () => {
    expect(standings("opt-in")).toEqual({
      bare: "declared",
      classy: "candidate",
      celled: "hazardous",
      raw: "hazardous",
      numeric: "needs-audit",
      "refuses-itself": "candidate",
    });
  });

  test("each further change frees the projects whose last obstacle it was", () => {
    expect(standings("opt-in", "class-types")).toMatchObject({ classy: "declared", celled: "hazardous" });
    expect(standings("once-lock")).toMatchObject({ celled: "candidate" });
    expect(standings("opt-in", "class-types", "once-lock")).toMatchObject({ celled: "declared", raw: "hazardous" });
    expect(standings("numpy")).toMatchObject({ numeric: "candidate" });
  });

  test("choosing more never makes a project stand worse", () => {
    const place = (outcomes: ReturnType<typeof suppose>) =>
      outcomes.map((outcome) => worstFirst.indexOf(outcome.after));
    for (const chosen of subsets) {
      const before = place(suppose(projects, chosen));
      for (const more of upstreamChanges) {
        const after = place(suppose(projects, [...chosen, more]));
        expect(after.every((rank, at) => rank >= before[at]!)).toBe(true);
      }
    }
  });

  test("a repository without an extension stays what it is", () => {
    const library = standing("library", [classes], { status: "not-applicable" });
    for (const chosen of subsets) expect(suppose([library], chosen)[0]!.after).toBe("not-applicable");
  });
});

describe("rank", () => {
  test("what moves most projects comes first, and what it reaches is counted", () => {
    const [first] = rank(projects, []);
    expect(first).toMatchObject({ change: { id: "opt-in" }, chosen: false, projects: 6, moves: 1 });
    expect(rank(projects, []).find(({ change: { id } }) => id === "class-types")).toMatchObject({
      places: 10,
      moves: 0,
    });
  });

  test("a change counts what it adds to the others that are chosen", () => {
    const ranked = rank(projects, [change("opt-in"), change("class-types")]);
    expect(ranked.find(({ change: { id } }) => id === "class-types")).toMatchObject({ chosen: true, moves: 1 });
    expect(ranked.find(({ change: { id } }) => id === "opt-in")).toMatchObject({ chosen: true, moves: 2 });
  });
});
