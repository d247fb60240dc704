import { describe, expect, test } from "vitest";
import { rules } from "#lib/rules/index";
import { extractFacts } from "#lib/scan/facts/extract";
import { planScan } from "#lib/scan/plan";
import type { Verdict } from "#lib/scan/report";
import { scan } from "#lib/scan/scan";

const source = { kind: "directory", location: "synthetic", commit: null, path: [] as string[] } as const;

/** Sets the conditions on the version of Python. */
const SCRIPT = "fn main() { pyo3_build_config::use_pyo3_cfgs(); }";

/** The verdict on the only extension of a repository. */
function verdictOn(given: Record<string, string>): Verdict {
  const asks = given["Cargo.toml"]!.includes("pyo3-build-config");
  const files: Record<string, string> = asks ? { "build.rs": SCRIPT, ...given } : given;
  const entries = Object.keys(files).map((path) => ({ path, oid: path }));
  const texts = new Map(Object.entries(files).filter(([path]) => !path.endsWith(".rs")));
  const facts = new Map(
    Object.entries(files)
      .filter(([path]) => path.endsWith(".rs"))
      .map(([path, text]) => [path, extractFacts(new TextEncoder().encode(text))]),
  );
  const report = scan(
    {
      source: { ...source, path: [] },
      plan: planScan(entries, texts, []),
      facts,
      holes: [],
      ruleset: "test",
      spent: { readMs: 0, factsMs: 0 },
      now: () => 0,
    },
    rules,
  );
  expect(report.extensions).toHaveLength(1);
  return report.extensions[0]!.verdict;
}

const manifest = (dependencies: string): string =>
  `[package]\nname = "example"\nversion = "1.0.0"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\n${dependencies}\n[build-dependencies]\npyo3-build-config = "0.29"\n`;
const locked = (version: string): string => `[[package]]\nname = "pyo3"\nversion = "${version}"\n`;

const FLAT = `use pyo3::prelude::*;
#[pyclass]
struct Cleaner {}
#[pymodule]
fn example(m: &Bound<'_, PyModule>) -> PyResult<()> { m.add_class::<Cleaner>() }`;
const NESTED = `use pyo3::prelude::*;
#[pyclass]
struct Tokenizer {}
#[pymodule]
pub mod example {
    #[pymodule_export]
    use super::Tokenizer;
    #[pymodule]
    pub mod decoders {}
}`;
const WRAPPED = `use pyo3::prelude::*;
#[pymodule]
fn inner(m: &Bound<'_, PyModule>) -> PyResult<()> { Ok(()) }
#[pymodule]
fn example(m: &Bound<'_, PyModule>) -> PyResult<()> { m.add_wrapped(wrap_pymodule!(inner)) }`;
const EXPORTED = `use pyo3::prelude::*;
#[pymodule]
fn inner(m: &Bound<'_, PyModule>) -> PyResult<()> { Ok(()) }
#[pymodule]
mod example {
    #[pymodule_export]
    use super::inner;
}`;

const raw = (slots: string, statics = ""): string => `use pyo3_ffi::*;
${statics}
static mut SLOTS: [PyModuleDef_Slot; 2] = [PyModuleDef_Slot { slot: Py_mod_exec, value: exec as *mut c_void }, ${slots}];
static mut DEF: PyModuleDef = PyModuleDef { m_base: PyModuleDef_HEAD_INIT, m_size: 0, m_slots: &raw mut SLOTS };
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInit_example() -> *mut PyObject { PyModuleDef_Init(&raw mut DEF) }`;
const slot = (value: string): string =>
  `#[cfg(Py_3_12)] PyModuleDef_Slot { slot: Py_mod_multiple_interpreters, value: ${value} }`;
const END = "PyModuleDef_Slot { slot: 0, value: std::ptr::null_mut() }";

