import { describe, expect, test } from "vitest";
import { worstFirst } from "#lib/ledger/summary";
import { liftedBy, type UpstreamChange, upstreamChanges } from "#lib/milestones/upstream";
import { type Load, type ProjectStanding, rank, suppose } from "#lib/milestones/what-if";
import { statusOf } from "#lib/scan/verdict";

const load = (rule: string, owner: Load["owner"], severity: Load["severity"], places = 1, through = ""): Load => ({
  ...{ rule, owner, severity, findings: 1, places },
  lifts: liftedBy({ rule, owner, symbol: "", through }),
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
const cells = load("SI-012", "crate", "critical", 2, "static CACHE PyOnceLock<Py<PyAny>> Py<PyAny>");
const imports = load(
  "SI-013",
  "crate",
  "critical",
  188,
  "static X struct LazyPyImport GILOnceCell<Py<PyAny>> Py<PyAny>",
);
const pointer = load("SI-010", "crate", "critical");
const numpy = load("SI-071", "dependency", "moderate");
const projects = [
  standing("bare", [policy]),
  standing("classy", [policy, classes]),
  standing("celled", [policy, classes, cells]),
  standing("lazy", [policy, imports]),
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
      lazy: "hazardous",
      raw: "hazardous",
      numeric: "needs-audit",
      "refuses-itself": "candidate",
    });
  });

  test("each further change frees the projects whose last obstacle it was", () => {
    expect(standings("opt-in", "class-types")).toMatchObject({ classy: "declared", celled: "hazardous" });
    expect(standings("once-lock")).toMatchObject({ celled: "candidate", lazy: "candidate" });
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

describe("what a change takes away", () => {
  const lifts = (rule: string, through = "", symbol = "", owner: Load["owner"] = "crate") =>
    liftedBy({ rule, owner, symbol, through });

  test.each([
    ["SI-012", "static A PyOnceLock<Py<PyAny>>"],
    ["SI-013", "static A struct LazyPyImport GILOnceCell<Py<PyAny>>"],
    ["SI-030", "PyOnceLock<bool>"],
    ["SI-080", "Holder struct Holder PyOnceLock<Py<PyModule>>"],
  ])("%s by way of a cell of PyO3 waits for that cell", (rule, through) => {
    expect(lifts(rule, through)).toEqual(["once-lock"]);
  });

  test.each([
    ["SI-011", "static A OnceLock<Py<PyAny>>"],
    ["SI-012", "static A GILProtected<Py<PyAny>>"],
    ["SI-013", "static A struct MyPyOnceLockLike Mutex<Py<PyAny>>"],
    ["SI-030", "OnceLock<bool>"],
    ["SI-061", "thread::spawn"],
  ])("%s by way of anything else waits for its own project", (rule, through) => {
    expect(lifts(rule, through)).toEqual([]);
  });

  test("types of PyO3 are followed where a static names them", () => {
    expect(lifts("SI-012", "static NAME Interned")).toEqual(["interned"]);
    expect(lifts("SI-012", "static TYPE LazyTypeObject<Foo>")).toEqual(["class-types"]);
  });

  test("what PyO3's macros keep in `PyOnceLock` goes with either change", () => {
    expect(lifts("SI-020", "", "", "framework")).toEqual(["interned", "once-lock"]);
    expect(lifts("SI-021", "", "", "framework")).toEqual(["exceptions", "once-lock"]);
  });

  test("a library's state waits for that library", () => {
    expect(lifts("SI-102", "", "pyo3-async-runtimes", "dependency")).toEqual(["async-runtimes"]);
    expect(lifts("SI-061", "tokio::future_into_py")).toEqual(["async-runtimes"]);
    expect(lifts("SI-102", "", "pyo3-log", "dependency")).toEqual(["log"]);
    expect(lifts("SI-102", "", "pyo3-arrow", "dependency")).toEqual([]);
    expect(lifts("SI-071", "", "numpy", "dependency")).toEqual(["numpy"]);
  });
});

describe("rank", () => {
  test("what moves most projects comes first, and what it reaches is counted", () => {
    const [first] = rank(projects, []);
    expect(first).toMatchObject({ change: { id: "once-lock" }, chosen: false, projects: 2, places: 190, moves: 2 });
    expect(rank(projects, [])[1]).toMatchObject({ change: { id: "opt-in" }, projects: 7, moves: 1 });
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
