import { expect, test } from "vitest";
import type { Finding } from "#lib/scan/finding";
import type { Label } from "#workers/corpus/labels";
import { emptyScore, scoreOne } from "#workers/corpus/score";

const at = (rule: string, ...places: [path: string, line: number][]) =>
  ({ rule, sites: places.map(([path, line]) => ({ path, line, endLine: line, column: 1 })) }) as Finding;
const label = (kind: string, path: string, line: number, more: Partial<Label> = {}): Label => ({
  kind,
  path,
  line,
  ...more,
});

function scored(labels: Label[], findings: Finding[], more = {}) {
  const score = emptyScore();
  scoreOne(score, { file: "", repo: "o/spam", commit: "", labels, ...more }, findings);
  return score;
}

test("a place on a label's lines is found, one elsewhere is noise, a label without a place is missing", () => {
  const labels = [label("pyclass-static", "a.rs", 10, { attrLine: 8 }), label("pyclass-static", "a.rs", 20)];
  const score = scored(labels, [at("SI-022", ["a.rs", 8], ["b.rs", 10])]);
  expect(score.byGroup.get("classes")).toEqual({ found: 1, missing: 1, noisy: 1 });
  expect(score.byRule.get("SI-022")).toEqual({ judged: 2, confirmed: 1 });
  expect(score.faults).toEqual([
    "classes: missing o/spam a.rs:20 pyclass-static",
    "classes: noisy o/spam b.rs:10 SI-022",
  ]);
});

test("a debatable label excuses a report and asks for none", () => {
  const labels = [label("static-pyobject", "a.rs", 1, { optional: true })];
  for (const findings of [[], [at("SI-010", ["a.rs", 1])]])
    expect(scored(labels, findings).byGroup.get("static Python state")).toEqual({ found: 0, missing: 0, noisy: 0 });
});

test.each([
  ["fewer", 1, { found: 1, missing: 1, noisy: 0 }],
  ["as many", 2, { found: 2, missing: 0, noisy: 0 }],
  ["more", 3, { found: 2, missing: 0, noisy: 1 }],
])("of a file that was only counted, %s reports are compared by number", (_, reports, tally) => {
  const places = Array.from({ length: reports }, (_, line): [string, number] => ["a.rs", line + 1]);
  const labels = [{ kind: "interned-static", path: "a.rs", count: 2 }];
  expect(scored(labels, [at("SI-020", ...places)]).byGroup.get("interned strings")).toEqual(tally);
});

test("what was not labelled is not judged", () => {
  const findings = [at("SI-020", ["other/a.rs", 1])];
  expect(scored([], findings, { cover: ["src"] }).byRule.size).toBe(0);
  expect(scored([], findings, { skipKinds: ["interned-static"] }).byRule.size).toBe(0);
  expect(scored([], findings, { kinds: ["py-allocator"] }).byRule.size).toBe(0);
});
