import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#lib/errors";
import { gitFailure } from "./failure";
import type { Repository, TreeEntry } from "./repository";

export interface Directory {
  tree(): Promise<TreeEntry[]>;
  /** Folders below it that may not be listed. */
  closed: string[];
  blobs: Repository["blobs"];
}

const MAX_FILE_BYTES = 64 * 1024 * 1024;
const UNREADABLE = "0".repeat(40);

/** The wanted files of a plain folder in the shape of a repository: read once, in path order; links are not followed. */
export async function readDirectory(
  dir: string,
  wanted: (path: string) => boolean,
  list = listFolder,
): Promise<Directory> {
  if (!(await stat(dir).catch(() => null))?.isDirectory()) {
    throw gitFailure("not-a-repository", { subject: `\`${dir}\`` }, "there is no such folder");
  }
  const closed: string[] = [];
  const listed = (path: string) =>
    list(join(dir, path)).catch(() => {
      closed.push(path);
      return [];
    });
  const paths = await pathsBelow(listed, "");
  if (closed.includes("")) {
    throw new AppError("unreadable", `\`${dir}\` may not be read.`, "Give this user the right to read it.");
  }
  const contents = new Map<string, Uint8Array>();
  const tree = await Promise.all(paths.filter(wanted).map((path) => read(dir, path, contents)));
  return {
    tree: async () => tree,
    closed: closed.sort(),
    async blobs(oids, onBlob) {
      for (const oid of oids) onBlob(oid, contents.get(oid) ?? null);
    },
  };
}

const listFolder = (path: string) => readdir(path, { withFileTypes: true });

async function pathsBelow(list: typeof listFolder, folder: string): Promise<string[]> {
  const entries = await list(folder);
  const isCrate = entries.some(({ name }) => name === "Cargo.toml");
  const ignored = (name: string) => name === ".git" || name === "node_modules" || (name === "target" && isCrate);
  const paths = entries.map((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ignored(entry.name) ? [] : pathsBelow(list, path);
    return entry.isFile() ? [path] : [];
  });
  return (await Promise.all(paths)).flat().sort();
}

async function read(dir: string, path: string, contents: Map<string, Uint8Array>): Promise<TreeEntry> {
  const bytes = await readFile(join(dir, path)).catch(() => null);
  const oid = bytes ? blobId(bytes) : UNREADABLE;
  if (bytes && bytes.length <= MAX_FILE_BYTES) contents.set(oid, new Uint8Array(bytes));
  return { path, oid, mode: "100644" };
}

function blobId(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
