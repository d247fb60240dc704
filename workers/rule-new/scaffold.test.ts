import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseExamples } from "#lib/rules/examples";
import { rules } from "#lib/rules/index";
import { scaffold } from "#workers/rule-new/scaffold";

const catalogue = { taken: rules, index: readFileSync("lib/rules/index.ts", "utf8") };
const made = () => scaffold({ code: "SI-999", slug: "brand-new-hazard" }, catalogue);

test("a new rule has a folder, a pair, a case, a look-alike and its place in the index", () => {
  const files = made();
  expect([...files.keys()]).toEqual([
    "lib/rules/brand-new-hazard/rule.ts",
    "lib/rules/brand-new-hazard/examples.md",
    "lib/rules/index.ts",
  ]);
  const { examples } = parseExamples(files.get("lib/rules/brand-new-hazard/examples.md")!);
  expect(examples.map(({ files }) => files.map((file) => file.expectations.length))).toEqual([[1, 0], [1], [0]]);
  const index = files.get("lib/rules/index.ts")!;
  expect(index).toContain('import brandNewHazard from "#lib/rules/brand-new-hazard/rule";');
  expect(index).toMatch(/\n {2}brandNewHazard,\n\];/);
});

test("every other line of the index stays", () => {
  const without = made()
    .get("lib/rules/index.ts")!
    .split("\n")
    .filter((line) => !/brandNewHazard/.test(line));
  expect(without.join("\n")).toBe(catalogue.index);
});

test.each([
  [{ code: "120", slug: "brand-new" }, "is no rule code"],
  [{ code: "SI-9999", slug: "brand-new" }, "is no rule code"],
  [{ code: "SI-999", slug: "Brand_New" }, "is no slug"],
  [{ code: "SI-999", slug: "brand" }, "is no slug"],
  [{ code: rules[0]!.code, slug: "brand-new" }, `${rules[0]!.slug} exists`],
  [{ code: "SI-999", slug: rules[0]!.slug }, `${rules[0]!.slug} exists`],
])("%j is refused with a reason", (name, reason) => {
  expect(() => scaffold(name, catalogue)).toThrow(reason);
});