describe("wheels that were imported into real interpreters come out as observed", () => {
  test.each([
    ["bcrypt 5.0.0", FLAT, "0.26.0", "first-interpreter-only", false],
    ["nh3 0.3.7", FLAT, "0.29.2", "loads", true],
    ["safetensors 0.8.0", FLAT, "0.28.3", "loads", true],
    ["tokenizers 0.23.2", NESTED, "0.29.2", "first-interpreter-only", false],
  ])("%s", (_, text, version, legacy, unguarded) => {
    const verdict = verdictOn({
      "Cargo.toml": manifest('pyo3 = ">=0.20"'),
      "Cargo.lock": locked(version),
      "src/lib.rs": text,
    });
    expect(verdict).toMatchObject({ gate: { legacy, ownGil: "refused" }, unguarded, gateOwner: "framework" });
  });
});

describe("the PyO3 version decides what a second legacy interpreter meets", () => {
  test.each([
    ["0.15.2", FLAT, "loads", true],
    ["0.16", FLAT, "loads", true],
    ["0.17", FLAT, "first-interpreter-only", false],
    ["0.19.2", FLAT, "first-interpreter-only", false],
    ["0.20", FLAT, "first-interpreter-only", false],
    ["=0.27.2", FLAT, "first-interpreter-only", false],
    ["0.28", FLAT, "loads", true],
    ["~0.29.1", FLAT, "loads", true],
    [">=0.28, <0.31", FLAT, "loads", true],
    [">=0.21,<0.28", FLAT, "first-interpreter-only", false],
    [">0.27.0, <=0.27.9", FLAT, "first-interpreter-only", false],
    ["0.28", NESTED, "first-interpreter-only", false],
    ["0.28", WRAPPED, "first-interpreter-only", false],
    ["0.29", EXPORTED, "first-interpreter-only", false],
    ["0.16", NESTED, "loads", true],
    // What is refused on both sides of the boundary is refused.
    [">=0.27", NESTED, "first-interpreter-only", false],
    [">=0.25, <0.30", FLAT, "unknown", false],
    [">=0.16, <0.18", FLAT, "unknown", false],
    ["*", FLAT, "unknown", false],
    ["0", FLAT, "unknown", false],
  ])("pyo3 = %j", (requirement, text, legacy, unguarded) => {
    const verdict = verdictOn({ "Cargo.toml": manifest(`pyo3 = "${requirement}"`), "src/lib.rs": text });
    expect(verdict).toMatchObject({ gate: { legacy, ownGil: "refused" }, unguarded, gateOwner: "framework" });
  });

  test("without interpreter ids the sentence says what the gate comes from", () => {
    const pyo3 = 'pyo3 = { version = "0.26", features = ["abi3-py38"] }';
    expect(verdictOn({ "Cargo.toml": manifest(pyo3), "src/lib.rs": FLAT })).toMatchObject({
      gate: { legacy: "first-interpreter-only" },
      because: expect.stringMatching(/^PyO3 0\.20 to 0\.27 knows no interpreter ids .* once per process/),
    });
  });

  test("a version that nothing tells leaves the legacy gate unknown", () => {
    const verdict = verdictOn({
      "Cargo.toml": manifest('pyo3 = { git = "https://example.org/pyo3" }'),
      "src/lib.rs": FLAT,
    });
    expect(verdict).toMatchObject({ status: "unknown", gate: { legacy: "unknown", ownGil: "refused" } });
  });

  test("a path dependency takes the version of the crate that it points to", () => {
    const pyo3 = '[package]\nname = "pyo3"\nversion = "0.29.2"\n[workspace]\nmembers = ["."]\n';
    const files = { "Cargo.toml": pyo3, "app/Cargo.toml": manifest('pyo3 = { path = ".." }'), "app/src/lib.rs": FLAT };
    expect(verdictOn(files)).toMatchObject({ gate: { legacy: "loads", ownGil: "refused" }, unguarded: true });
  });

  test("a test that wraps the module does not guard it", () => {
    const text = `${FLAT}\n#[cfg(test)]\nmod tests { fn load() { pyo3::wrap_pymodule!(super::example); } }`;
    expect(verdictOn({ "Cargo.toml": manifest('pyo3 = "0.29"'), "src/lib.rs": text })).toMatchObject({
      gate: { legacy: "loads" },
      unguarded: true,
    });
  });
});

