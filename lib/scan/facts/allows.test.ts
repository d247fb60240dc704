import { describe, expect, test } from "vitest";
import { extractFacts } from "#lib/scan/facts/extract";

const allowsIn = (text: string) => extractFacts(new TextEncoder().encode(text)).allows ?? [];

describe("what a comment covers", () => {
  test.each([
    ["the line that it ends", "static A: u8 = 0; // subready: allow(static-py-cell) measured\n", 1, 1],
    ["the next line", "// subready: allow(static-py-cell) measured\nstatic A: u8 = 0;\n", 2, 2],
    [
      "an item past blank lines and comments",
      "// subready: allow(x) why\n\n// more\n/// doc\nstatic A: u8 = 0;\n",
      5,
      5,
    ],
    ["attributes and the item's first line", "// subready: allow(x) why\n#[a]\n#[b(\n c)]\nstruct S;\n", 2, 5],
    ["nothing beyond the end", "static A: u8 = 0;\n// subready: allow(x) why", 2, 2],
    ["the next line, with CRLF", "// subready: allow(x) why\r\nstatic A: u8 = 0;\r\n", 2, 2],
  ])("%s", (_, text, from, to) => {
    expect(allowsIn(text)).toMatchObject([{ from, to }]);
  });
});

test("slugs and reason are read as they are written", () => {
  expect(allowsIn("// subready: allow( static-py-cell , once-python-init ) – naïve, but ours\nx();")).toMatchObject([
    { slugs: ["static-py-cell", "once-python-init"], reason: "naïve, but ours", line: 1 },
  ]);
  expect(allowsIn("// subready: allow(static-py-cell)\nx();")).toMatchObject([{ reason: "" }]);
  expect(allowsIn("// subready: allow() because\nx();")).toMatchObject([{ slugs: [] }]);
});

test.each([
  ["a string", 'const HELP: &str = "// subready: allow(static-py-cell) no";'],
  ["a raw string", 'const HELP: &str = r#"\n// subready: allow(static-py-cell) no\n"#;'],
  ["another tool's comment", "// clippy: allow(static-py-cell) no"],
  ["prose", "// see subready: it would allow this"],
])("%s allows nothing", (_, text) => {
  expect(allowsIn(text)).toEqual([]);
});
