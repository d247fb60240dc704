import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { driftOf } from "#lib/milestones/drift";
import { milestones } from "#lib/milestones/goals";
import { inContext, lineDiff } from "#lib/milestones/line-diff";
import { readIssue } from "#lib/milestones/tasks";

const wording = "Remove `static` data from PyO3's implementation, see #2885";
const kinds = (body: string, met = 1, of = 3, threads: Parameters<typeof driftOf>[2] = []) =>
  driftOf({ wording, met, of }, readIssue(body), threads).map(({ kind }) => kind);

describe("a goal drifts", () => {
  test.each([
    ["not, when the box agrees", `- [ ] ${wording}`, 1, 3, []],
    [
      "not, when links and marks differ",
      "- [ ] **Remove** static data from PyO3's implementation, see https://github.com/PyO3/pyo3/pull/2885",
      1,
      3,
      [],
    ],
    ["when its box is ticked against the evidence", `- [x] ${wording}`, 1, 3, ["ticked"]],
    ["when everything holds and the box is open", `- [ ] ${wording}`, 3, 3, ["unticked"]],
    ["not, when there is no box to tick", `- ${wording}`, 3, 3, []],
    ["when it is worded anew", "- [ ] Remove static data from everywhere", 1, 3, ["reworded"]],
    ["when it is not there", "- [ ] Something else", 1, 3, ["missing"]],
  ])("%s", (_, body, met, of, expected) => {
    expect(kinds(body as string, met as number, of as number)).toEqual(expected);
  });

  test("when a thread that was open no longer is", () => {
    const threads = ["open", "merged", "not-planned", "unknown"].map((now, at) => ({
      id: `a/b#${at}`,
      before: "open",
      now,
    }));
    expect(kinds(`- [ ] ${wording}`, 1, 3, threads)).toEqual(["thread", "thread"]);
    expect(driftOf({ wording, met: 0, of: 1 }, null, [])).toEqual([]);
  });
});

test("the goals of the tracking issue are found by their own words", () => {
  const issue = readIssue(milestones.map((goal) => `- [ ] ${goal.wording}`).join("\n"));
  for (const { wording: own } of milestones) expect(driftOf({ wording: own, met: 0, of: 1 }, issue, [])).toEqual([]);
});

describe("a difference", () => {
  test("keeps what stays and tells what goes and comes", () => {
    expect(lineDiff("a\nb\nc", "a\nx\nc\nd").map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      "same a",
      "removed b",
      "added x",
      "same c",
      "added d",
    ]);
  });

  test("shows what is near a difference, and that there is more", () => {
    const [before, after] = ["a\nb\nc\nd\ne\nf", "a\nb\nx\nd\ne\nf"];
    const shown = inContext(lineDiff(before, after), 1).map(({ kind, text }) => `${kind} ${text}`);
    expect(shown).toEqual(["skipped …", "same b", "removed c", "added x", "same d", "skipped …"]);
    expect(inContext(lineDiff("a", "a"), 1)).toHaveLength(1);
  });

  test("leads from one text to the other, whatever they are", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", "")).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = lineDiff(before, after);
        const side = (gone: string) =>
          lines
            .filter(({ kind }) => kind !== gone)
            .map((line) => line.text)
            .join("\n");
        expect([side("added"), side("removed")]).toEqual([before, after]);
      }),
    );
  });
});
