import { describe, expect, test } from "vitest";
import { linkedThreads, readIssue } from "#lib/milestones/tasks";

const items = (body: string) => readIssue(body).items.map(({ text, ticked }) => [text, ticked]);

describe("lists", () => {
  test("boxes, no boxes and capital crosses", () => {
    expect(items("- [ ] one\n- [x] two\n- [X] three\n- four\n")).toEqual([
      ["one", false],
      ["two", true],
      ["three", true],
      ["four", null],
    ]);
  });

  test("nested items stand for themselves, under the same headings", () => {
    const body = "# Goals\n## Mid-Term\n- [x] outer\n  - [ ] inner\n    1. [x] innermost\n";
    expect(readIssue(body).items).toEqual([
      { under: ["Goals", "Mid-Term"], text: "outer", ticked: true },
      { under: ["Goals", "Mid-Term"], text: "inner", ticked: false },
      { under: ["Goals", "Mid-Term"], text: "innermost", ticked: true },
    ]);
  });

  test("code, comments and quotations are no lists", () => {
    expect(items("```\n- [x] fenced\n```\n<!-- - [x] hidden -->\n> - [x] quoted\n\n    - [x] indented\n")).toEqual([]);
    expect(items("- [ ] with code\n  ```\n  - [x] fake\n  ```\n")).toEqual([["with code", false]]);
  });

  test("carriage returns, links and emphasis stay out of the way", () => {
    expect(items("## A\r\n- [ ] **bold** [link](https://x)\r\n- [x] `code`\r\n")).toEqual([
      ["**bold** [link](https://x)", false],
      ["`code`", true],
    ]);
  });

  test("headings that go up close those below", () => {
    const body = "# A\n## B\n- one\n# C\n- two\n";
    expect(readIssue(body).items.map(({ under }) => under)).toEqual([["A", "B"], ["C"]]);
  });

  test("a heading with prose alone is a placeholder; one with a list is none", () => {
    const body = "## Tasks\nTBA, more to come\n## Reads\nSome things:\n- a\n";
    expect(readIssue(body).placeholders).toEqual([{ heading: "Tasks", text: "TBA, more to come" }]);
  });

  test.each(["", "\0", "- [", "- [x]", "#", "`".repeat(5000), "- ".repeat(3000), "[x]"])(
    "%j is read without complaint",
    (body) => {
      expect(readIssue(body).items.every(({ text }) => text.length > 0)).toBe(true);
    },
  );
});

test("threads are named in three ways, and code names none", () => {
  const body =
    "See #576, pyca/cryptography#9016 and https://github.com/PyO3/pyo3/pull/2885#issuecomment-1, #576 again, `#1`, a#2.\n```\n#3\n```\n<!-- #4 -->";
  expect(linkedThreads(body, "PyO3/pyo3")).toEqual(["pyo3/pyo3#576", "pyca/cryptography#9016", "pyo3/pyo3#2885"]);
  expect(linkedThreads("https://github.com/Aequitosh/pyo3/discussions/1", "PyO3/pyo3")).toEqual(["aequitosh/pyo3#1"]);
});
