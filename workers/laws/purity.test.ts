import ts from "typescript";
import { expect, test } from "vitest";
import { isTest, nodes, parse, place, sources } from "#workers/laws/tree";

const within = (...folders: string[]) =>
  sources.filter((path) => !isTest(path) && folders.some((folder) => path.startsWith(`lib/${folder}/`)));

const clocks =
  /^(Date\.now|new Date\(\)|Math\.random|performance\.now|process\.\w+|console\.\w+|globalThis\.\w+|fetch)$/;

test("a pure folder reads no clock, no environment and no chance", () => {
  const found = within("rust", "scan", "rules", "ledger", "milestones").flatMap((path) => {
    const file = parse(path);
    return nodes(file)
      .filter((node) => ts.isPropertyAccessExpression(node) || ts.isNewExpression(node) || ts.isIdentifier(node))
      .filter((node) => clocks.test(node.getText()) && !ts.isPropertyAccessExpression(node.parent))
      .map((node) => `${place(file, node)}: ${node.getText()}`);
  });
  expect(found).toEqual([]);
});

test("the engine names no rule", () => {
  const found = within("rust", "scan", "ledger").flatMap((path) => {
    const file = parse(path);
    return nodes(file)
      .filter((node) => ts.isStringLiteralLike(node) && /SI-\d/.test(node.text))
      .map((node) => place(file, node));
  });
  expect(found).toEqual([]);
});

// The second one reads no setting: it hands PATH, HOME and the proxy on to git.
const readers = ["lib/env.ts", "lib/git/environment.ts"];

test("lib/env.ts is the only reader of settings in lib, app and components", () => {
  const found = sources
    .filter((path) => /^(lib|app|components)\//.test(path) && !isTest(path) && !readers.includes(path))
    .flatMap((path) => {
      const file = parse(path);
      return nodes(file)
        .filter((node) => ts.isPropertyAccessExpression(node) && node.getText() === "process.env")
        .map((node) => place(file, node));
    });
  expect(found).toEqual([]);
});
