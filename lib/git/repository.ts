import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve as resolvePath } from "node:path";
import { isAppError } from "#lib/errors";
import { type CommitInfo, parseCommit } from "./commit";
import { type FailureContext, gitFailure } from "./failure";
import { type GitOptions, runGit } from "./git";
import { fetchMissing } from "./missing";
import { ObjectReader } from "./object-reader";
import { Remote, type RemoteAccess, readSource } from "./remote";
import { readTree, type TreeEntry } from "./tree";

export type { CommitInfo, TreeEntry };

/** A git repository that is read where it is; nothing in it is ever checked out or run. */
export interface Repository {
  gitDir: string;
  resolve(revision: string): Promise<CommitInfo>;
  tree(sha: string): Promise<TreeEntry[]>;
  /** In the asked order; null for an object that is absent or too large to be read. The bytes own their memory. */
  blobs(oids: readonly string[], onBlob: (oid: string, bytes: Uint8Array | null) => void): Promise<void>;
  /** Brings the objects that a partial mirror lacks, in batches; does nothing in any other repository. */
  fetchMissing(oids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const ANONYMOUS: RemoteAccess = { token: null, limits: { timeoutMs: 900_000, maxBytes: 4096 * 1024 * 1024 } };
const HEAD = /^(ref:\s*refs\/|[0-9a-f]{40,64}\s*$)/;
const PARTIAL = /^(remote\..*\.(promisor|partialclonefilter)|extensions\.partialclone)$/im;

/** `access` is what `fetchMissing` may use. */
export async function openRepository(location: string, access: RemoteAccess = ANONYMOUS): Promise<Repository> {
  const failure: FailureContext = { subject: `\`${location}\`` };
  const folder = await realpath(location).catch(() => null);
  if (!folder || !(await stat(folder)).isDirectory()) {
    throw gitFailure("not-a-repository", failure, "there is no such folder");
  }
  const ask = async (...args: string[]) =>
    (await runGit(args, { folder, failure })).toString("utf8").replace(/\n$/, "");
  const findGitDir = () =>
    ask("rev-parse", "--absolute-git-dir").catch((error) => {
      throw isWreck(folder, error) ? gitFailure("corrupt", failure, "git does not take it for a repository") : error;
    });
  const gitDir = (await isGitDir(folder)) ? folder : await findGitDir();
  const settings = (await mayBePartial(gitDir)) ? await ask("config", "--list", "--name-only") : "";
  const options = { gitDir, failure };
  const names = new ObjectReader({ gitDir }, failure);
  const objects = PARTIAL.test(settings)
    ? await detachObjects(folder, await ask("rev-parse", "--git-path", "objects"))
    : null;
  const contents = objects ? new ObjectReader({ gitDir: objects.dir }, failure) : names;
  return {
    gitDir,
    resolve: (revision) => resolve(names, revision, options),
    async tree(sha) {
      refuseOtherThanSha(sha, failure);
      const files = await readTree(names, sha);
      if (typeof files === "string") throw gitFailure(files, failure);
      return files;
    },
    async blobs(oids, onBlob) {
      for (const oid of oids) refuseOtherThanSha(oid, failure);
      let at = 0;
      await contents.read(oids, ({ object }) => onBlob(oids[at++]!, object?.bytes ?? null));
    },
    async fetchMissing(oids) {
      for (const oid of oids) refuseOtherThanSha(oid, failure);
      const source = await readSource(gitDir);
      if (source) await fetchMissing(gitDir, oids, new Remote(source, access, { subject: source, known: true }));
    },
    async close() {
      await Promise.all([names.close(), objects && contents.close()]);
      await objects?.remove();
    },
  };
}

/** What git asks of a folder before it takes it for a repository. Each process counts, and most folders are mirrors of ours. */
async function isGitDir(folder: string): Promise<boolean> {
  // A work tree may hold files that look like a repository; its own comes first.
  if (existsSync(join(folder, ".git")) || !holdsGit(folder)) return false;
  return HEAD.test(await readFile(join(folder, "HEAD"), "utf8").catch(() => ""));
}

/** Only git reads a configuration as git does; most of them do not so much as name what makes a clone partial, and each process counts. */
async function mayBePartial(gitDir: string): Promise<boolean> {
  const text = await readFile(join(gitDir, "config"), "utf8").catch(() => null);
  return text === null || /promisor|partialclone|include/i.test(text);
}

/**
 * Some git versions die, and older ones go to the network, when a partial clone is asked for an object that it lacks.
 * Somebody's own partial clone is therefore read through a bare folder that knows its objects but not its remote.
 */
async function detachObjects(folder: string, objects: string) {
  const dir = await mkdtemp(join(tmpdir(), "subready-objects-"));
  await mkdir(join(dir, "refs"));
  await symlink(resolvePath(folder, objects), join(dir, "objects"));
  await writeFile(join(dir, "HEAD"), "ref: refs/heads/none\n");
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

/** Has all that a repository consists of, and still git does not know it for one: something in it is broken. */
function isWreck(folder: string, error: unknown): boolean {
  const unknown = isAppError(error) && error.code === "not-a-repository";
  return unknown && (holdsGit(folder) || holdsGit(join(folder, ".git")));
}

const holdsGit = (folder: string): boolean => ["objects", "refs"].every((name) => existsSync(join(folder, name)));

async function resolve(reader: ObjectReader, revision: string, options: GitOptions): Promise<CommitInfo> {
  const unknown = gitFailure("no-such-revision", { ...options.failure, revision });
  if (revision === "" || revision.startsWith("-") || /[\0\r\n]/.test(revision)) throw unknown;
  let commit: CommitInfo | null = null;
  await reader.read([`${revision}^{commit}`], ({ object }) => {
    if (object?.bytes) commit = parseCommit(object.oid, object.bytes);
  });
  if (commit) return commit;
  await mustHoldItsRefs(options);
  throw unknown;
}

/** Without its packs a repository knows no revision at all: then the damage is the answer. */
async function mustHoldItsRefs(options: GitOptions): Promise<void> {
  await runGit(["show-ref", "--head"], options).catch((error) => {
    if (isAppError(error) && error.code === "corrupt") throw error;
  });
}

function refuseOtherThanSha(name: string, failure: FailureContext): void {
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(name)) throw gitFailure("no-such-revision", failure, "not an object id");
}
