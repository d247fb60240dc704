import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseLine, readLine } from "./line";
import { readReleases } from "./releases";
import { temporaryFolder } from "./test-git";
import { buildRepository } from "./test-repository";

const RUST = ["*.rs"];
const day = (number: number) => `2026-01-${String(number).padStart(2, "0")}T00:00:00Z`;

async function repository() {
  const dir = join(await temporaryFolder(), "it.git");
  const git = (...args: string[]) => execFileSync("git", args, { cwd: dir, encoding: "utf8", env: ENV }).trim();
  return { dir, git };
}
const WHO = { name: "Test", email: "test@example.com" };
const ENV = {
  ...process.env,
  ...{ GIT_AUTHOR_NAME: WHO.name, GIT_AUTHOR_EMAIL: WHO.email, GIT_COMMITTER_NAME: WHO.name },
  ...{ GIT_COMMITTER_EMAIL: WHO.email, GIT_COMMITTER_DATE: day(9), GIT_AUTHOR_DATE: day(9) },
};

test("lists every commit, oldest first, with what it changed of the wanted files", async () => {
  const { dir } = await repository();
  const shas = await buildRepository(dir, [
    { message: "one\n\nbody", date: day(1), files: { "a.rs": "1", "src/ü.rs": "2", "notes.md": "3" } },
    { message: "only notes", date: day(2), files: { "notes.md": "4" } },
    { message: ":000000 100644 x", date: day(3), files: { "a.rs": null, "src/ü.rs": "5" } },
  ]);
  const line = await readLine(dir, { to: shas[2]!, paths: RUST });
  expect(line.map(({ sha, subject, parent }) => ({ sha, subject, parent }))).toEqual([
    { sha: shas[0], subject: "one", parent: null },
    { sha: shas[1], subject: "only notes", parent: shas[0] },
    { sha: shas[2], subject: ":000000 100644 x", parent: shas[1] },
  ]);
  expect(line[0]!.committedAt).toEqual(new Date(day(1)));
  expect(line.map(({ changes }) => changes.map(({ path, oid }) => `${path} ${oid ? "is" : "gone"}`))).toEqual([
    ["a.rs is", "src/ü.rs is"],
    [],
    ["a.rs gone", "src/ü.rs is"],
  ]);
  expect((await readLine(dir, { to: shas[2]!, after: shas[0], paths: RUST })).map(({ sha }) => sha)).toEqual(
    shas.slice(1),
  );
});

test("a merge is one commit that brings all of its branch, and a link is no file", async () => {
  const { dir, git } = await repository();
  const [base] = await buildRepository(dir, [{ message: "base", date: day(1), files: { "a.rs": "1" } }]);
  const [side] = await buildRepository(dir, [{ message: "side", date: day(2), files: { "b.rs": "2" } }]);
  const blob = execFileSync("git", ["hash-object", "-w", "--stdin"], {
    cwd: dir,
    input: "b.rs",
    encoding: "utf8",
  }).trim();
  const own = git("rev-parse", "HEAD:b.rs");
  const listing = `100644 blob ${git("rev-parse", "HEAD:a.rs")}\ta.rs\n100644 blob ${own}\tb.rs\n120000 blob ${blob}\tl.rs\n`;
  const tree = execFileSync("git", ["mktree"], { cwd: dir, input: listing, encoding: "utf8" }).trim();
  const merge = git("commit-tree", tree, "-p", base!, "-p", side!, "-m", "merge");
  const line = await readLine(dir, { to: merge, paths: RUST });
  expect(line.map(({ subject }) => subject)).toEqual(["base", "merge"]);
  expect(line[1]!.changes).toEqual([
    { path: "b.rs", oid: own },
    { path: "l.rs", oid: null },
  ]);
});

test("a merge of three branches is one commit too, and dates that go back change no order", async () => {
  const { dir, git } = await repository();
  const build = (message: string, date: string, files: Record<string, string>) =>
    buildRepository(dir, [{ message, date, files }]);
  const [base] = await build("base", day(20), { "a.rs": "1" });
  const [left] = await build("left", day(2), { "b.rs": "2" });
  const [right] = await build("right", day(3), { "c.rs": "3" });
  const parents = [base!, left!, right!].flatMap((sha) => ["-p", sha]);
  const merge = git("commit-tree", "HEAD^{tree}", ...parents, "-m", "octopus");
  const line = await readLine(dir, { to: merge, paths: RUST });
  expect(line.map(({ subject, parent }) => [subject, parent])).toEqual([
    ["base", null],
    ["octopus", base],
  ]);
  expect(line[1]!.changes.map(({ path }) => path)).toEqual(["b.rs", "c.rs"]);
});

test("nothing that was printed halfway breaks the reading", () => {
  const whole = Buffer.from(`${"a".repeat(40)} 5 \nhello\0`);
  for (let end = 0; end < whole.length; end++) expect(() => parseLine(whole.subarray(0, end))).not.toThrow();
  expect(parseLine(whole)).toMatchObject([{ sha: "a".repeat(40), subject: "hello", changes: [] }]);
});

test("releases stand where they are, or where their branch left the line", async () => {
  const { dir, git } = await repository();
  const shas = await buildRepository(dir, [
    { message: "one", date: day(1), files: { "a.rs": "1" }, tag: "v1.0.0" },
    { message: "two", date: day(2), files: { "a.rs": "2" }, tag: "nightly" },
  ]);
  const tree = git("rev-parse", "HEAD^{tree}");
  const fix = git("commit-tree", tree, "-p", shas[0]!, "-m", "fix");
  const again = git("commit-tree", tree, "-p", fix, "-m", "again");
  git("tag", "-a", "v1.0.1", again, "-m", "patch");
  git("tag", "v9.9.9", git("commit-tree", tree, "-m", "unrelated"));
  git("tag", "v0.1-blob", git("rev-parse", "HEAD:a.rs"));
  expect(await readReleases(dir, shas)).toEqual([
    { tag: "v1.0.0", sha: shas[0], at: new Date(day(1)), on: shas[0] },
    { tag: "v1.0.1", sha: again, at: new Date(day(9)), on: shas[0] },
  ]);
});
