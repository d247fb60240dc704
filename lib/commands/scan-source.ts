import type { RecentScan } from "#lib/commands/recent-scans";
import type { SourceTree } from "#lib/commands/source-tree";
import { AppError } from "#lib/errors";
import { rules, ruleset } from "#lib/rules/index";
import type { FileFacts } from "#lib/scan/facts/facts";
import { type Plan, planScan } from "#lib/scan/plan";
import type { Problem, ScanReport } from "#lib/scan/report";
import { scan } from "#lib/scan/scan";
import { isPlanned } from "#lib/scan/wanted";

/** What blobs say, by blob id; a hole says why one could not be asked. */
export interface FactsFound {
  facts: Map<string, FileFacts>;
  holes: Map<string, string>;
}
/** Of which blob another one is the next version, and what is known of blobs that were asked for before; all by blob id. */
export interface Earlier {
  of: ReadonlyMap<string, string>;
  facts: ReadonlyMap<string, FileFacts>;
}
/** Memoised in the worker, plain on the command line. */
export type FactsFor = (oids: string[], read: SourceTree["read"], earlier?: Earlier) => Promise<FactsFound>;

export const ABSENT = "it is missing, may not be read, or is larger than 64 MB";

/**
 * Edge, then core: reads what a scan wants of a tree, and looks at it. The report is a value; nothing is stored. `recent` is
 * what the last scan of the same project left; it is that of this one then.
 */
export async function scanSource(tree: SourceTree, factsFor: FactsFor, recent?: RecentScan): Promise<ScanReport> {
  const started = performance.now();
  const { plan: planned, holes } = await planSource(tree);
  const plan = recent?.goOn(planned) ?? planned;
  const read = performance.now();
  const oids = distinct(plan.files);
  const known = recent?.facts ?? new Map<string, FileFacts>();
  const asked = oids.filter((oid) => !known.has(oid));
  const found = await factsFor(asked, tree.read);
  const extracted = performance.now();
  for (const [oid, reason] of found.holes) holes.set(oid, reason);
  const facts = new Map<string, FileFacts>();
  for (const oid of oids) {
    const said = known.get(oid) ?? found.facts.get(oid);
    if (said) facts.set(oid, said);
  }
  if (recent) recent.facts = facts;
  const input = {
    source: tree.source,
    plan,
    facts,
    holes: holesOf(tree, holes),
    ruleset,
    spent: { readMs: read - started, factsMs: extracted - read },
    now: () => performance.now(),
    linker: recent?.linker,
  };
  return scan(input, rules);
}

/** Reads the manifests of a tree and decides by them which files a scan needs. */
export async function planSource(tree: SourceTree): Promise<{ plan: Plan; holes: Map<string, string> }> {
  for (const path of tree.source.path) mustExist(tree, path);
  const manifests = manifestsOf(tree);
  const texts = new Map<string, string>();
  const holes = new Map<string, string>();
  const decoder = new TextDecoder();
  await tree.read(distinct(manifests), (oid, bytes) => {
    if (bytes) texts.set(oid, decoder.decode(bytes));
    else holes.set(oid, ABSENT);
  });
  const known = manifests.filter(({ oid }) => texts.has(oid));
  const byPath = new Map(known.map(({ path, oid }) => [path, texts.get(oid)!]));
  return { plan: planScan(tree.entries, byPath, tree.source.path), holes };
}

function holesOf({ entries, closed }: SourceTree, reasons: Map<string, string>): Problem[] {
  const files = entries.flatMap(({ path, oid }) => {
    const message = reasons.get(oid);
    return message ? [{ path, line: 1, message }] : [];
  });
  return [...files, ...closed.map((path) => ({ path, line: 1, message: "the folder may not be read" }))];
}

export function manifestsOf({ entries }: SourceTree) {
  return entries.filter(({ path }) => isPlanned(path));
}

/** One blob often stands at several places. */
export function distinct(files: readonly { oid: string }[]): string[] {
  return [...new Set(files.map(({ oid }) => oid))];
}

function mustExist({ source, entries }: SourceTree, path: string): void {
  if (entries.some((entry) => entry.path.startsWith(`${path}/`))) return;
  const at = source.commit ? ` at ${source.commit.slice(0, 12)}` : "";
  throw new AppError(
    "not-found",
    `There is no directory "${path}" in ${source.location}${at}.`,
    "Give a crate's directory relative to the repository root, or none to look at every crate.",
  );
}
