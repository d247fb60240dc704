import { extractFacts } from "#lib/scan/facts/extract";
import { Linker } from "#lib/scan/model/linker";
import type { Model } from "#lib/scan/model/model";
import { planScan } from "#lib/scan/plan";

const MANIFEST = `[package]
name = "example"
version = "0.1.0"
[dependencies]
pyo3 = "0.27"
pyo3-ffi = "0.27"
once_cell = "1"
`;

/** The model of a few files of Rust, given by path, as one crate that binds PyO3. */
export function modelOf(files: Record<string, string>): Model {
  const entries = Object.keys(files).map((path) => ({ path, oid: path }));
  const plan = planScan(
    [...entries, { path: "Cargo.toml", oid: "Cargo.toml" }],
    new Map([["Cargo.toml", MANIFEST]]),
    [],
  );
  const encoder = new TextEncoder();
  const facts = new Map(entries.map(({ path }) => [path, extractFacts(encoder.encode(files[path]))]));
  return new Linker(false).link(plan, facts);
}
