import { execFileSync } from "node:child_process";
import { chmod, cp, mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openRepository, type Repository } from "./repository";
import { readTags, releaseAt } from "./tags";
import { recordGit, replaceGit, temporaryFolder } from "./test-git";
import { buildRepository, type TestCommit } from "./test-repository";

vi.setConfig({ testTimeout: 60_000 });

const commit = (files: TestCommit["files"], more: Partial<TestCommit> = {}): TestCommit => ({
  message: "change",
  date: "2024-05-06T07:08:09Z",
  files,
  ...more,
});

async function open(location: string): Promise<Repository> {
  const repository = await openRepository(location);
  onTestFinished(() => repository.close());
  return repository;
}

async function build(commits: TestCommit[]) {
  const dir = join(await temporaryFolder(), "it.git");
  const shas = await buildRepository(dir, commits);
  return { dir, shas };
}

async function textsOf(repository: Repository, oids: string[]): Promise<(string | null)[]> {
  const texts: (string | null)[] = [];
  await repository.blobs(oids, (_, bytes) => texts.push(bytes && Buffer.from(bytes).toString()));
  return texts;
}

const oidsOf = async (repository: Repository, sha: string) => (await repository.tree(sha)).map(({ oid }) => oid);
const git = (cwd: string, ...args: string[]) => execFileSync("git", args, { cwd, stdio: ["pipe", "pipe", "ignore"] });

describe("openRepository", () => {
  it("reads a bare repository at any commit", async () => {
    const { dir, shas } = await build([
      commit({ "src/lib.rs": "one", "old.rs": "x" }, { message: "First\n\nbody", tag: "v1.0" }),
      commit({ "src/lib.rs": "two", "old.rs": null }),
    ]);
    const repository = await open(dir);
    const first = { sha: shas[0], parent: null, committedAt: new Date("2024-05-06T07:08:09Z"), subject: "First" };
    expect(await repository.resolve("v1.0")).toEqual(first);
    expect((await repository.resolve("HEAD")).sha).toBe(shas[1]);
    expect((await repository.tree(shas[0]!)).map(({ path, mode }) => `${mode} ${path}`)).toEqual([
      "100644 old.rs",
      "100644 src/lib.rs",
    ]);
    expect(await textsOf(repository, await oidsOf(repository, shas[1]!))).toEqual(["two"]);
  });

  it("reads a repository with a work tree, from its folder and from a linked work tree", async () => {
    const { dir } = await build([commit({ "a.rs": "text" })]);
    const tree = join(dir, "..", "tree");
    const linked = join(dir, "..", "linked");
    git(dir, "clone", "--quiet", dir, tree);
    git(tree, "worktree", "add", "--quiet", linked);
    for (const location of [tree, join(tree, ".git"), linked]) {
      const repository = await open(location);
      const head = await repository.resolve("HEAD");
      expect(await textsOf(repository, await oidsOf(repository, head.sha))).toEqual(["text"]);
    }
  });

  it("reads a work tree's own repository, whatever its files look like", async () => {
    const { dir, shas } = await build([commit({ "a.rs": "text" })]);
    const other = await build([commit({ "b.rs": "other" }, { message: "hostile" })]);
    const tree = join(dir, "..", "tree");
    git(dir, "clone", "--quiet", dir, tree);
    await cp(other.dir, tree, { recursive: true });
    expect((await (await open(tree)).resolve("HEAD")).sha).toBe(shas[0]);
  });

  it("never takes the repository around a folder for the folder's own", async () => {
    const { dir } = await build([commit({ "a.rs": "" })]);
    const tree = join(dir, "..", "tree");
    git(dir, "clone", "--quiet", dir, tree);
    await mkdir(join(tree, "plain"));
    await expect(openRepository(join(tree, "plain"))).rejects.toMatchObject({ code: "not-a-repository" });
    await expect(openRepository(join(tree, "none"))).rejects.toMatchObject({ code: "not-a-repository" });
    await expect(openRepository(join(tree, "a.rs"))).rejects.toMatchObject({ code: "not-a-repository" });
  });

  it("reads a repository that belongs to somebody else", async () => {
    const { dir } = await build([commit({ "a.rs": "" })]);
    await replaceGit('export GIT_TEST_ASSUME_DIFFERENT_OWNER=1; exec "$GIT" "$@"');
    expect((await (await open(dir)).resolve("HEAD")).subject).toBe("change");
  });
});

