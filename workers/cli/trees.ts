import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetchTree } from "#lib/commands/fetch-tree";
import { commitTree, directoryTree, type SourceTree } from "#lib/commands/source-tree";
import { openRepository, type Repository } from "#lib/git/repository";
import { absolute, isAddress, kindOf } from "#workers/cli/place";

export interface TreeRequest {
  target: string;
  rev: string | null;
  path: string[];
}

type TreeAt = (rev: string) => Promise<SourceTree>;
/** Works on the files asked for; `treeAt` leads to other commits of the same repository. */
type Work<T> = (treeAt: TreeAt, tree: SourceTree) => Promise<T>;

/** Opens what a person named, for as long as `work` takes. */
export function withTrees<T>(request: TreeRequest, work: Work<T>): Promise<T> {
  if (isAddress(request.target)) return withRemote(request, work);
  const folder = absolute(request.target);
  // What a person edits is what they ask about; a commit is read only from where nothing else is, or by name.
  if (kindOf(folder) === "git directory" || request.rev !== null) return withRepository(folder, folder, request, work);
  return withDirectory(folder, request, work);
}

async function withDirectory<T>(folder: string, { path }: TreeRequest, work: Work<T>): Promise<T> {
  const place = { location: folder, path };
  const treeAt: TreeAt = async (rev) => {
    const repository = await openRepository(folder);
    opened.push(repository.close);
    return commitTree(repository, rev, place);
  };
  const opened: (() => Promise<void>)[] = [];
  try {
    return await work(treeAt, await directoryTree(place));
  } finally {
    for (const close of opened) await close();
  }
}

async function withRepository<T>(
  folder: string,
  location: string,
  { rev, path }: TreeRequest,
  work: Work<T>,
  access?: RemoteAccess,
): Promise<T> {
  const repository = await openRepository(folder, access);
  const treeAt: TreeAt = async (at) => {
    const tree = await commitTree(repository, at, { location, path });
    // A clone of ours holds no files yet; any other repository has what it has.
    if (access) await fetchTree(repository, tree);
    return tree;
  };
  try {
    return await work(treeAt, await treeAt(rev ?? "HEAD"));
  } finally {
    await repository.close();
  }
}

function withRemote<T>(request: TreeRequest, work: Work<T>): Promise<T> {
  return withClone(request.target, (dir, access) => withRepository(dir, request.target, request, work, access));
}

export interface OpenGit {
  repository: Repository;
  location: string;
  signal: AbortSignal;
  /** It is a clone of ours, which holds no files yet. */
  partial: boolean;
}

/** Opens the repository that a person named, or a clone of it, for as long as `work` takes. */
export async function withGit<T>(target: string, work: (git: OpenGit) => Promise<T>): Promise<T> {
  if (isAddress(target)) {
    return withClone(target, async (dir, access) => {
      const repository = await openRepository(dir, access);
      const git = { repository, location: target, signal: access.signal, partial: true };
      return work(git).finally(repository.close);
    });
  }
  const location = absolute(target);
  const repository = await openRepository(location);
  const git = { repository, location, signal: new AbortController().signal, partial: false };
  return work(git).finally(repository.close);
}

type RemoteAccess = NonNullable<Parameters<typeof openRepository>[1]> & { signal: AbortSignal };

async function withClone<T>(source: string, work: (dir: string, access: RemoteAccess) => Promise<T>): Promise<T> {
  const [{ readEnv }, { syncMirror }] = [await import("#lib/env"), await import("#lib/git/mirror")];
  const { githubToken, gitLimits } = readEnv();
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  const folder = await mkdtemp(join(tmpdir(), "subready-scan-"));
  const access = { token: githubToken, limits: gitLimits, signal: stop.signal };
  try {
    const dir = join(folder, "mirror");
    await syncMirror({ ...access, source, kind: "remote", dir });
    return await work(dir, access);
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    await rm(folder, { recursive: true, force: true });
  }
}
