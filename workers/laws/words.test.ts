import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { files, read } from "#workers/laws/tree";

const documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];
const scripts = Object.keys(
  z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read("package.json"))).scripts,
);

test("every setting of lib/env.ts has its row in the README, and every row its setting", () => {
  const known = [...read("lib/env.ts").matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name);
  const told = [...read("README.md").matchAll(/^\| `([A-Z][A-Z_]+)` \|/gm)].map(([, name]) => name);
  expect(known.length).toBeGreaterThan(5);
  expect(told.sort()).toEqual(known.sort());
});

test.each(documents)("every path that %s cites exists", (document) => {
  const quoted = [...read(document).matchAll(/`([^`\s]+)`|\]\(([^)\s]+)\)/g)].map(
    ([, code, link]) => code ?? link ?? "",
  );
  const paths = quoted.filter((text) =>
    /^(\.ci|app|components|e2e|lib|prisma|workers)\/[\w./[\]-]+$|^[A-Z]+\.md$/.test(text),
  );
  const cited = paths.map((path) => path.replace(/\/$/, ""));
  expect(cited.filter((path) => !existsSync(path) && !files.includes(path))).toEqual([]);
});

test.each(documents)("every npm script that %s cites exists", (document) => {
  const cited = [...read(document).matchAll(/npm (?:run )?(?:--silent )?([a-z:]+)/g)].map(([, name]) => name ?? "");
  const npms = ["install", "ci", "rebuild"];
  expect(cited.filter((name) => !scripts.includes(name) && !npms.includes(name))).toEqual([]);
});