describe("resolve", () => {
  it("refuses what names no commit, and whatever looks like an option", async () => {
    const { dir } = await build([commit({ "src/a.rs": "" }, { tag: "v1" })]);
    const repository = await open(dir);
    const canary = join(dir, "canary");
    await expect(repository.resolve("nope")).rejects.toThrow(`\`${dir}\` has no revision "nope".`);
    const names = ["nope", "", "-", "--all", `--upload-pack=touch ${canary}`, "HEAD:src", "HEAD^{tree}", "HEAD\nmain"];
    for (const name of [...names, "f".repeat(40), "HEAD~9", "v1 blob 3", "main\0"]) {
      await expect(repository.resolve(name), name).rejects.toMatchObject({ code: "no-such-revision" });
    }
    await expect(readFile(canary)).rejects.toThrow();
    expect((await repository.resolve("main")).subject).toBe("change");
  });

  it("reads a branch whose name begins like an option", async () => {
    const { dir, shas } = await build([commit({ "a.rs": "" })]);
    git(dir, "update-ref", "refs/heads/-x", shas[0]!);
    expect((await (await open(dir)).resolve("refs/heads/-x")).sha).toBe(shas[0]);
  });

  it("knows no commit in a repository without any", async () => {
    const { dir } = await build([]);
    await expect((await open(dir)).resolve("HEAD")).rejects.toMatchObject({
      code: "no-such-revision",
      message: expect.stringContaining("has no commits yet"),
    });
  });
});

describe("tree", () => {
  it("keeps every name, however hostile", async () => {
    const names = ['"quoted".rs', "new\nline.rs", "tab\t.rs", "--option.rs", "é/ß.rs", " ", "a\\b.rs"];
    const { dir, shas } = await build([commit(Object.fromEntries(names.map((name) => [name, name])))]);
    const repository = await open(dir);
    const tree = await repository.tree(shas[0]!);
    expect(tree.map(({ path }) => path).sort()).toEqual([...names].sort());
    expect(
      await textsOf(
        repository,
        tree.map(({ oid }) => oid),
      ),
    ).toEqual(tree.map(({ path }) => path));
  });

  it("keeps a name that is not UTF-8 in its place, and shows links and submodules as such", async () => {
    const { dir, shas } = await build([commit({ "a.rs": "x" })]);
    const oid = git(dir, "rev-parse", "HEAD:a.rs").toString().trim();
    const lines = [`100644 blob ${oid}\tb\xff.rs`, `120000 blob ${oid}\tlink`, `160000 commit ${shas[0]}\tsub`];
    const input = Buffer.from(lines.map((line) => `${line}\0`).join(""), "latin1");
    const root = execFileSync("git", ["mktree", "-z"], { cwd: dir, input }).toString().trim();
    expect((await (await open(dir)).tree(root)).map(({ mode, path }) => `${mode} ${path}`)).toEqual([
      "100644 b\ufffd.rs",
      "120000 link",
      "160000 sub",
    ]);
  });

  it("takes object ids only", async () => {
    const { dir } = await build([commit({ "a.rs": "" })]);
    const repository = await open(dir);
    for (const name of ["HEAD", "--name-only", "f".repeat(40)]) {
      await expect(repository.tree(name)).rejects.toMatchObject({ code: "no-such-revision" });
    }
  });

  it("says what is wrong with a tree that lacks a part, or has no end", async () => {
    const { dir, shas } = await build([commit({ "a/b.rs": "" })]);
    const make = (lines: string) =>
      execFileSync("git", ["mktree", "--missing"], { cwd: dir, input: lines }).toString().trim();
    const repository = await open(dir);
    const lacking = make(`040000 tree ${"1".repeat(40)}\tgone\n`);
    await expect(repository.tree(lacking)).rejects.toMatchObject({ code: "corrupt" });
    let folder = git(dir, "rev-parse", `${shas[0]}:a`).toString().trim();
    for (let level = 0; level < 6; level++)
      folder = make(Array.from({ length: 20 }, (_, at) => `040000 tree ${folder}\t${at}\n`).join(""));
    await expect(repository.tree(folder)).rejects.toMatchObject({ code: "too-large" });
    const deep = await build([commit({ [`${"a/".repeat(2100)}b.rs`]: "" })]);
    await expect((await open(deep.dir)).tree(deep.shas[0]!)).rejects.toMatchObject({ code: "too-large" });
  });
});

