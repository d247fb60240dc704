import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";
import { testFolder } from "#lib/db/test-folder";
import type { FileFacts } from "#lib/scan/facts/facts";
import { type FactsPool, type FactsPoolOptions, openFactsPool } from "#workers/facts-pool";

let pool: FactsPool;
afterEach(() => pool.close());

async function extract(texts: string[], options: Partial<FactsPoolOptions> = {}) {
  pool = openFactsPool({ threads: 2, ...options });
  const said = new Map<string, FileFacts | string>();
  const blobs = texts.map((text, index) => ({ oid: String(index), bytes: new TextEncoder().encode(text) }));
  await pool.extract(blobs, (oid, facts) => said.set(oid, facts));
  return [...said].sort(([a], [b]) => Number(a) - Number(b)).map(([, facts]) => facts);
}

/** A thread whose "facts" are the text, except that some texts take it down or keep it for ever. */
function trickyThread(): URL {
  const file = join(testFolder(), "thread.mjs");
  writeFileSync(
    file,
    `import { parentPort } from "node:worker_threads";
    const facts = (text) => {
      if (text === "crash") process.exit(1);
      if (text === "throw") throw new Error("stack overflow");
      while (text === "hang");
      return { text };
    };
    parentPort.on("message", ({ buffer, lengths }) => {
      let at = 0;
      const texts = lengths.map((length) => Buffer.from(buffer, (at += length) - length, length).toString());
      parentPort.postMessage({ facts: JSON.stringify(texts.map(facts)) });
    });
    parentPort.postMessage("ready");`,
  );
  return pathToFileURL(file);
}

test("extracts the facts of each blob in threads", async () => {
  const many = Array.from({ length: 40 }, (_, index) => `static A${index}: u8 = 0;\n// ${"x".repeat(20_000)}`);
  const said = await extract(many);
  expect(said.map((facts) => typeof facts !== "string" && facts.statics[0]?.name)).toEqual(
    many.map((_, index) => `A${index}`),
  );
});

test("makes one hole of a blob that crashes its thread, and none of its neighbours", async () => {
  const said = await extract(["a", "crash", "b", "throw", "c"], { program: trickyThread() });
  expect(said).toEqual([
    { text: "a" },
    "parsing failed: its thread stopped",
    { text: "b" },
    "parsing failed: stack overflow",
    { text: "c" },
  ]);
});

test("ends a blob that takes too long", async () => {
  const said = await extract(["a", "hang", "b"], { program: trickyThread(), limitMs: 3000, threads: 1 });
  expect(said).toEqual([{ text: "a" }, "parsing failed: it took longer than 3 s", { text: "b" }]);
});

test("fails as a whole when the thread's program does not start", async () => {
  const gone = pathToFileURL(join(testFolder(), "gone.mjs"));
  await expect(extract(["a"], { program: gone })).rejects.toMatchObject({ code: "internal" });
});
