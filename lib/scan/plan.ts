import type { Scope } from "#lib/scan/finding";
import { readCrates } from "#lib/scan/model/crates";
import { gatherManifests, type ManifestFacts, type Manifests, readManifest } from "#lib/scan/model/manifest";
import type { Crate, Package } from "#lib/scan/model/model";
import { scopeOf } from "#lib/scan/model/scope";

export interface Entry {
  path: string;
  oid: string;
}

export interface PlannedFile extends Entry {
  crate: Crate;
  scope: Scope;
}

/** Which crates of a commit are looked at, and which Rust files that takes. */
export interface Plan {
  crates: readonly Crate[];
  packages: ReadonlyMap<Crate, Package>;
  files: PlannedFile[];
  manifests: Manifests;
  unscanned: string[];
}

/** Decides from a tree and the texts of its manifests what a scan has to read. `asked` names crate directories; empty means every crate that binds Python. */
export function planScan(
  entries: readonly Entry[],
  texts: ReadonlyMap<string, string>,
  asked: readonly string[],
): Plan {
  const facts = new Map([...texts].map(([path, text]) => [path, readManifest(path, text)]));
  return planFrom(entries, facts, asked);
}

/** The same from manifests that are read already, keyed by path in path order. */
export function planFrom(
  entries: readonly Entry[],
  facts: ReadonlyMap<string, ManifestFacts>,
  asked: readonly string[],
): Plan {
  const manifests = gatherManifests(facts);
  const packages = readCrates(manifests, asked);
  const crates = [...packages.keys()];
  const byDir = cratesByDir(crates);
  const files = entries.flatMap((entry) => planFile(entry, byDir) ?? []);
  return { crates, packages, files, manifests, unscanned: foreignCode(entries, byDir) };
}

export const cratesByDir = (crates: readonly Crate[]): Map<string, Crate> => new Map(crates.map((c) => [c.dir, c]));

/** Null for a file that is not Rust, or of no crate that is asked for. */
export function planFile(entry: Entry, byDir: Map<string, Crate>): PlannedFile | null {
  const crate = entry.path.endsWith(".rs") ? crateOf(byDir, entry.path) : undefined;
  if (!crate?.inScope) return null;
  const inCrate = crate.dir === "." ? entry.path : entry.path.slice(crate.dir.length + 1);
  return { ...entry, crate, scope: scopeOf(entry.path, inCrate, crate.vendored) };
}

function crateOf(byDir: Map<string, Crate>, path: string): Crate | undefined {
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
    const crate = byDir.get(path.slice(0, slash));
    if (crate) return crate;
  }
  return byDir.get(".");
}

const FOREIGN: [RegExp, string][] = [
  [/\.c$/, "C"],
  [/\.(cc|cpp|cxx)$/, "C++"],
  [/\.(pyx|pxd)$/, "Cython"],
];

/** Native code of scanned crates that a Rust scanner does not judge: `include/yyjson: 2 C files`. */
function foreignCode(entries: readonly Entry[], byDir: Map<string, Crate>): string[] {
  const counts = new Map<string, number>();
  for (const { path } of entries) {
    const language = FOREIGN.find(([pattern]) => pattern.test(path))?.[1];
    if (!language || !crateOf(byDir, path)?.inScope) continue;
    const dir = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
    const key = `${dir}\u0000${language}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, n]) => {
    const [dir, language] = key.split("\u0000");
    return `${dir}: ${n} ${language} ${n === 1 ? "file" : "files"}`;
  });
}

/** Crates that are as they were stay the same objects, so that nobody takes them for others. */
export function withCratesOf(before: Plan, plan: Plan): Plan {
  const known = cratesByDir(before.crates);
  const packages = new Map(
    [...plan.packages].map(([crate, now]) => {
      const earlier = asBefore(known.get(crate.dir), crate);
      return [earlier, asBefore(before.packages.get(earlier), now)];
    }),
  );
  const crates = [...packages.keys()];
  const same = crates.length === before.crates.length && crates.every((crate, at) => crate === before.crates[at]);
  const byDir = cratesByDir(crates);
  const files = plan.files.map((file) => ({ ...file, crate: byDir.get(file.crate.dir)! }));
  return { ...plan, packages, crates: same ? before.crates : crates, files };
}

function asBefore<T>(before: T | undefined, now: T): T {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}