describe("blobs", () => {
  it("answers in the asked order, with null for what is absent and bytes as they are", async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 256);
    const { dir, shas } = await build([commit({ a: bytes, b: "", c: "text\n" })]);
    const repository = await open(dir);
    const [a, b, c] = await oidsOf(repository, shas[0]!);
    const asked = [c!, "0".repeat(40), a!, b!, a!];
    const seen: [string, Uint8Array | null][] = [];
    await repository.blobs(asked, (oid, content) => seen.push([oid, content]));
    expect(seen.map(([oid]) => oid)).toEqual(asked);
    expect(seen.map(([, content]) => content?.length ?? null)).toEqual([5, null, 70_000, 0, 70_000]);
    expect(Buffer.compare(seen[2]![1]!, bytes)).toBe(0);
  });

  it("asks one process, however often and however many", async () => {
    const calls = await recordGit();
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`f${at}`, `${at}`]));
    const { dir, shas } = await build([commit(files)]);
    const repository = await open(dir);
    const oids = await oidsOf(repository, shas[0]!);
    const [forth, back] = await Promise.all([textsOf(repository, oids), textsOf(repository, [...oids].reverse())]);
    expect(new Set(forth).size).toBe(300);
    expect(back.reverse()).toEqual(forth);
    expect((await calls()).filter((call) => call.startsWith("cat-file"))).toEqual(["cat-file --batch"]);
  });

  it("hands on what the reader of a blob throws, and goes on", async () => {
    const { dir, shas } = await build([commit({ a: "1", b: "2" })]);
    const repository = await open(dir);
    const oids = await oidsOf(repository, shas[0]!);
    const fail = () => {
      throw new Error("mine");
    };
    await expect(repository.blobs(oids, fail)).rejects.toThrow("mine");
    expect(await textsOf(repository, oids)).toEqual(["1", "2"]);
  });

  it("goes on with a new process when the old one was killed", async () => {
    const { dir, shas } = await build([commit({ a: "1" })]);
    const pid = join(await temporaryFolder(), "pid");
    await replaceGit(`echo $$ > '${pid}'; exec "$GIT" "$@"`);
    const repository = await open(dir);
    const oids = await oidsOf(repository, shas[0]!);
    expect(await textsOf(repository, oids)).toEqual(["1"]);
    process.kill(Number(await readFile(pid, "utf8")), "SIGKILL");
    await vi.waitFor(async () => expect(await textsOf(repository, oids)).toEqual(["1"]));
  });

  it("calls a damaged object damage, not absence", async () => {
    const { dir, shas } = await build([commit({ a: "some text" })]);
    const [oid] = await oidsOf(await open(dir), shas[0]!);
    const file = join(dir, "objects", oid!.slice(0, 2), oid!.slice(2));
    await chmod(file, 0o644);
    await writeFile(file, "damage");
    await expect(textsOf(await open(dir), [oid!])).rejects.toMatchObject({ code: "corrupt" });
  });

  it("calls a cut pack damage", async () => {
    const { dir, shas } = await build([commit({ a: "some text" })]);
    git(dir, "repack", "-q", "-a", "-d");
    await cutPacks(dir);
    const repository = await open(dir);
    await expect(repository.resolve("main")).rejects.toMatchObject({ code: "corrupt" });
    await expect(repository.tree(shas[0]!)).rejects.toMatchObject({ code: "corrupt" });
  });
});

