import { expect, test } from "vitest";
import { rules } from "#lib/rules/index";
import { extractFacts } from "#lib/scan/facts/extract";
import { modelOf } from "#lib/scan/model/test-model";
import { opaqueStatics } from "#lib/scan/opaque";
import { planScan } from "#lib/scan/plan";
import { scan } from "#lib/scan/scan";

const USES = "use pyo3::prelude::*; use std::sync::{Arc, LazyLock, Mutex, OnceLock};";
const opaque = (text: string) =>
  opaqueStatics(modelOf({ "src/lib.rs": `${USES} ${text}` })).map(({ name, why }) => `${name}: ${why}`);

test.each([
  ["a trait object", "static X: OnceLock<Box<dyn Store>> = OnceLock::new();", "X: `dyn Store` hides what it holds"],
  ["a type nobody declares", "static X: OnceLock<Made> = OnceLock::new();", "X: `Made` could not be resolved"],
  [
    "a field that is a trait object",
    "struct Pool { of: Vec<Arc<dyn Job>> } static X: Mutex<Pool> = Mutex::new(Pool { of: vec![] });",
    "X: `dyn Job` hides what it holds",
  ],
  [
    "a name that a glob of a crate like any other may bring",
    "use pool::*; static X: Lazy<u8> = Lazy::new(make);",
    "X: `Lazy` could not be resolved",
  ],
  [
    "an argument of the macro that declares it",
    "macro_rules! cache { ($t:ty) => { static X: OnceLock<$t> = OnceLock::new(); } } cache!(Made);",
    "X: `Made` could not be resolved",
  ],
])("%s is not followed", (_, text, said) => expect(opaque(text)).toEqual([said]));

test.each([
  ["a type of std", "static X: LazyLock<std::time::Instant> = LazyLock::new(make);"],
  ["a plain value", "static X: OnceLock<std::time::Duration> = OnceLock::new();"],
  ["an atomic from a glob import", "use std::sync::atomic::*; static X: AtomicBool = AtomicBool::new(false);"],
  ["a cell from a glob import", "use once_cell::{sync::*}; static X: Lazy<u8> = Lazy::new(make);"],
  ["a function pointer", "static X: fn(&dyn Store) = go;"],
  ["what is a finding already", "static X: OnceLock<(Py<PyAny>, Box<dyn Store>)> = OnceLock::new();"],
  [
    "the type itself, as a field",
    "struct Node { next: Option<Box<Self>> } static X: OnceLock<Node> = OnceLock::new();",
  ],
  [
    "a type that a macro declares",
    "macro_rules! node { ($n:ident) => { pub struct Node { $n: u8 } } } node!(id); static X: OnceLock<Node> = OnceLock::new();",
  ],
  ["test code", "#[cfg(test)] mod tests { static X: OnceLock<Box<dyn Store>> = OnceLock::new(); }"],
  ["what CPython never compiles", "#[cfg(PyPy)] static X: OnceLock<Box<dyn Store>> = OnceLock::new();"],
  [
    "a plain argument of the macro that declares it",
    "macro_rules! cache { ($t:ty) => { static X: OnceLock<$t> = OnceLock::new(); } } cache!(u8);",
  ],
])("%s is left alone", (_, text) => expect(opaque(text)).toEqual([]));

test("a module with nothing else against it is for a person to look at", () => {
  const manifest = '[package]\nname = "demo"\n[dependencies]\npyo3 = "0.27"\n';
  const verdictOn = (text: string) => {
    const rust = extractFacts(
      new TextEncoder().encode(`use std::sync::OnceLock; ${text} #[pyo3::pymodule] fn demo() {}`),
    );
    const entries = ["Cargo.toml", "src/lib.rs"].map((path) => ({ path, oid: path }));
    const report = scan(
      {
        source: { kind: "directory", location: "demo", commit: null, path: [] },
        plan: planScan(entries, new Map([["Cargo.toml", manifest]]), []),
        facts: new Map([["src/lib.rs", rust]]),
        holes: [],
        ruleset: "1",
        spent: { readMs: 0, factsMs: 0 },
        now: () => 0,
      },
      rules,
    );
    return [
      report.extensions[0]!.verdict.status,
      report.extensions[0]!.verdict.hazard.opaque,
      report.coverage.opaque?.length,
    ];
  };
  expect(verdictOn("static X: OnceLock<u8> = OnceLock::new();")).toEqual(["candidate", undefined, undefined]);
  expect(verdictOn("static X: OnceLock<Box<dyn Store>> = OnceLock::new();")).toEqual(["needs-audit", 1, 1]);
});
