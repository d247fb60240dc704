import { expect, test } from "vitest";
import { loadFacts, pruneFacts, saveFacts } from "#lib/db/facts";
import { openTestStore } from "#lib/db/test-store";
import type { FileFacts } from "#lib/scan/facts/facts";

const facts = (lines: number): FileFacts => ({
  ...{ lines, bytes: 10, generated: false, scopes: [], modules: [], uses: [], statics: [], consts: [], types: [] },
  ...{ impls: [], fns: [], calls: [], callees: [], macros: [], macroDefs: [], writes: [], literals: [], addresses: [] },
  problems: [{ line: 1, message: "„ünïcode“ 🦀" }],
});

test("facts come back as they were, and only those that are known in this version", async () => {
  const store = await openTestStore();
  await saveFacts(
    store,
    1,
    new Map([
      ["a", facts(1)],
      ["b", facts(2)],
    ]),
  );
  await saveFacts(store, 2, new Map([["b", facts(3)]]));
  expect(await loadFacts(store, ["b", "a", "c"], 1)).toEqual(
    new Map([
      ["a", facts(1)],
      ["b", facts(2)],
    ]),
  );
  expect(await loadFacts(store, ["a", "b"], 2)).toEqual(new Map([["b", facts(3)]]));
});

test("what is known already stays", async () => {
  const store = await openTestStore();
  await saveFacts(store, 1, new Map([["a", facts(1)]]));
  await saveFacts(
    store,
    1,
    new Map([
      ["a", facts(9)],
      ["b", facts(2)],
    ]),
  );
  expect([...(await loadFacts(store, ["a", "b"], 1)).values()].map(({ lines }) => lines).sort()).toEqual([1, 2]);
});

test("any number of blobs is one question", async () => {
  const store = await openTestStore();
  const oids = Array.from({ length: 50_000 }, (_, index) => index.toString(16).padStart(40, "0"));
  await saveFacts(store, 1, new Map([[oids[49_999]!, facts(1)]]));
  expect((await loadFacts(store, oids, 1)).size).toBe(1);
});

test("forgets what earlier versions found, however much, and nothing of this one", async () => {
  const store = await openTestStore();
  const numbers =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4100) SELECT i, 1, x'' FROM n";
  store.transaction((sql) => sql.exec(`INSERT INTO BlobFacts (oid, version, facts) ${numbers}`));
  await saveFacts(store, 3, new Map([["a", facts(3)]]));
  expect(await pruneFacts(store, 3)).toBe(4100);
  expect(await pruneFacts(store, 3)).toBe(0);
  expect((await loadFacts(store, ["a"], 3)).size).toBe(1);
  expect(await store.client.blobFacts.count()).toBe(1);
});
