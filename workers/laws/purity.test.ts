import ts from "typescript";
import { expect, test } from "vitest";
import { breaches, isTest, sources } from "#workers/laws/tree";

const within = (...folders: string[]) =>
  sources.filter((path) => !isTest(path) && folders.some((folder) => path.startsWith(`lib/${folder}/`)));

const clocks =
  /^(Date\.now|new Date\(\)|Math\.random|performance\.now|process\.\w+|console\.\w+|globalThis\.\w+|fetch)$/;

test("a pure folder reads no clock, no environment and no chance", () => {
  const pure = within("rust", "scan", "rules", "ledger", "milestones");
  const readsOne = (node: ts.Node) =>
    (ts.isPropertyAccessExpression(node) || ts.isNewExpression(node) || ts.isIdentifier(node)) &&
    clocks.test(node.getText()) &&
    !ts.isPropertyAccessExpression(node.parent);
  expect(breaches(pure, /Date|random|performance|process|console|globalThis|fetch/, readsOne)).toEqual([]);
});

test("the engine names no rule", () => {
  const namesOne = (node: ts.Node) => ts.isStringLiteralLike(node) && /SI-\d/.test(node.text);
  expect(breaches(within("rust", "scan", "ledger"), /SI-\d/, namesOne)).toEqual([]);
});

// The second one reads no setting: it hands PATH, HOME and the proxy on to git.
const readers = ["lib/env.ts", "lib/git/environment.ts"];

test("lib/env.ts is the only reader of settings in lib, app and components", () => {
  const others = sources.filter(
    (path) => /^(lib|app|components)\//.test(path) && !isTest(path) && !readers.includes(path),
  );
  const reads = (node: ts.Node) => ts.isPropertyAccessExpression(node) && node.getText() === "process.env";
  expect(breaches(others, /process/, reads)).toEqual([]);
});