describe("with raw FFI the slot decides", () => {
  test.each([
    ["no slot", END, { gate: { legacy: "loads", ownGil: "refused" }, unguarded: true, gateOwner: "crate" }],
    [
      "opted out",
      slot("Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED"),
      { gate: { legacy: "loads", ownGil: "refused" }, unguarded: true, gateOwner: "crate" },
    ],
    [
      "shared GIL",
      slot("Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED"),
      { gate: { legacy: "loads", ownGil: "refused" }, unguarded: false, gateOwner: "crate" },
    ],
    [
      "own GIL",
      slot("Py_MOD_PER_INTERPRETER_GIL_SUPPORTED"),
      { status: "declared", gate: { legacy: "loads", ownGil: "loads" }, unguarded: false, gateOwner: null },
    ],
  ])("%s", (_, slots, verdict) => {
    expect(verdictOn({ "Cargo.toml": manifest('pyo3-ffi = "0.29"'), "src/lib.rs": raw(slots) })).toMatchObject(verdict);
  });

  test("the slot counts in a crate that depends on PyO3 and writes its module by hand", () => {
    const verdict = verdictOn({
      "Cargo.toml": manifest('pyo3 = "^0.29.0"'),
      "src/lib.rs": raw(slot("Py_MOD_PER_INTERPRETER_GIL_SUPPORTED")),
    });
    expect(verdict).toMatchObject({ gate: { legacy: "loads", ownGil: "loads" }, unguarded: false });
  });

  test("a slot under a condition that no build script sets declares nothing", () => {
    const unset = manifest('pyo3-ffi = "0.29"').replace(/\[build-dependencies\][\s\S]*$/, "");
    const text = raw(slot("Py_MOD_PER_INTERPRETER_GIL_SUPPORTED"));
    expect(verdictOn({ "Cargo.toml": unset, "src/lib.rs": text })).toMatchObject({
      gate: { legacy: "loads", ownGil: "refused" },
      unguarded: true,
    });
  });

  test("single-phase initialisation is refused under an own GIL", () => {
    const text =
      '#[no_mangle]\npub unsafe extern "C" fn PyInit_example() -> *mut pyo3_ffi::PyObject { pyo3_ffi::PyModule_Create(&raw mut DEF) }';
    const verdict = verdictOn({ "Cargo.toml": manifest('pyo3-ffi = "0.29"'), "src/lib.rs": text });
    expect(verdict).toMatchObject({
      gate: { legacy: "loads", ownGil: "refused" },
      unguarded: true,
      gateOwner: "crate",
    });
  });

  test("a declaration beside a Python object in a static is a conflict", () => {
    const statics = "static mut CACHED: *mut PyObject = std::ptr::null_mut();";
    const verdict = verdictOn({
      "Cargo.toml": manifest('pyo3-ffi = "0.29"'),
      "src/lib.rs": raw(slot("Py_MOD_PER_INTERPRETER_GIL_SUPPORTED"), statics),
    });
    expect(verdict).toMatchObject({ status: "conflict", gate: { legacy: "loads", ownGil: "loads" } });
  });
});

test("every verdict gives its reason in whole sentences", () => {
  const verdict = verdictOn({ "Cargo.toml": manifest('pyo3 = "0.29"'), "src/lib.rs": NESTED });
  expect(verdict.because).toMatch(/^PyO3 0\.28 .*\. Its nested modules .*\.$/);
});

describe("a declaration is quoted with its condition when not every supported CPython reads it", () => {
  const CLAIM = "The module declares support for interpreters with their own GIL";
  const under = (cfg: string): string => slot("Py_MOD_PER_INTERPRETER_GIL_SUPPORTED").replace("Py_3_12", cfg);
  test.each([
    ["from 3.12 on", under("Py_3_12"), `${CLAIM}.`],
    ["on CPython", under("all(Py_3_12, not(PyPy))"), `${CLAIM}.`],
    ["from 3.13 on", under("Py_3_13"), `${CLAIM}, where \`Py_3_13\` holds.`],
    ["in either of two forms", `${under("Py_3_15")}, ${under("all(Py_3_12, not(Py_3_15))")}`, `${CLAIM}.`],
  ])("%s", (_, slots, because) => {
    const verdict = verdictOn({ "Cargo.toml": manifest('pyo3-ffi = "0.29"'), "src/lib.rs": raw(slots) });
    expect(verdict.because).toBe(because);
  });
});