describe("a repository with something missing", () => {
  it("is damaged, whatever is asked, without its packs or their indexes", async () => {
    for (const part of [".pack", ".idx"]) {
      const { dir } = await build([commit({ a: "some text" }, { tag: "v1" })]);
      git(dir, "repack", "-q", "-a", "-d");
      git(dir, "pack-refs", "--all");
      const packs = join(dir, "objects", "pack");
      for (const name of (await readdir(packs)).filter((it) => it.endsWith(part))) await rm(join(packs, name));
      const repository = await open(dir);
      for (const revision of ["HEAD", "v1", "nope"]) {
        await expect(repository.resolve(revision), part + revision).rejects.toMatchObject({ code: "corrupt" });
      }
    }
  });

  it("is damaged, and not something else, with a HEAD that is gone or says nothing", async () => {
    const { dir } = await build([commit({ a: "1" })]);
    await writeFile(join(dir, "HEAD"), "\0\0\0");
    await expect(openRepository(dir)).rejects.toMatchObject({ code: "corrupt" });
    await rm(join(dir, "HEAD"));
    await expect(openRepository(dir)).rejects.toMatchObject({ code: "corrupt" });
  });
});

describe("a partial clone that belongs to somebody", () => {
  it("is read without asking its remote: what it lacks is absent, for names and for contents", async () => {
    const { dir, shas } = await build([commit({ a: "1", b: "2" }, { tag: "v1" })]);
    const partial = join(dir, "..", "partial.git");
    git(dir, "clone", "--quiet", "--bare", "--filter=blob:none", `file://${dir}`, partial);
    const before = await readdir(join(partial, "objects", "pack"));
    const repository = await openRepository(partial);
    const oids = await oidsOf(repository, shas[0]!);
    expect((await repository.resolve("v1")).sha).toBe(shas[0]);
    expect(await textsOf(repository, oids)).toEqual([null, null]);
    await repository.fetchMissing(oids);
    expect(await textsOf(repository, oids)).toEqual([null, null]);
    expect(await readdir(join(partial, "objects", "pack"))).toEqual(before);
    await repository.close();
  });

  it("gives what it has, and leaves nothing behind", async () => {
    vi.stubEnv("TMPDIR", await temporaryFolder());
    onTestFinished(() => void vi.unstubAllEnvs());
    const { dir, shas } = await build([commit({ a: "1" })]);
    git(dir, "config", "remote.origin.promisor", "true");
    const repository = await openRepository(dir);
    expect(await textsOf(repository, await oidsOf(repository, shas[0]!))).toEqual(["1"]);
    expect((await readdir(tmpdir())).filter((name) => name.startsWith("subready-objects-"))).toHaveLength(1);
    await repository.close();
    expect((await readdir(tmpdir())).filter((name) => name.startsWith("subready-objects-"))).toHaveLength(0);
  });
});

describe("releaseAt", () => {
  it("names the release at a commit, and nothing between releases", async () => {
    const { dir, shas } = await build([commit({ a: "1" }, { tag: "v1.2.0" }), commit({ a: "2" })]);
    for (const tag of ["latest", "v1.2.0-rc1", "v1.2.0rc2"]) git(dir, "tag", tag, shas[0]!);
    git(dir, "-c", "user.name=T", "-c", "user.email=t@example.com", "tag", "-a", "-m", "x", "v1.10.0", shas[0]!);
    const tags = await readTags(dir);
    expect(releaseAt(tags, shas[0]!)).toBe("v1.10.0");
    expect(releaseAt(tags, shas[1]!)).toBeNull();
  });
});

async function cutPacks(dir: string): Promise<void> {
  const packs = join(dir, "objects", "pack");
  for (const name of (await readdir(packs)).filter((it) => it.endsWith(".pack"))) {
    await chmod(join(packs, name), 0o644);
    await truncate(join(packs, name), 60);
  }
}
