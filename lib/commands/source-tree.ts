import { readDirectory } from "#lib/git/directory";
import type { Repository } from "#lib/git/repository";
import type { Source } from "#lib/scan/report";
import { wanted } from "#lib/scan/wanted";

/** The files of one commit or directory, whatever they are kept in. Links and submodules are not files. */
export interface SourceTree {
  source: Source;
  entries: { path: string; oid: string }[];
  read: Repository["blobs"];
  /** Folders that may not be listed, so that nobody knows what is in them. */
  closed: string[];
}

/** Where a scan looks: `location` is what a person typed or stored, `path` the crates asked for. */
export interface Place {
  location: string;
  path: string[];
}

/** A commit, read from the object store: nothing is checked out. */
export async function commitTree(repository: Repository, rev: string, place: Place): Promise<SourceTree> {
  const { sha } = await repository.resolve(rev);
  const entries = await repository.tree(sha);
  return {
    source: { kind: "git", ...place, commit: sha },
    entries: entries.filter((entry) => entry.mode.startsWith("100")),
    read: repository.blobs,
    closed: [],
  };
}

/** Native code that a scan counts without reading it. */
const COUNTED = /\.(c|cc|cpp|cxx|pyx|pxd)$/;

/** A directory as it is now, committed or not. */
export async function directoryTree(place: Place): Promise<SourceTree> {
  const directory = await readDirectory(place.location, (path) => wanted(path) || COUNTED.test(path));
  return {
    source: { kind: "directory", ...place, commit: null },
    entries: await directory.tree(),
    read: directory.blobs,
    closed: directory.closed,
  };
}
