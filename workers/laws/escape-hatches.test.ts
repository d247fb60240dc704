import { expect, test } from "vitest";
import { files, read, sources } from "#workers/laws/tree";

const grep = (among: string[], pattern: RegExp) =>
  among.flatMap((path) =>
    read(path)
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? `${path}:${index + 1}: ${line.trim().slice(0, 120)}` : [])),
  );
const text = files.filter((path) => /\.(tsx?|mjs|cjs|md|json|css|prisma|yml)$|^\.ci\//.test(path));
// This file has to spell what it forbids.
const others = sources.filter((path) => path !== "workers/laws/escape-hatches.test.ts");

test("no message of the compiler or the linter is silenced", () => {
  expect(grep(others, /@ts-(ignore|expect-error|nocheck)|biome-ignore|eslint-disable/)).toEqual([]);
});

test("nothing is left for later, and no test is left out", () => {
  expect(grep(others, /\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b/)).toEqual([]);
  expect(grep(others, /\b(test|it|describe)(\.\w+)*\.(only|skip|todo|fixme|skipIf|runIf|fails)\b/)).toEqual([]);
});

test("nothing names the machine that it was written on, nor a package registry", () => {
  const forbidden = /(^|[^\w.])\/wor[k]\/|registry\.(npm[j]s|yarnpk[g])|deb\.debia[n]\.|\.mirro[r]\//;
  expect(grep(text, forbidden)).toEqual([]);
});
