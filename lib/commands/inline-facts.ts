import { ABSENT, type FactsFor } from "#lib/commands/scan-source";
import { extractFacts } from "#lib/scan/facts/extract";
import type { FileFacts } from "#lib/scan/facts/facts";

/** Facts without threads and without a database, remembered for as long as the process lives. */
export function inlineFacts(): FactsFor {
  const facts = new Map<string, FileFacts>();
  return async (oids, read) => {
    const holes = new Map<string, string>();
    const missing = oids.filter((oid) => !facts.has(oid));
    const blobs: [string, Uint8Array][] = [];
    await read(missing, (oid, bytes) => {
      if (bytes) blobs.push([oid, bytes]);
      else holes.set(oid, ABSENT);
    });
    for (const [oid, bytes] of blobs) facts.set(oid, extractFacts(bytes));
    return { facts, holes };
  };
}
