import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Context } from "#lib/commands/context";
import { excerptOf, readExcerpt } from "#lib/commands/read-excerpt";
import { testFolder } from "#lib/db/test-folder";

const bytes = (text: string) => new TextEncoder().encode(text);
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}`).join("\n");

test("shows four lines before and after, and marks the place", () => {
  const excerpt = excerptOf(bytes(numbered(20)), { line: 10, endLine: 11 });
  expect(excerpt.lines?.map((line) => line.number)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  expect(excerpt.lines?.filter((line) => line.hit).map((line) => line.text)).toEqual(["line 10", "line 11"]);
});

test("caps long places and long lines, and says so", () => {
  const tall = excerptOf(bytes(numbered(200)), { line: 1, endLine: 150 });
  expect(tall).toMatchObject({ cut: true });
  expect(tall.lines).toHaveLength(28);
  expect(excerptOf(bytes("x".repeat(9000)), { line: 1, endLine: 1 }).lines?.[0]?.text).toHaveLength(241);
});

test("says why when the file is shorter or larger than it should be", () => {
  expect(excerptOf(bytes("one"), { line: 5, endLine: 5 })).toEqual({
    lines: null,
    reason: "The file ends before this line.",
  });
  const large = excerptOf(new Uint8Array(5 * 1024 * 1024), { line: 1, endLine: 1 });
  expect(large).toEqual({ lines: null, reason: "The file is too large to show." });
});

let dir: string;
let sha: string;
const git = (...args: string[]) => execFileSync("git", ["-C", dir, ...args], { encoding: "utf8" }).trim();

beforeAll(async () => {
  dir = testFolder();
  git("init", "-q");
  await writeFile(join(dir, "lib.rs"), numbered(3));
  git("add", ".");
  git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "first");
  sha = git("rev-parse", "HEAD");
});

const context = { env: { dataDir: "/nowhere", githubToken: null, gitLimits: { timeoutMs: 10_000, maxBytes: 1e9 } } };
const read = (change: object) =>
  readExcerpt(context as unknown as Context, {
    ...{ project: { id: "p", source: dir, kind: "local" }, sha, path: "lib.rs", line: 2, endLine: 2 },
    ...change,
  });

test("reads a commit, not the folder", async () => {
  await writeFile(join(dir, "lib.rs"), "changed since");
  expect((await read({})).lines?.map((line) => line.text)).toEqual(["line 1", "line 2", "line 3"]);
});

test("a missing mirror, commit or file is a reason, and names no folder", async () => {
  const gone = await read({ project: { id: "p", source: "https://example.org/a", kind: "remote" } });
  expect(gone).toEqual({ lines: null, reason: "The mirror of this repository is not on this machine." });
  expect(await read({ sha: "0".repeat(40) })).toMatchObject({ reason: "The mirror no longer has this commit." });
  expect(await read({ path: "other.rs" })).toMatchObject({
    reason: "The mirror does not hold this file at this commit.",
  });
});
