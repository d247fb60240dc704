import type { Blob, ExtractFacts } from "#lib/commands/cached-facts";
import type { FileFacts } from "#lib/scan/facts/facts";
import { pack } from "#workers/facts-message";
import { Slots } from "#workers/slots";
import { ThreadRoom, threadProgram } from "#workers/thread";

export interface FactsPool {
  extract: ExtractFacts;
  close(): Promise<void>;
}

export interface FactsPoolOptions {
  threads: number;
  /** Longest that one message may take; a blob that alone takes longer has no facts. */
  limitMs?: number;
  /** The threads' program. */
  program?: URL;
}

/** What a warm thread reads in a few milliseconds: small enough to share out, large enough to be worth a message. */
const MESSAGE_BYTES = 256 * 1024;

/** What a thread says of a file is forgotten once it is told, so that more room for it would only be filled. */
const resourceLimits = { maxYoungGenerationSizeMb: 12 };

/** Parser threads. A message that crashes its thread or takes too long is asked again blob by blob, so that one bad file is one hole. */
export function openFactsPool({
  threads,
  limitMs = 20_000,
  program = threadProgram("facts-thread"),
}: FactsPoolOptions): FactsPool {
  const rooms = Array.from({ length: threads }, () => new ThreadRoom({ program, limitMs, resourceLimits }));
  const slots = new Slots([...rooms]);

  async function extract(blobs: Blob[], onFacts: Parameters<ExtractFacts>[1]): Promise<void> {
    const answer = await slots.use((room) => askFor(room, blobs));
    if (typeof answer !== "string") {
      for (const [index, { oid }] of blobs.entries()) onFacts(oid, answer[index] ?? "the parser gave no answer");
    } else if (blobs.length > 1) {
      await Promise.all(blobs.map((blob) => extract([blob], onFacts)));
    } else {
      for (const { oid } of blobs) onFacts(oid, answer);
    }
  }

  return {
    async extract(blobs, onFacts) {
      await Promise.all(messages(blobs).map((message) => extract(message, onFacts)));
    },
    async close() {
      await Promise.all(rooms.map((room) => room.stop()));
    },
  };
}

/** Facts in the order asked, or why there are none. */
async function askFor(room: ThreadRoom, blobs: Blob[]): Promise<FileFacts[] | string> {
  const message = pack(blobs.map(({ bytes }) => bytes));
  let facts = "";
  const failure = await room.ask<{ facts: string }>({ message, transfer: [message.buffer] }, (answer) => {
    facts = answer.facts;
    return true;
  });
  return failure === null ? JSON.parse(facts) : `parsing failed: ${failure}`;
}

function messages(blobs: Blob[]): Blob[][] {
  const all: Blob[][] = [];
  let bytes = MESSAGE_BYTES;
  for (const blob of blobs) {
    if (bytes >= MESSAGE_BYTES) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push(blob);
    bytes += blob.bytes.length;
  }
  return all;
}
