import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#lib/errors";
import type { Protocol } from "./environment";
import type { FailureContext } from "./failure";
import { type GitOptions, runGit } from "./git";

/** What one visit to a remote may use. */
export interface RemoteAccess {
  token: string | null;
  limits: { timeoutMs: number; maxBytes: number };
  signal?: AbortSignal;
  /** https only, unless a local test says otherwise. */
  protocols?: readonly Protocol[];
}

/** Only names that a refspec takes literally. */
const SYMREF = /^ref: refs\/heads\/([^\s:*?[\\^~]+)\tHEAD$/;
const SOURCE_FILE = "subready-source";

/** The address of a remote, checked: an allowed protocol and no credentials in it. */
export function parseSource(source: string, protocols: readonly Protocol[] = ["https"]): string {
  const url = URL.canParse(source) ? new URL(source) : null;
  if (!url || !protocols.some((protocol) => url.protocol === `${protocol}:`)) {
    throw new AppError("usage", `\`${source}\` is not an https address.`, "Give it as https://host/owner/name.");
  }
  if (url.username || url.password) {
    const remedy = "Give the plain address, and the token as GITHUB_TOKEN.";
    throw new AppError("usage", `The address of ${url.host} carries credentials.`, remedy);
  }
  return url.href;
}

/** A mirror remembers its source in a file of ours, so that its own configuration holds no remote that git could follow. */
export async function writeSource(gitDir: string, source: string): Promise<void> {
  await writeFile(join(gitDir, SOURCE_FILE), `${source}\n`);
}

export async function readSource(gitDir: string): Promise<string | null> {
  return readFile(join(gitDir, SOURCE_FILE), "utf8").then(
    (text) => text.trim(),
    () => null,
  );
}

/** A remote that one mirror is filled from. */
export class Remote {
  constructor(
    readonly source: string,
    private readonly access: RemoteAccess,
    readonly failure: FailureContext,
  ) {}

  /** The branch that HEAD names there (null: it names none) and its commit. */
  async head(gitDir: string): Promise<{ branch: string | null; sha: string } | null> {
    const listed = await runGit(["ls-remote", "--symref", "origin", "HEAD"], this.options(gitDir));
    const lines = listed.toString("utf8").split("\n");
    const [, branch] = lines.map((line) => SYMREF.exec(line)).find(Boolean) ?? [];
    const [, sha] = lines.map((line) => /^([0-9a-f]{40,64})\tHEAD$/.exec(line)).find(Boolean) ?? [];
    return sha ? { branch: branch ?? null, sha } : null;
  }

  async fetchRefs(gitDir: string, refspecs: readonly string[], onProgress: (line: string) => void): Promise<void> {
    const args = ["fetch", "--progress", "--prune", "--no-tags", "--no-write-fetch-head", "--", "origin", ...refspecs];
    await runGit(args, { ...this.options(gitDir), onProgress });
  }

  /** Objects by their ids in one request. */
  async fetchObjects(gitDir: string, oids: readonly string[]): Promise<void> {
    const args = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--filter=blob:none", "--stdin", "origin"];
    const options = this.options(gitDir, { "fetch.negotiationAlgorithm": "noop" });
    await runGit(args, { ...options, input: `${oids.join("\n")}\n` });
  }

  /** The remote exists only in the environment of the process that talks to it. */
  private options(gitDir: string, config: Record<string, string> = {}): GitOptions {
    const { token, limits, signal, protocols = ["https"] } = this.access;
    return {
      gitDir,
      protocols,
      token,
      signal,
      timeoutMs: limits.timeoutMs,
      growth: { dir: gitDir, maxBytes: limits.maxBytes },
      failure: { ...this.failure, hasToken: token !== null },
      config: {
        "remote.origin.url": this.source,
        "remote.origin.promisor": "true",
        "remote.origin.partialCloneFilter": "blob:none",
        ...config,
      },
    };
  }
}
