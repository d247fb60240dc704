import type { ObjectReader } from "./object-reader";

export interface TreeEntry {
  path: string;
  oid: string;
  /** "100644", "100755", "120000" (a link) or "160000" (a submodule). */
  mode: string;
}

const FOLDER = "40000";
/** A few small trees that name each other over and over can make more files than any memory holds. */
const MOST_FILES = 1_000_000;
/** As many as git's own limit; every level is a question. */
const MOST_LEVELS = 2048;

/**
 * Every file of a commit or tree, in git's order: an open `cat-file` has answered before `ls-tree` would have started. Or what is
 * wrong: there is no such object, a part of it is absent, or it has no end.
 */
export async function readTree(
  objects: ObjectReader,
  sha: string,
): Promise<TreeEntry[] | "no-such-revision" | "corrupt" | "too-large"> {
  let there = false;
  await objects.read([sha], ({ object }) => {
    there = object !== null;
  });
  if (!there) return "no-such-revision";
  const trees = new Map<string, TreeEntry[]>();
  let root = "";
  let whole = true;
  let levels = 0;
  for (let wanted = [`${sha}^{tree}`]; wanted.length > 0 && whole; ) {
    if (++levels > MOST_LEVELS) return "too-large";
    const next = new Set<string>();
    await objects.read(wanted, ({ object }) => {
      if (object?.type !== "tree" || !object.bytes) {
        whole = false;
        return;
      }
      root ||= object.oid;
      const entries = parseTree(object.bytes, sha.length / 2);
      trees.set(object.oid, entries);
      for (const { mode, oid } of entries) if (mode === FOLDER) next.add(oid);
    });
    wanted = [...next].filter((oid) => !trees.has(oid));
  }
  if (!whole) return "corrupt";
  const files: TreeEntry[] = [];
  return list(trees, root, "", files) ? files : "too-large";
}

/** False when there are too many. */
function list(trees: ReadonlyMap<string, TreeEntry[]>, oid: string, folder: string, files: TreeEntry[]): boolean {
  for (const entry of trees.get(oid)!) {
    const path = `${folder}${entry.path}`;
    if (entry.mode === FOLDER && !list(trees, entry.oid, `${path}/`, files)) return false;
    if (entry.mode !== FOLDER && files.push({ ...entry, path }) > MOST_FILES) return false;
  }
  return true;
}

/** Reads a raw tree object. A name that is not UTF-8 keeps its place with replacement characters. */
function parseTree(bytes: Uint8Array, oidBytes: number): TreeEntry[] {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: TreeEntry[] = [];
  for (let at = 0; at < raw.length; ) {
    const space = raw.indexOf(32, at);
    const end = raw.indexOf(0, space);
    if (space < 0 || end < 0) break;
    const oid = raw.toString("hex", end + 1, end + 1 + oidBytes);
    entries.push({ mode: raw.toString("latin1", at, space), path: raw.toString("utf8", space + 1, end), oid });
    at = end + 1 + oidBytes;
  }
  return entries;
}
