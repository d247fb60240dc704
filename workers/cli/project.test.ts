import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { testFolder } from "#lib/db/test-folder";
import { buildRepository } from "#lib/git/test-repository";
import { runDoctor } from "#workers/cli/doctor";
import { runProject } from "#workers/cli/project";

let bare: string;
beforeEach(async () => {
  vi.stubEnv("SUBREADY_DATA", join(testFolder(), "data"));
  // Nothing listens there: the doctor finds no network, wherever the test runs.
  vi.stubEnv("https_proxy", "http://127.0.0.1:9");
  bare = join(testFolder(), "tiny.git");
  await buildRepository(bare, [{ message: "one", date: "2026-01-01T00:00:00Z", files: { a: "1" } }]);
});
afterEach(() => vi.unstubAllEnvs());

async function printed(work: () => Promise<number>): Promise<{ code: number; out: string }> {
  let out = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    out += chunk;
    return true;
  });
  const code = await work().finally(() => write.mockRestore());
  return { code, out };
}
const project = (...args: string[]) => printed(() => runProject(args));

test("adds, lists and removes a project in a database that was not there before", async () => {
  expect(await project("list")).toEqual({ code: 0, out: expect.stringContaining("Nothing is tracked yet.") });
  expect((await project("add", bare, "--path", "python")).out).toContain(`Added: tiny (${bare}).`);
  expect((await project("add", bare, "--path", "python/")).out).toContain("is tracked already, as tiny.");
  expect(JSON.parse((await project("list", "--format", "json")).out)).toMatchObject([
    { slug: "tiny", paths: ["python"] },
  ]);
  expect((await project("list")).out).toMatch(/^tiny +waiting +\/.*tiny\.git python\n$/);
  expect((await project("remove", "tiny")).code).toBe(0);
  expect((await project("list")).out).toContain("Nothing is tracked yet.");
});

test("refuses what it cannot do", async () => {
  await expect(project("rename", "x")).rejects.toMatchObject({ code: "usage" });
  await expect(project("add")).rejects.toMatchObject({ code: "usage" });
  await expect(project("add", testFolder())).rejects.toMatchObject({ code: "not-a-repository" });
  await expect(project("remove", "nothing")).rejects.toMatchObject({ code: "not-found" });
});

test("says when other crates of a project are tracked from now on", async () => {
  await project("add", bare, "--path", "python");
  expect((await project("add", bare)).out).toContain("is tracked already, as tiny.");
  expect((await project("add", bare, "--path", "rust")).out).toContain(`Tracking other crates: tiny (${bare}).`);
});

test("doctor makes nothing and migrates nothing", async () => {
  const dataDir = process.env.SUBREADY_DATA!;
  const first = await printed(() => runDoctor([]));
  expect(first.out).toMatch(/^ok +database +not made yet/m);
  expect(existsSync(dataDir)).toBe(false);
  mkdirSync(dataDir);
  const file = join(dataDir, "subready.db");
  writeFileSync(file, "");
  const second = await printed(() => runDoctor([]));
  expect(second.out).toMatch(/^ok +database +the next start .*_start\b.*\)$/m);
  expect(statSync(file).size).toBe(0);
  expect(readdirSync(dataDir)).toEqual(["subready.db"]);
});

test("doctor says what is well and what to do about the rest", async () => {
  await project("add", bare);
  const { code, out } = await printed(() => runDoctor([]));
  expect(code).toBe(1);
  expect(out).toMatch(/^ok +git +\d/m);
  expect(out).toMatch(/^ok +database +up to date$/m);
  expect(out).toMatch(/^ok +jobs +1 waiting$/m);
  expect(out).toMatch(/^problem +network +github\.com cannot be reached\.$/m);
  expect(out).toMatch(/^problem +worker +it is not running\n +Start subready with `npm start`\.$/m);
});
