import { expect, test } from "vitest";
import { versionRows } from "#lib/rules/cpython";
import { rules } from "#lib/rules/index";

test("every rule has the four steps of sub-interpreters, oldest first", () => {
  expect(versionRows({}).map(({ cpython }) => cpython)).toEqual(["3.9 to 3.11", "3.12", "3.13", "3.14"]);
});

test("later versions and free-threaded builds stand where a rule differs there", () => {
  const rows = versionRows({ versions: { "free-threaded": "Two heaps.", "3.12": "One heap." } });
  expect(rows.map(({ cpython, hazard }) => [cpython, hazard])).toEqual([
    ["3.9 to 3.11", null],
    ["3.12", "One heap."],
    ["3.13", null],
    ["3.14", null],
    ["free-threaded builds", "Two heaps."],
  ]);
});

test("what a rule says of a version is a sentence", () => {
  const said = rules.flatMap(({ versions = {} }) => Object.values(versions));
  expect(said.length).toBeGreaterThan(20);
  expect(said.filter((text) => !/^[\p{Lu}`].*\.$/u.test(text))).toEqual([]);
});
