import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { type MirrorRequest, syncMirror } from "./mirror";
import { openRepository } from "./repository";
import { replaceGit, temporaryFolder } from "./test-git";
import { buildRepository, type TestCommit } from "./test-repository";

const LIMITS = { timeoutMs: 30_000, maxBytes: 100_000_000 };

vi.setConfig({ testTimeout: 60_000 });

const commit = (files: TestCommit["files"], tag?: string): TestCommit => ({
  message: "change",
  date: "2024-05-06T07:08:09Z",
  files,
  tag,
});

/** A served repository and the request that mirrors it. */
async function served(commits: TestCommit[] = [commit({ "a.rs": "1" })]) {
  const root = await temporaryFolder();
  const origin = join(root, "origin.git");
  const shas = await buildRepository(origin, commits);
  const dir = join(root, "mirrors", "thing");
  const request: MirrorRequest = {
    source: `file://${origin}`,
    kind: "remote",
    dir,
    token: null,
    limits: LIMITS,
    protocols: ["file"],
  };
  return { root, origin, dir, shas, request };
}

const git = (cwd: string, ...args: string[]) => execFileSync("git", args, { cwd, stdio: "pipe" }).toString().trim();
const namesIn = (dir: string) => readdir(dir).catch(() => []);
const failing = (message: string) => `case "$*" in *fetch*) echo '${message}' >&2; exit 128;; esac; exec "$GIT" "$@"`;

describe("syncMirror", () => {
  it("clones without contents, tags included, and gives head, branch and progress", async () => {
    const { dir, shas, request } = await served([commit({ "a.rs": "1" }, "v1"), commit({ "a.rs": "2" })]);
    const notes = new Set<string>();
    const mirror = await syncMirror({ ...request, onProgress: ({ phase, note }) => notes.add(`${phase} ${note}`) });
    expect(mirror).toMatchObject({ gitDir: dir, branch: "main", rewritten: false, cloned: true });
    expect(mirror.head).toMatchObject({ sha: shas[1], subject: "change" });
    expect(notes).toContain("clone Receiving objects");
    expect(git(dir, "tag")).toBe("v1");
    expect(git(dir, "count-objects", "-v")).toContain("in-pack: 4");
  });

  it("leaves no remote in the mirror that anything could follow", async () => {
    const { dir, request } = await served();
    await syncMirror(request);
    expect(await readFile(join(dir, "config"), "utf8")).not.toMatch(/remote|url|promisor/);
  });

  it("fetches what is new, moves tags and drops those that are gone", async () => {
    const { origin, dir, request } = await served([commit({ "a.rs": "1" }, "v1"), commit({ "a.rs": "2" }, "v2")]);
    await syncMirror(request);
    const [next] = await buildRepository(origin, [commit({ "a.rs": "3" }, "v1")]);
    git(origin, "tag", "-d", "v2");
    const mirror = await syncMirror(request);
    expect(mirror).toMatchObject({ cloned: false, rewritten: false, head: { sha: next } });
    expect(git(dir, "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/tags")).toBe(`v1 ${next}`);
  });

  it("sees that history was rewritten, and keeps what it had of the old one", async () => {
    const { origin, dir, shas, request } = await served();
    await syncMirror(request);
    await buildRepository(origin, [commit({ "b.rs": "other" })], { rewrite: true });
    expect(await syncMirror(request)).toMatchObject({ cloned: false, rewritten: true });
    expect(git(dir, "cat-file", "-t", shas[0]!)).toBe("commit");
    expect(await syncMirror(request)).toMatchObject({ rewritten: false });
    expect(await syncMirror({ ...request, since: shas[0] })).toMatchObject({ rewritten: true });
    expect(await syncMirror({ ...request, since: "e".repeat(40) })).toMatchObject({ rewritten: true });
  });

  it("follows a default branch that changed, whatever its name", async () => {
    const { origin, request } = await served();
    await syncMirror(request);
    const [sha] = await buildRepository(origin, [commit({ "c.rs": "" })], { branch: "-next/ü" });
    expect(await syncMirror(request)).toMatchObject({ branch: "-next/ü", head: { sha } });
  });

  it("follows a head that is on no branch", async () => {
    const { origin, shas, request } = await served();
    git(origin, "update-ref", "--no-deref", "HEAD", shas[0]!);
    expect(await syncMirror(request)).toMatchObject({ branch: "HEAD", head: { sha: shas[0] } });
  });

  it("reads a local repository in place", async () => {
    const { origin, dir, shas, request } = await served();
    const local: MirrorRequest = { ...request, kind: "local", source: origin };
    const mirror = await syncMirror({ ...local, since: shas[0] });
    expect(mirror).toMatchObject({ gitDir: origin, branch: "main", cloned: false, rewritten: false });
    expect(await namesIn(join(dir, ".."))).toEqual([]);
    await buildRepository(origin, [commit({ "b.rs": "" })], { rewrite: true });
    expect(await syncMirror({ ...local, since: shas[0] })).toMatchObject({ rewritten: true });
    await expect(syncMirror({ ...local, source: dir })).rejects.toMatchObject({ code: "not-a-repository" });
  });
});

