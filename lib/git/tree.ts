export interface TreeEntry {
  path: string;
  oid: string;
  /** "100644", "100755", "120000" (a link) or "160000" (a submodule). */
  mode: string;
}

/** Reads `git ls-tree -r -z`. A path that is not UTF-8 keeps its place with replacement characters. */
export function parseTree(listed: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (const line of listed.toString("utf8").split("\0")) {
    const tab = line.indexOf("\t");
    if (tab < 0) continue;
    const [mode = "", , oid = ""] = line.slice(0, tab).split(" ");
    entries.push({ mode, oid, path: line.slice(tab + 1) });
  }
  return entries;
}
