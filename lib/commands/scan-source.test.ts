import { expect, test } from "vitest";
import { inlineFacts } from "#lib/commands/inline-facts";
import { RecentScan } from "#lib/commands/recent-scans";
import { type FactsFor, scanSource } from "#lib/commands/scan-source";
import type { SourceTree } from "#lib/commands/source-tree";

const texts = new Map([
  ["c", '[package]\nname = "x"\n[dependencies]\npyo3 = "0.28"\n'],
  ["c2", '[package]\nname = "x"\n[dependencies]\npyo3 = "0.20"\n[build-dependencies]\ncc = "1"\n'],
  ["r", "pub static N: u32 = 1;"],
  ["lib", "mod a;\nuse pyo3::ffi;\nstatic mut P: *mut ffi::PyObject = std::ptr::null_mut();"],
  ["lib2", "mod a;\nmod b;\nuse pyo3::ffi;\n\nstatic mut P: *mut ffi::PyObject = std::ptr::null_mut();"],
  ["a", "pub struct Kept(pyo3::Py<pyo3::PyAny>);"],
  ["a2", "pub struct Kept(u8);"],
  ["b", "static K: std::sync::OnceLock<crate::a::Kept> = std::sync::OnceLock::new();"],
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

test("a scan that goes on from the one before sees what a scan of its own sees, and asks only for what is new", async () => {
  const trees: Record<string, string>[] = [
    { "Cargo.toml": "c", "src/lib.rs": "lib", "src/a.rs": "a" },
    { "Cargo.toml": "c", "src/lib.rs": "lib2", "src/a.rs": "a", "src/b.rs": "b" },
    { "Cargo.toml": "c", "src/lib.rs": "lib2", "src/a.rs": "a2", "src/b.rs": "b" },
    { "Cargo.toml": "c2", "src/lib.rs": "lib2", "src/a.rs": "a", "src/b.rs": "?" },
    { "Cargo.toml": "c2", "src/lib.rs": "lib2", "src/a.rs": "a", "src/b.rs": "b" },
    { "Cargo.toml": "c", "py/Cargo.toml": "c2", "py/src/lib.rs": "lib", "src/lib.rs": "lib", "src/a.rs": "a" },
  ];
  const recent = new RecentScan();
  const extract = inlineFacts();
  const asked: string[] = [];
  const noting: FactsFor = (oids, read) => {
    asked.push(oids.join(" "));
    return extract(oids, read);
  };
  for (const files of trees) {
    const { timing: _, ...seen } = await scanSource(tree(files), noting, recent);
    const { timing: __, ...fresh } = await scanSource(tree(files), inlineFacts());
    expect(seen).toEqual(fresh);
  }
  expect(asked).toEqual(["lib a", "lib2 b", "a2", "a ?", "b", "lib"]);
});