describe("a failed clone", () => {
  it.each(["http://h/x", "ssh://h/x", "git@h:x", "file:///x", "ext::sh -c id", "--upload-pack=x", "/srv/x", ""])(
    "refuses %j: only https",
    async (source) => {
      const { request } = await served();
      await expect(syncMirror({ ...request, source, protocols: undefined })).rejects.toMatchObject({ code: "usage" });
    },
  );

  it("refuses an address with credentials, without repeating them", async () => {
    const { request } = await served();
    const refused = syncMirror({ ...request, source: "https://me:s3cret@example.com/x", protocols: undefined });
    await expect(refused).rejects.toMatchObject({ code: "usage", message: expect.not.stringContaining("s3cret") });
  });

  it("does not exist", async () => {
    const { root, request } = await served();
    const source = `file://${join(root, "none")}`;
    await expect(syncMirror({ ...request, source })).rejects.toMatchObject({ code: "not-found" });
  });

  it("cannot be reached", async () => {
    const { request } = await served();
    const source = "https://127.0.0.1:9/x";
    const refused = syncMirror({ ...request, source, protocols: ["https"] });
    await expect(refused).rejects.toMatchObject({ code: "unreachable" });
  });

  it("has no commits", async () => {
    const { request } = await served([]);
    await expect(syncMirror(request)).rejects.toMatchObject({ code: "no-such-revision" });
  });

  it.each([
    ["fatal: unable to access: The requested URL returned error: 403", "forbidden"],
    ["fatal: unable to access: The requested URL returned error: 410", "gone"],
    ["fatal: unable to access: The requested URL returned error: 429", "rate-limited"],
    ["fatal: cannot store pack file: No space left on device", "disk-full"],
  ])("gets its code from %j and leaves nothing behind", async (message, code) => {
    const { dir, request } = await served();
    await replaceGit(failing(message));
    await expect(syncMirror(request)).rejects.toMatchObject({ code });
    expect(await namesIn(join(dir, ".."))).toEqual([]);
  });

  it("is larger than the limit", async () => {
    const { dir, request } = await served();
    const limits = { ...LIMITS, maxBytes: 100 };
    await expect(syncMirror({ ...request, limits })).rejects.toMatchObject({ code: "too-large" });
    expect(await namesIn(join(dir, ".."))).toEqual([]);
  });

  it("takes too long", async () => {
    const { dir, request } = await served();
    await replaceGit(`case "$*" in *fetch*) sleep 100;; esac; exec "$GIT" "$@"`);
    const limits = { ...LIMITS, timeoutMs: 500 };
    await expect(syncMirror({ ...request, limits })).rejects.toMatchObject({ code: "timed-out" });
    expect(await namesIn(join(dir, ".."))).toEqual([]);
  });

  it("is stopped", async () => {
    const { root, dir, request } = await served();
    await replaceGit(`case "$*" in *fetch*) touch '${root}/ready'; sleep 100;; esac; exec "$GIT" "$@"`);
    const stop = new AbortController();
    const stopped = expect(syncMirror({ ...request, signal: stop.signal })).rejects.toMatchObject({
      code: "interrupted",
    });
    await vi.waitFor(() => stat(join(root, "ready")));
    stop.abort();
    await stopped;
    expect(await namesIn(join(dir, ".."))).toEqual([]);
  });

  it("was killed: its half is thrown away", async () => {
    const { dir, request } = await served();
    await mkdir(`${dir}.part/objects`, { recursive: true });
    await writeFile(`${dir}.part/HEAD`, "half");
    expect(await syncMirror(request)).toMatchObject({ cloned: true });
    expect(await namesIn(join(dir, ".."))).toEqual(["thing"]);
  });
});

