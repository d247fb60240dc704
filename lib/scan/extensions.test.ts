import { describe, expect, test } from "vitest";
import { rules } from "#lib/rules/index";
import { extractFacts } from "#lib/scan/facts/extract";
import { planScan } from "#lib/scan/plan";
import type { Extension, ScanReport } from "#lib/scan/report";
import { scan } from "#lib/scan/scan";

function scanned(files: Record<string, string>): ScanReport {
  const paths = Object.keys(files);
  const texts = new Map(Object.entries(files).filter(([path]) => !path.endsWith(".rs")));
  const rust = paths.filter((path) => path.endsWith(".rs"));
  const entries = paths.map((path) => ({ path, oid: path }));
  return scan(
    {
      source: { kind: "directory", location: "synthetic", commit: null, path: [] },
      plan: planScan(entries, texts, []),
      facts: new Map(rust.map((path) => [path, extractFacts(new TextEncoder().encode(files[path]!))])),
      holes: [],
      ruleset: "test",
      spent: { readMs: 0, factsMs: 0 },
      now: () => 0,
    },
    rules,
  );
}
const extensionsIn = (files: Record<string, string>): Extension[] => scanned(files).extensions;
const namesIn = (files: Record<string, string>): string[] => extensionsIn(files).map(({ name }) => name);

const crate = (name: string, rest = ""): string =>
  `[package]\nname = "${name}"\nversion = "1.0.0"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\npyo3 = "0.29"\n${rest}`;
const module = (...names: string[]): string =>
  `use pyo3::prelude::*;\n${names.map((name) => `#[pymodule]\nmod ${name} {}\n`).join("")}`;

describe("names", () => {
  const maturin = (name: string, manifest?: string): string =>
    `[tool.maturin]\nmodule-name = "${name}"\n${manifest ? `manifest-path = "${manifest}"\n` : ""}`;
  const setuptools = (target: string, path?: string): string =>
    `[[tool.setuptools-rust.ext-modules]]\ntarget = "${target}"\n${path ? `path = "${path}"\n` : ""}`;
  const core = (...names: string[]) => ({
    "crates/core/Cargo.toml": crate("core"),
    "crates/core/src/lib.rs": module(...names),
  });

  test.each([
    ["no project", ["_internal"], {}, ["_internal"]],
    [
      "maturin beside it",
      ["_internal"],
      { "crates/core/pyproject.toml": maturin("shop._internal") },
      ["shop._internal"],
    ],
    [
      "maturin at the root",
      ["_internal"],
      { "pyproject.toml": maturin("shop._internal", "crates/core/Cargo.toml") },
      ["shop._internal"],
    ],
    [
      "maturin in another folder",
      ["_internal"],
      { "python/pyproject.toml": maturin("shop._internal", "../crates/core/Cargo.toml") },
      ["shop._internal"],
    ],
    ["maturin for another crate", ["_internal"], { "pyproject.toml": maturin("shop._other") }, ["_internal"]],
    [
      "setuptools-rust at the root",
      ["_internal"],
      { "pyproject.toml": setuptools("shop._internal", "crates/core/Cargo.toml") },
      ["shop._internal"],
    ],
    [
      "setuptools-rust beside it",
      ["_internal"],
      { "crates/core/pyproject.toml": setuptools("shop._internal") },
      ["shop._internal"],
    ],
    [
      "two projects for one crate",
      ["lean", "full"],
      {
        "a/pyproject.toml": maturin("shop.lean", "../crates/core/Cargo.toml"),
        "b/pyproject.toml": maturin("shop_dev.full", "../crates/core/Cargo.toml"),
      },
      ["shop.lean", "shop_dev.full"],
    ],
    [
      "one of them named by the project",
      ["lean", "full"],
      { "crates/core/pyproject.toml": maturin("shop.full") },
      ["shop.full"],
    ],
    [
      "none of them named by the project",
      ["lean", "full"],
      { "crates/core/pyproject.toml": maturin("shop.x") },
      ["lean", "full"],
    ],
    [
      "two ext-modules of one crate",
      ["lean", "full"],
      { "crates/core/pyproject.toml": setuptools("shop.full") + setuptools("shop.lean") },
      ["shop.lean", "shop.full"],
    ],
  ])("%s", (_, modules, projects: Record<string, string>, expected) => {
    expect(namesIn({ ...core(...modules), ...projects })).toEqual(expected);
  });
});

