import type { Blob, ExtractFacts } from "#lib/commands/cached-facts";
import { ABSENT, type FactsFor } from "#lib/commands/scan-source";
import { extractFacts } from "#lib/scan/facts/extract";
import type { FileFacts } from "#lib/scan/facts/facts";

/** Without threads. */
export const extractInline: ExtractFacts = async (blobs, onFacts) => {
  for (const { oid, bytes } of blobs) onFacts(oid, extractFacts(bytes));
};

/** Facts without a database, forgotten at once: of a history, each is asked for once. */
export function passingFacts(extract: ExtractFacts): FactsFor {
  return async (oids, read) => {
    const facts = new Map<string, FileFacts>();
    const holes = new Map<string, string>();
    const blobs: Blob[] = [];
    await read(oids, (oid, bytes) => {
      if (bytes) blobs.push({ oid, bytes });
      else holes.set(oid, ABSENT);
    });
    await extract(blobs, (oid, said) => {
      if (typeof said === "string") holes.set(oid, said);
      else facts.set(oid, said);
    });
    return { facts, holes };
  };
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
