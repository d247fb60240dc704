import type { Blob, ExtractFacts } from "#lib/commands/cached-facts";
import { ABSENT, type FactsFor } from "#lib/commands/scan-source";
import { extractFacts, readVersion } from "#lib/scan/facts/extract";
import type { FileFacts } from "#lib/scan/facts/facts";
import type { Version } from "#lib/scan/facts/splice";

/** Without threads. */
export const extractInline: ExtractFacts = async (blobs, onFacts) => {
  for (const { oid, bytes } of blobs) onFacts(oid, extractFacts(bytes));
};

/** Facts without a database, forgotten at once: of a history, each is asked for once. */
export function passingFacts(extract: ExtractFacts): FactsFor {
  return async (oids, read) => {
    const facts = new Map<string, FileFacts>();
    const { blobs, holes } = await readAll(oids, read);
    await extract(blobs, (oid, said) => {
      if (typeof said === "string") holes.set(oid, said);
      else facts.set(oid, said);
    });
    return { facts, holes };
  };
}

/** The same without threads: what a version of a file says is read with the help of the one before. */
export function versionFacts(): FactsFor {
  // With facts that nobody holds any more, their text goes.
  const versions = new WeakMap<FileFacts, Version>();
  return async (oids, read, earlier) => {
    const facts = new Map<string, FileFacts>();
    const { blobs, holes } = await readAll(oids, read);
    for (const { oid, bytes } of blobs) {
      const before = earlier?.of.get(oid);
      const said = before === undefined ? undefined : (facts.get(before) ?? earlier?.facts.get(before));
      const version = readVersion(bytes, said && versions.get(said));
      versions.set(version.facts, version);
      facts.set(oid, version.facts);
    }
    return { facts, holes };
  };
}

async function readAll(oids: string[], read: Parameters<FactsFor>[1]) {
  const holes = new Map<string, string>();
  const blobs: Blob[] = [];
  await read(oids, (oid, bytes) => {
    if (bytes) blobs.push({ oid, bytes });
    else holes.set(oid, ABSENT);
  });
  return { blobs, holes };
}

/** Without a database, remembered for as long as the process lives. Each file is looked at while git unpacks the next ones. */
export function inlineFacts(): FactsFor {
  const known = new Map<string, FileFacts>();
  return async (oids, read) => {
    const holes = new Map<string, string>();
    const fresh = oids.filter((oid) => !known.has(oid));
    await read(fresh, (oid, bytes) => {
      if (bytes) known.set(oid, extractFacts(bytes));
      else holes.set(oid, ABSENT);
    });
    return { facts: known, holes };
  };
}
