import { execFileSync } from "node:child_process";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { readDirectory } from "./directory";
import { temporaryFolder } from "./test-git";

async function folderOf(files: Record<string, string>): Promise<string> {
  const dir = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
  return dir;
}

const isRust = (path: string) => path.endsWith(".rs");
const pathsOf = async (dir: string) => (await (await readDirectory(dir, isRust)).tree()).map(({ path }) => path);

it("names a file's content as git does", async () => {
  const dir = await folderOf({ "src/lib.rs": "fn é() {}\n", "empty.rs": "" });
  const ids = execFileSync("git", ["hash-object", "empty.rs", "src/lib.rs"], { cwd: dir })
    .toString()
    .trim()
    .split("\n");
  const directory = await readDirectory(dir, isRust);
  expect((await directory.tree()).map(({ oid }) => oid)).toEqual(ids);
  const texts: (string | null)[] = [];
  await directory.blobs([ids[1]!, "f".repeat(40), ids[0]!], (_, bytes) =>
    texts.push(bytes && Buffer.from(bytes).toString()),
  );
  expect(texts).toEqual(["fn é() {}\n", null, ""]);
});

it("lists wanted files only, in path order, and neither builds nor links", async () => {
  const dir = await folderOf({
    "Cargo.toml": "",
    "b.rs": "",
    "a/z.rs": "",
    "notes.txt": "",
    "target/debug/build.rs": "",
    "src/target/mod.rs": "",
    ".git/hook.rs": "",
    "node_modules/x/y.rs": "",
  });
  await symlink(join(dir, "b.rs"), join(dir, "link.rs"));
  await symlink(join(dir, "a"), join(dir, "linked"));
  expect(await pathsOf(dir)).toEqual(["a/z.rs", "b.rs", "src/target/mod.rs"]);
});

it("names the folders that it may not list, and refuses one of which it may list nothing", async () => {
  const dir = await folderOf({ "a.rs": "", "src/shut/b.rs": "" });
  // No folder is closed to root, who may run this.
  const list = async (path: string) => {
    if (path.endsWith("shut")) throw new Error("permission denied");
    return readdir(path, { withFileTypes: true });
  };
  const directory = await readDirectory(dir, isRust, list);
  expect(directory.closed).toEqual(["src/shut"]);
  expect((await directory.tree()).map(({ path }) => path)).toEqual(["a.rs"]);
  await expect(readDirectory(join(dir, "src", "shut"), isRust, list)).rejects.toMatchObject({ code: "unreadable" });
});

it("refuses what is not a folder", async () => {
  const dir = await folderOf({ "a.rs": "" });
  await expect(readDirectory(join(dir, "a.rs"), isRust)).rejects.toMatchObject({ code: "not-a-repository" });
  await expect(readDirectory(join(dir, "none"), isRust)).rejects.toMatchObject({ code: "not-a-repository" });
});
