import { type CommitInfo, dateOf } from "./commit";
import { runGit } from "./git";

/** What a commit made of one path; `oid` is null when there is no file any more. Links and submodules are not files. */
export interface TreeChange {
  path: string;
  oid: string | null;
}

export interface LineCommit extends CommitInfo {
  /** Against its first parent; all files of the first commit. */
  changes: TreeChange[];
}

export interface LineRequest {
  /** Newest commit. */
  to: string;
  /** A commit whose successors are enough. */
  after?: string | null;
  /** Patterns of the paths whose changes matter; commits without any are listed too. */
  paths: readonly string[];
  signal?: AbortSignal;
}

const FORMAT = "--format=%H %ct %P%n%s";
const TIMEOUT_MS = 900_000;

/** The first-parent commits up to `to`, oldest first, with what each of them changed: one git process for all of them. */
export async function readLine(gitDir: string, { to, after, paths, signal }: LineRequest): Promise<LineCommit[]> {
  const how = ["--first-parent", "--diff-merges=first-parent", "--root", "--reverse", "--sparse", "--no-renames"];
  const what = ["--raw", "-z", "--no-abbrev", "--no-decorate", "--encoding=UTF-8", FORMAT];
  const range = after ? [to, `^${after}`] : [to];
  const options = { gitDir, failure: { subject: `\`${gitDir}\`` }, timeoutMs: TIMEOUT_MS, signal };
  return parseLine(await runGit(["log", ...how, ...what, ...range, "--", ...paths], options));
}

/** The same commits without what they changed. */
export async function listLine(gitDir: string, to: string): Promise<CommitInfo[]> {
  const options = { gitDir, failure: { subject: `\`${gitDir}\`` } };
  const how = ["--first-parent", "--reverse", "-z", "--no-decorate", "--encoding=UTF-8", "--no-patch"];
  return parseLine(await runGit(["log", ...how, FORMAT, to, "--"], options));
}

/** The repository has only the newest part of its history. */
export async function isShallow(gitDir: string): Promise<boolean> {
  const options = { gitDir, failure: { subject: `\`${gitDir}\`` } };
  return (await runGit(["rev-parse", "--is-shallow-repository"], options)).toString("latin1").trim() === "true";
}

const HEADER = /^\n?([0-9a-f]{40,64}) (-?\d+) ([0-9a-f]*)[0-9a-f ]*\n/;
const RAW = /^\n?:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*$/;

/** Reads what `git log --raw -z` prints in the format above. Nothing in a subject or path can be taken for anything else. */
export function parseLine(printed: Buffer): LineCommit[] {
  const commits: LineCommit[] = [];
  for (let at = 0; at < printed.length; ) {
    const [text, next] = untilNul(printed, at);
    const raw = RAW.exec(text);
    if (!raw) {
      const header = HEADER.exec(text);
      if (header) commits.push(commitOf(header, text));
      at = next;
      continue;
    }
    const [, mode = "", oid = ""] = raw;
    const [path, end] = untilNul(printed, next);
    commits.at(-1)?.changes.push({ path, oid: mode.startsWith("100") ? oid : null });
    at = end;
  }
  return commits;
}

function untilNul(printed: Buffer, from: number): [text: string, next: number] {
  const nul = printed.indexOf(0, from);
  const end = nul < 0 ? printed.length : nul;
  return [printed.toString("utf8", from, end), end + 1];
}

function commitOf([header, sha = "", seconds, parent]: RegExpExecArray, text: string): LineCommit {
  const subject = text.slice(header.length).trim();
  return { sha, committedAt: dateOf(Number(seconds)), subject, parent: parent || null, changes: [] };
}
