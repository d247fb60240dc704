import { expect, test } from "vitest";
import { type Figures, measures } from "#lib/milestones/ecosystem";
import { answerOf, changesOf, monthsOf } from "#lib/milestones/series";

const asked = [measures.nothingToMigrate, measures.nothingToAudit];
const answer = (month: string, said: Partial<Figures>) =>
  answerOf(
    month,
    {
      status: "candidate",
      rules: {},
      pyo3Version: "0.28.0",
      gilCells: 0,
      ownCritical: 0,
      ...said,
    },
    asked,
  );

test("a project counts from its first answer on, and holds it until the next", () => {
  const months = monthsOf(
    [
      [answer("2025-12", { rules: { "SI-010": 2 }, status: "hazardous" }), answer("2026-02", {})],
      [answer("2025-11", { rules: { "SI-022": 1 }, status: "needs-audit" })],
    ],
    asked.length,
  );
  expect(months).toEqual([
    { month: "2025-11", of: 1, counts: [1, 0] },
    { month: "2025-12", of: 2, counts: [1, 0] },
    { month: "2026-01", of: 2, counts: [1, 0] },
    { month: "2026-02", of: 2, counts: [2, 1] },
  ]);
});

test("a repository that ships no extension is in no denominator, until it ships one and when it no longer does", () => {
  const off = { status: "not-applicable" } as const;
  const months = monthsOf([[answer("2026-01", off), answer("2026-02", {}), answer("2026-03", off)]], asked.length);
  expect(months.map(({ of, counts }) => [of, ...counts])).toEqual([
    [0, 0, 0],
    [1, 1, 1],
    [0, 0, 0],
  ]);
});

test("without an answer there is no month", () => {
  expect(monthsOf([], asked.length)).toEqual([]);
});

test("repeated answers are left out and change no month", () => {
  const answers = ["2026-01", "2026-02", "2026-03"].map((month) => answer(month, {}));
  expect(changesOf(answers).map(({ month }) => month)).toEqual(["2026-01", "2026-03"]);
  expect(monthsOf([changesOf(answers)], asked.length)).toEqual(monthsOf([answers], asked.length));
});
