import { expect, test } from "vitest";
import { type Figures, measures } from "#lib/milestones/ecosystem";
import { monthsOf } from "#lib/milestones/series";

const none = { critical: 0, moderate: 0, info: 0 };
const figures = (said: Partial<Figures>): Figures => ({
  status: "candidate",
  rules: {},
  owners: { crate: none, framework: none, dependency: none },
  pyo3Version: "0.28.0",
  ...said,
});
const asked = Object.values(measures);

test("a project counts from its first sample on, and holds its figures until the next", () => {
  const months = monthsOf(
    [
      { project: "b", month: "2025-12", figures: figures({ rules: { "SI-010": 2 }, status: "hazardous" }) },
      { project: "a", month: "2025-11", figures: figures({}) },
      { project: "b", month: "2026-02", figures: figures({}) },
    ],
    asked,
    "2026-03",
  );
  expect(months.map(({ month, of }) => [month, of])).toEqual([
    ["2025-11", 1],
    ["2025-12", 2],
    ["2026-01", 2],
    ["2026-02", 2],
    ["2026-03", 2],
  ]);
  expect(months.map((month) => month.measures["nothing-to-migrate"])).toEqual([1, 1, 1, 2, 2]);
  expect(months.map((month) => month.clear["own-statics"])).toEqual([1, 1, 1, 2, 2]);
});

test("a repository that ships no extension is in no denominator, until it ships one", () => {
  const months = monthsOf(
    [
      { project: "a", month: "2026-01", figures: figures({ status: "not-applicable" }) },
      { project: "a", month: "2026-02", figures: figures({}) },
    ],
    asked,
    "2026-02",
  );
  expect(months.map(({ of }) => of)).toEqual([0, 1]);
});

test("without a sample there is no month", () => {
  expect(monthsOf([], asked, "2026-02")).toEqual([]);
});
