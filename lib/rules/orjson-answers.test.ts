import { expect, test } from "vitest";
import { rules } from "#lib/rules/index";
import { answersAbout, orjsonAnswers } from "#lib/rules/orjson-answers";

test("every answer leads to rules that exist, and has an address of its own", () => {
  const slugs = new Set(rules.map(({ slug }) => slug));
  expect(orjsonAnswers.flatMap((answer) => answer.rules).filter((slug) => !slugs.has(slug))).toEqual([]);
  expect(orjsonAnswers.filter((answer) => answer.rules.length === 0)).toEqual([]);
  expect(new Set(orjsonAnswers.map(({ id }) => id)).size).toBe(orjsonAnswers.length);
});

test("a rule gets the answers that name it", () => {
  expect(answersAbout("static-fn-pointer").map(({ id }) => id)).toEqual(["other-cpus"]);
  expect(answersAbout("abi3-floor")).toEqual([]);
});