describe("a failed fetch", () => {
  it("leaves the mirror as it was", async () => {
    const { origin, dir, shas, request } = await served();
    await syncMirror(request);
    await rename(origin, `${origin}.away`);
    await expect(syncMirror(request)).rejects.toMatchObject({ code: "gone" });
    const repository = await openRepository(dir);
    expect((await repository.resolve("HEAD")).sha).toBe(shas[0]);
    await repository.close();
  });

  it("that was killed blocks the next one with neither locks nor halves", async () => {
    const { origin, dir, request } = await served();
    await syncMirror(request);
    const left = ["HEAD.lock", "packed-refs.lock", "refs/heads/main.lock", "objects/pack/tmp_pack_x1"];
    for (const name of left) await writeFile(join(dir, name), "");
    const [next] = await buildRepository(origin, [commit({ "a.rs": "2" })]);
    expect((await syncMirror(request)).head.sha).toBe(next);
    for (const name of left) await expect(stat(join(dir, name)), name).rejects.toThrow();
  });

  it.each(["HEAD", "pack"])("of a damaged mirror (%s) clones it anew", async (what) => {
    const { dir, shas, request } = await served();
    await syncMirror(request);
    if (what === "HEAD") await writeFile(join(dir, "HEAD"), "\0\0\0");
    else await cutPacks(dir);
    expect(await syncMirror(request)).toMatchObject({ cloned: true, head: { sha: shas[0] } });
    expect(git(dir, "cat-file", "-t", "HEAD")).toBe("commit");
  });

  it("of a damaged mirror whose source is away leaves even that", async () => {
    const { origin, dir, request } = await served();
    await syncMirror(request);
    await cutPacks(dir);
    await rm(origin, { recursive: true });
    await expect(syncMirror(request)).rejects.toMatchObject({ code: "not-found" });
    expect(await namesIn(join(dir, ".."))).toEqual(["thing"]);
  });
});

it("gives a token to git by environment only, and for one host only", async () => {
  const { root, dir, request } = await served();
  const token = "ghp_0123456789abcdef";
  await replaceGit(`echo "$@" >> '${root}/argv'; env >> '${root}/env'; exec "$GIT" "$@"`);
  await syncMirror({ ...request, token });
  const encoded = Buffer.from(`x-access-token:${token}`).toString("base64");
  const leaks = (text: string) => text.includes(token) || text.includes(encoded);
  const environment = await readFile(join(root, "env"), "utf8");
  expect(environment).toContain(`Authorization: Basic ${encoded}`);
  expect(environment).toContain("http.https://github.com/.extraheader");
  expect(leaks(await readFile(join(root, "argv"), "utf8"))).toBe(false);
  for (const name of await readdir(dir, { recursive: true })) {
    if ((await stat(join(dir, name))).isFile())
      expect(leaks(await readFile(join(dir, name), "latin1")), name).toBe(false);
  }
});

it("runs no hook of the machine's templates and none of the mirror's", async () => {
  const { root, dir, origin, request } = await served();
  await syncMirror(request);
  await mkdir(join(dir, "hooks"));
  await writeFile(join(dir, "hooks", "reference-transaction"), `#!/bin/sh\ntouch '${root}/ran'\n`, { mode: 0o755 });
  await buildRepository(origin, [commit({ "a.rs": "2" })]);
  await syncMirror(request);
  await expect(stat(join(root, "ran"))).rejects.toThrow();
});

async function cutPacks(dir: string): Promise<void> {
  const packs = join(dir, "objects", "pack");
  for (const name of (await readdir(packs)).filter((it) => it.endsWith(".pack"))) {
    await chmod(join(packs, name), 0o644);
    await truncate(join(packs, name), 60);
  }
}