describe("gates", () => {
  const gatesIn = (files: Record<string, string>): [string, string][] =>
    extensionsIn(files).map(({ name, verdict }) => [name, verdict.gate.legacy]);
  const ext = {
    "ext/Cargo.toml": crate("ext", 'core = { path = "../core" }\n'),
    "ext/src/lib.rs": module("example"),
    "core/Cargo.toml": crate("core"),
  };

  test("each module of a crate has its own", () => {
    const text =
      "#[pyo3::pymodule]\nmod first {\n#[pyo3::pymodule]\nmod inner {}\n}\n#[pyo3::pymodule]\nmod second {}\n";
    expect(gatesIn({ "Cargo.toml": crate("x"), "src/lib.rs": text })).toEqual([
      ["first", "first-interpreter-only"],
      ["second", "loads"],
    ]);
  });

  test("what a linked crate nests reaches the extension that is built from it", () => {
    const text = `${module("inner")}pub fn add(m: &Bound<'_, PyModule>) { pyo3::wrap_pymodule!(inner)(m.py()); }`;
    expect(gatesIn({ ...ext, "core/src/lib.rs": text })).toEqual([["example", "first-interpreter-only"]]);
  });

  test("what a linked crate nests in a module of its own stays there", () => {
    const text = "#[pyo3::pymodule]\nmod whole {\n#[pyo3::pymodule]\nmod inner {}\n}\n";
    expect(gatesIn({ ...ext, "core/src/lib.rs": text })).toEqual([
      ["example", "loads"],
      ["whole", "first-interpreter-only"],
    ]);
  });

  test("what a program beside a linked crate nests is the program's", () => {
    const program = `${module("inner")}fn main() { Python::attach(|py| pyo3::wrap_pymodule!(inner)(py)); }`;
    expect(gatesIn({ ...ext, "core/src/lib.rs": "", "core/src/main.rs": program })).toEqual([["example", "loads"]]);
  });

  test("an extension lists what is nested in it, and not what tests nest", () => {
    const wrapping = `${module("fixture")}#[pymodule]\nfn outer(m: &Bound<'_, PyModule>) -> PyResult<()> { m.add_wrapped(pyo3::wrap_pymodule!(fixture)) }`;
    const { findings } = scanned({ "Cargo.toml": crate("x"), "src/lib.rs": module("example"), "tests/t.rs": wrapping });
    const policies = findings.filter(({ rule }) => rule === "SI-006").map((f) => [f.symbol, f.evidence.nested]);
    expect(policies).toEqual([
      ["outer", ["fixture"]],
      ["example", []],
    ]);
  });
});

test("what a program beside the library keeps is not in the module", () => {
  const keeps = "use pyo3::prelude::*; use std::sync::OnceLock; static KEPT: OnceLock<Py<PyAny>> = OnceLock::new();";
  const hazards = (path: string) => {
    const files = { "Cargo.toml": crate("shop"), "src/lib.rs": `${module("shop")} mod kept;`, [path]: keeps };
    const { hazard, status } = extensionsIn(files)[0]!.verdict;
    return [hazard.crate.critical, status];
  };
  expect(hazards("src/kept.rs")).toEqual([1, "hazardous"]);
  expect(hazards("src/main.rs")).toEqual([0, "candidate"]);
  expect(hazards("src/bin/tool.rs")).toEqual([0, "candidate"]);
});
