import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runGit } from "./git";

export interface TestCommit {
  message: string;
  /** ISO 8601 */
  date: string;
  /** What changes: null removes the file. */
  files: Record<string, string | Uint8Array | null>;
  tag?: string;
}

export interface TestHistory {
  branch?: string;
  /** Begins a new history instead of going on from the branch. */
  rewrite?: boolean;
}

const CONFIG = "[core]\n\tbare = true\n[uploadpack]\n\tallowFilter = true\n\tallowAnySHA1InWant = true\n";

/** For tests: makes a bare repository, or goes on with it, and returns the ids of the commits. It serves partial clones. */
export async function buildRepository(
  dir: string,
  commits: readonly TestCommit[],
  { branch = "main", rewrite = false }: TestHistory = {},
): Promise<string[]> {
  const ref = `refs/heads/${branch}`;
  const git = (args: string[], input?: Uint8Array) => runGit(args, { gitDir: dir, failure: { subject: dir }, input });
  const isNew = (await mkdir(join(dir, "objects"), { recursive: true })) !== undefined;
  if (isNew) {
    await mkdir(join(dir, "refs"));
    await writeFile(join(dir, "config"), CONFIG);
  }
  await writeFile(join(dir, "HEAD"), `ref: ${ref}\n`);
  const goesOn = !isNew && !rewrite && (await git(["for-each-ref", ref])).length > 0;
  const named = Buffer.from(ref).toString("latin1");
  const from = goesOn ? `from ${named}^0\n` : "";
  const stream = commits.map((commit, at) => commitCommand(named, at + 1, at === 0 ? from : "", commit));
  const marks = commits.map((_, at) => `get-mark :${at + 1}\n`);
  const script = `${goesOn ? "" : `reset ${named}\n\n`}${stream.join("")}${marks.join("")}done\n`;
  const shas = await git(["fast-import", "--quiet", "--force", "--done"], Buffer.from(script, "latin1"));
  return shas.toString("latin1").split("\n").filter(Boolean);
}

function commitCommand(ref: string, mark: number, parent: string, { message, date, files, tag }: TestCommit): string {
  const who = `Test <test@example.com> ${Date.parse(date) / 1000} +0000`;
  const changes = Object.entries(files).map(([path, content]) =>
    content === null ? `D ${quote(path)}\n` : `M 100644 inline ${quote(path)}\n${data(content)}`,
  );
  const release = tag ? `reset refs/tags/${tag}\nfrom :${mark}\n\n` : "";
  return `commit ${ref}\nmark :${mark}\ncommitter ${who}\n${data(message)}${parent}${changes.join("")}\n${release}`;
}

/** The script is bytes, one per character, so that contents need not be text. */
function data(content: string | Uint8Array): string {
  const bytes = Buffer.from(content);
  return `data ${bytes.length}\n${bytes.toString("latin1")}\n`;
}

function quote(path: string): string {
  const octal = (byte: number) => `\\${byte.toString(8).padStart(3, "0")}`;
  return `"${[...Buffer.from(path)].map(octal).join("")}"`;
}
