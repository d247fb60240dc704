import { expect, test } from "vitest";
import { files, read } from "#workers/laws/tree";

const prescribed = ["app", "components", "e2e", "lib", "prisma", "workers", "package.json", "next.config.ts"];
const forcedByTools = [
  ".ci",
  ".dependency-cruiser.cjs",
  ".editorconfig",
  ".gitattributes",
  ".gitignore",
  "biome.json",
  "package-lock.json",
  "playwright.config.ts",
  "postcss.config.mjs",
  "prisma.config.ts",
  "proxy.ts",
  "tsconfig.json",
  "vitest.config.ts",
];
const forPeople = ["ARCHITECTURE.md", "CONTRIBUTING.md", "LICENSE", "README.md"];

const drawer = /^(utils?|helpers?|misc|common|shared|core|types|constants|services?|managers?|hooks)$/;

test("the top level holds what is prescribed, what tools force there and what people look for there", () => {
  const present = new Set(files.map((path) => path.split("/")[0]));
  expect([...present].sort()).toEqual([...prescribed, ...forcedByTools, ...forPeople].sort());
});

test("lib holds exactly the folders that ARCHITECTURE.md lists, and three files", () => {
  const listed = [...read("ARCHITECTURE.md").matchAll(/^\| `lib\/([a-z]+)` \|/gm)].map(([, name]) => `lib/${name}`);
  const files3 = ["lib/env.ts", "lib/errors.ts", "lib/log.ts"];
  const present = files.filter((path) => path.startsWith("lib/")).map((path) => path.split("/").slice(0, 2).join("/"));
  const entries = [...new Set(present)].filter((path) => !/^lib\/\w+\.test\.ts$/.test(path));
  expect(entries.sort()).toEqual([...listed, ...files3].sort());
});

test("every lib folder has a door: a README that opens with at most eight lines", () => {
  const folders = [...new Set(files.flatMap((path) => path.match(/^lib\/[a-z]+\//) ?? []))];
  const opening = (door: string) =>
    files.includes(door) ? (read(door).split("\n## ")[0] ?? "").trimEnd().split("\n") : [];
  const lines = folders.map((folder) => ({ folder, lines: opening(`${folder}README.md`).length }));
  expect(lines.filter(({ lines }) => lines === 0 || lines > 8)).toEqual([]);
});

test("nothing is named like a drawer", () => {
  const names = files.flatMap((path) => path.split("/")).map((part) => part.replace(/\..*$/, ""));
  expect(names.filter((name) => drawer.test(name))).toEqual([]);
});

test("files and folders are kebab-case", () => {
  const ours = files.filter((path) => /^(app|components|e2e|lib|workers)\//.test(path));
  const named = /^(\[{1,2}(\.\.\.)?[a-z-]+\]{1,2}|\([a-z-]+\)|[a-z0-9]+([-.][a-z0-9]+)*|README\.md|_[a-z-]+)$/;
  expect(ours.filter((path) => !path.split("/").every((part) => named.test(part)))).toEqual([]);
});

test("a file has at most 400 lines", () => {
  const prose = files.filter((path) => /\.(tsx?|mjs|cjs|css|prisma)$/.test(path));
  expect(prose.filter((path) => read(path).split("\n").length - 1 > 400)).toEqual([]);
});
