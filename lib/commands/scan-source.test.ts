import { expect, test } from "vitest";
import { inlineFacts } from "#lib/commands/inline-facts";
import { scanSource } from "#lib/commands/scan-source";
import type { SourceTree } from "#lib/commands/source-tree";

const texts = new Map([
  ["c", '[package]\nname = "x"\n[dependencies]\npyo3 = "0.28"\n'],
  ["r", "pub static N: u32 = 1;"],
]);

function tree(entries: Record<string, string>, closed: string[] = []): SourceTree {
  return {
    source: { kind: "directory", location: "/x", commit: null, path: [] },
    entries: Object.entries(entries).map(([path, oid]) => ({ path, oid })),
    closed,
    async read(oids, onBlob) {
      for (const oid of oids) onBlob(oid, texts.has(oid) ? new TextEncoder().encode(texts.get(oid)) : null);
    },
  };
}

test("whatever could not be read is in the coverage: a manifest, a file, a folder", async () => {
  const files = { "Cargo.toml": "c", "src/lib.rs": "r", "src/gone.rs": "?", "sub/Cargo.toml": "!" };
  const { coverage } = await scanSource(tree(files, ["shut"]), inlineFacts());
  expect(coverage).toMatchObject({ files: 2, parsed: 1 });
  expect(coverage.problems.map(({ path }) => path).sort()).toEqual(["shut", "src/gone.rs", "sub/Cargo.toml"]);
});
