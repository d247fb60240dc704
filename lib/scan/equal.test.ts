import { describe, expect, test } from "vitest";
import { isEqual } from "#lib/scan/equal";

const AT = new Set(["at"]);

describe("two values are equal", () => {
  test.each([
    ["whatever stands beside", { name: "A", at: 1 }, { name: "A", at: 2 }, AT],
    ["at any depth", [{ of: [{ name: "A", at: 1 }] }], [{ of: [{ name: "A", at: 2 }] }], AT],
    ["when a field has no value and when it is not there", { name: "A", init: undefined }, { name: "A" }, undefined],
  ])("%s", (_, a, b, besides) => {
    expect(isEqual(a, b, besides)).toBe(true);
    expect(isEqual(b, a, besides)).toBe(true);
  });

  test.each([
    ["one field differs", { name: "A" }, { name: "B" }],
    ["one has more in a list", [1, 2], [1, 2, 3]],
    ["one has a field more", { name: "A" }, { name: "A", at: 1 }],
    ["one is nothing", { name: "A" }, null],
    ["one is a list", {}, []],
    ["nothing is left out", { at: 1 }, { at: 2 }],
  ])("not when %s", (_, a, b) => {
    expect(isEqual(a, b)).toBe(false);
    expect(isEqual(b, a)).toBe(false);
  });
});
