import { ABSENT, type FactsFor } from "#lib/commands/scan-source";
import { extractFacts } from "#lib/scan/facts/extract";
import type { FileFacts } from "#lib/scan/facts/facts";

/** Facts without threads and without a database, remembered for as long as the process lives. */
export function inlineFacts(): FactsFor {
  const facts = new Map<string, FileFacts>();
  return async (oids, read) => {
    const holes = new Map<string, string>();
    const missing = oids.filter((oid) => !facts.has(oid));
    await read(missing, (oid, bytes) => {
      if (bytes) facts.set(oid, extractFacts(bytes));
      else holes.set(oid, ABSENT);
    });
    return { facts, holes };
  };
}
