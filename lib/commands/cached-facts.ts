import { ABSENT, type FactsFor } from "#lib/commands/scan-source";
import { loadFacts, saveFacts } from "#lib/db/facts";
import type { Store } from "#lib/db/store";
import { FACTS_VERSION, type FileFacts } from "#lib/scan/facts/facts";

export interface Blob {
  oid: string;
  bytes: Uint8Array;
}
/** Hands each blob's facts, or a sentence that says why there are none, to `onFacts`. */
export type ExtractFacts = (blobs: Blob[], onFacts: (oid: string, facts: FileFacts | string) => void) => Promise<void>;

/** How many blobs are in memory as bytes at a time. */
const SLICE = 500;

export interface Reading {
  extract: ExtractFacts;
  signal: AbortSignal;
  /** Told how many blobs of how many have been asked, those in the memo first. */
  onProgress(done: number, total: number): void;
}

/** Facts from the memo; what it lacks is read, extracted and kept for every project and every later scan. */
export function cachedFacts(store: Store, { extract, signal, onProgress }: Reading): FactsFor {
  return async (oids, read) => {
    const facts = await loadFacts(store, oids, FACTS_VERSION);
    const holes = new Map<string, string>();
    const asked = (fresh = 0) => onProgress(facts.size + holes.size + fresh, oids.length);
    asked();
    const missing = oids.filter((oid) => !facts.has(oid));
    for (let at = 0; at < missing.length; at += SLICE) {
      signal.throwIfAborted();
      const blobs: Blob[] = [];
      await read(missing.slice(at, at + SLICE), (oid, bytes) => {
        if (bytes) blobs.push({ oid, bytes });
        else holes.set(oid, ABSENT);
      });
      const fresh = new Map<string, FileFacts>();
      await extract(blobs, (oid, said) => {
        if (typeof said === "string") holes.set(oid, said);
        else fresh.set(oid, said);
        asked(fresh.size);
      });
      await saveFacts(store, FACTS_VERSION, fresh);
      for (const [oid, said] of fresh) facts.set(oid, said);
    }
    return { facts, holes };
  };
}
