import ts from "typescript";
import { expect, test } from "vitest";
import { isTest, nodes, parse, place, sources } from "#workers/laws/tree";

const limit = (path: string) => (path.endsWith(".tsx") ? 100 : 70);

function linesOf(file: ts.SourceFile, node: ts.Node): number {
  const line = (position: number) => file.getLineAndCharacterOfPosition(position).line;
  return line(node.getEnd()) - line(node.getStart()) + 1;
}

test("a function has at most 70 lines, a component at most 100", () => {
  const long = sources
    .filter((path) => !isTest(path))
    .flatMap((path) => {
      const file = parse(path);
      return nodes(file)
        .filter((node) => ts.isFunctionLike(node) && linesOf(file, node) > limit(path))
        .map((node) => `${place(file, node)} has ${linesOf(file, node)} lines`);
    });
  expect(long).toEqual([]);
});
