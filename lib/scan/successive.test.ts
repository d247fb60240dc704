import fc from "fast-check";
import { expect, test } from "vitest";
import { rules } from "#lib/rules/index";
import { readVersion } from "#lib/scan/facts/extract";
import type { FileFacts } from "#lib/scan/facts/facts";
import type { Version } from "#lib/scan/facts/splice";
import { type ManifestFacts, readManifest } from "#lib/scan/model/manifest";
import { MovingTree } from "#lib/scan/moving-tree";
import { planScan } from "#lib/scan/plan";
import { scan } from "#lib/scan/scan";
import { SuccessiveScan } from "#lib/scan/successive";
import { isPlanned } from "#lib/scan/wanted";

const crate = (name: string, version: string) =>
  `[package]\nname = "${name}"\n[dependencies]\npyo3-ffi = "${version}"\nlog = { path = "sub" }\n`;
const pyo3 = '[package]\nname = "one"\n[dependencies]\npyo3 = "0.28"\n';
const pointer = (name: string) => `static mut ${name}: *mut pyo3_ffi::PyObject = std::ptr::null_mut();`;

const ALLOWED = `// subready: allow(static-py-pointer) cleared at exit\n${pointer("A")}`;
// Few paths and contents, so that files come back, swap and say the same on other lines.
const RUST = [
  "",
  "mod a;\nmod b;",
  pointer("A"),
  `\n\n${pointer("A")}`,
  `${pointer("A")}\n${pointer("B")}`,
  "fn f( {",
  ALLOWED,
  `\n${ALLOWED}`,
  ALLOWED.replace("\n", "\n\n"),
  // What one file says of a name, a type, a macro or a function, others judge by.
  "pub mod a;\npub mod b;\npub use a::*;\npub use b::Holder;",
  "mod a { pub use crate::b::*; }\nmod b;",
  "#[macro_use] mod a;\n#[cfg(test)] mod b;",
  "pub struct Holder { pub object: *mut pyo3_ffi::PyObject }",
  "pub struct Holder(pub u8);",
  "pub type Holder = Wrapper<pyo3_ffi::PyObject>;\npub struct Wrapper<T>(pub *mut T);",
  "use crate::b::Holder;\npub static mut HELD: Option<Holder> = None;\nunsafe impl Send for Holder {}",
  "use crate::*;\npub static HELD: std::sync::OnceLock<Holder> = std::sync::OnceLock::new();",
  "use super::a::Holder as Other;\nstatic HELD: Other = Other(0);",
  "macro_rules! keep { ($name:ident) => { static mut $name: *mut pyo3_ffi::PyObject = 0 as _; } }\nkeep!(A);",
  "#[macro_export] macro_rules! keep { ($name:ident) => { static $name: Holder = Holder(0); } }",
  "keep!(KEPT);",
  "#[cfg(test)] fn t() { keep!(KEPT); }",
  "use pyo3_ffi::*;\npub unsafe fn fill() { HELD = Some(PyUnicode_New(0, 0)); crate::b::start(); }\nstatic mut HELD: Option<*mut PyObject> = None;",
  "pub fn start() { std::thread::spawn(|| { crate::a::fill(); pyo3_ffi::PyGILState_Ensure(); }); }",
  "pub fn fill() { pyo3_ffi::PyGILState_Ensure(); }\nimpl Drop for crate::b::Holder { fn drop(&mut self) { fill() } }",
  "static INIT: std::sync::Once = std::sync::Once::new();\nfn f() { INIT.call_once(|| crate::a::fill()); }",
  "#[global_allocator] static A: crate::b::Heap = crate::b::Heap;",
  "pub struct Heap; unsafe impl GlobalAlloc for Heap { unsafe fn alloc(&self) { crate::a::memory() } }",
  "pub unsafe fn memory() { pyo3_ffi::PyMem_Malloc(1); }",
  "pub trait Store { type Value; }\npub struct S;\nimpl Store for S { type Value = *mut pyo3_ffi::PyObject; }",
  "use crate::b::{S, Store};\nstatic V: <S as Store>::Value = 0 as _;",
  "pub struct Lookup { int: usize }\nfn f() { Lookup { int: pyo3_ffi::PyUnicode_New(0, 0) as usize }; }\npub static L: Lookup = Lookup { int: 0 };",
  '#[unsafe(no_mangle)] pub unsafe extern "C" fn PyInit_demo() -> *mut PyObject { crate::a::create() }',
  "pub unsafe fn create() { pyo3_ffi::PyModule_Create(0); }",
  "pub unsafe fn create() { PyModuleDef_Slot { slot: pyo3_ffi::Py_mod_multiple_interpreters, value: VALUE }; }\nconst VALUE: *mut c_void = Py_MOD_PER_INTERPRETER_GIL_SUPPORTED;",
  "#[cfg(Py_3_12)] pub static mut LATE: *mut pyo3_ffi::PyObject = std::ptr::null_mut();",
];
const PYO3 = [
  "#[pyclass] pub struct Class;\n#[pymodule] fn m() { m.add_wrapped(wrap_pymodule!(crate::a::inner)); }",
  "#[pymodule] pub fn inner() {}\nuse pyo3::prelude::*;\nstatic CELL: GILOnceCell<Py<PyAny>> = GILOnceCell::new();",
  'use pyo3::intern;\nfn f() { intern!(py, "x"); Python::with_gil(|py| crate::b::g(py)); }',
  "macro_rules! intern { () => {} }\npub use pyo3::sync::*;\npub fn g() { Python::attach(|py| ()); }",
  "create_exception!(m, Error, PyException);\nuse crate::b::*;\nstatic CELL: PyOnceLock<Py<PyAny>> = PyOnceLock::new();",
  "pub struct Python;\nfn f() { std::thread::spawn(|| Python::with_gil(|py| ())); }",
];
const PATHS = [
  ...["src/a.rs", "src/b.rs", "src/lib.rs", "src/a/c.rs", "src/b/mod.rs"],
  ...["src.rs", "build.rs", "sub/src/lib.rs", "sub/src/a.rs", "tests/it.rs"],
];
const text = fc.constantFrom(...RUST, ...PYO3);
// Of two items one may stay when the other goes.
const texts = fc.oneof(
  { weight: 3, arbitrary: text },
  fc.tuple(text, text).map(([a, b]) => `${a}\n${b}`),
);
const rust = fc.tuple(fc.constantFrom(...PATHS), fc.option(texts));
const manifest = fc.tuple(
  fc.constantFrom("Cargo.toml", "sub/Cargo.toml"),
  fc.option(
    fc.constantFrom(
      crate("one", "0.27"),
      `\n\n${crate("one", "0.27")}`,
      crate("one", "0.28"),
      crate("two", "0.28"),
      // A name that means another crate, and one that means none.
      crate("one", "0.28").replace("pyo3-ffi =", "log2 =").replace("log =", 'pyo3-ffi = { package = "other" }\nlog3 ='),
      pyo3,
      "[broken",
    ),
  ),
);
const commit = fc.uniqueArray(fc.oneof({ weight: 4, arbitrary: rust }, manifest), {
  selector: ([path]) => path,
  maxLength: 4,
});
const history = fc.array(commit, { minLength: 1, maxLength: 10 });

const facts = new Map<string, FileFacts>();
const manifests = new Map<string, ManifestFacts>();
const encoder = new TextEncoder();

/** By path. */
const versions = new Map<string, Version>();

/** For a test a text is its own blob id. As in a history, what a version says holds what the one before said. */
function learn(path: string, text: string): void {
  if (isPlanned(path)) manifests.set(text, readManifest(path, text));
  else {
    const version = readVersion(encoder.encode(text), versions.get(path));
    versions.set(path, version);
    facts.set(text, version.facts);
  }
}

const source = { kind: "git", location: "/demo", commit: null, path: [] } as const;
const common = { source: { ...source, path: [] }, facts, ruleset: "1" };

/** What is left of a report without the lines. */
const said = (report: ReturnType<typeof scan> | null) =>
  JSON.stringify(report, (name, value) => (/^(line|endLine|column|bytes|sites)$/.test(name) ? null : value));

type Change = readonly [path: string, text: string | null];

/** After each commit, what a scan of its whole tree says; step by step the same must come out. */
function follow(commits: readonly (readonly Change[])[]): string[] {
  const tree = new MovingTree(manifests, []);
  const scanner = new SuccessiveScan(rules, "1");
  const files = new Map<string, string>();
  const seen: string[] = [];
  for (const changes of commits) {
    for (const [path, text] of changes) {
      if (text === null) files.delete(path);
      else {
        learn(path, text);
        files.set(path, text);
      }
    }
    const entries = [...files].map(([path, oid]) => ({ path, oid })).sort((a, b) => (a.path < b.path ? -1 : 1));
    const texts = new Map(entries.flatMap(({ path, oid }) => (isPlanned(path) ? [[path, oid] as const] : [])));
    const spent = { readMs: 0, factsMs: 0 };
    const whole = scan({ ...common, plan: planScan(entries, texts, []), holes: [], spent, now: () => 0 }, rules);

    const plan = tree.step(changes.map(([path, oid]) => ({ path, oid })));
    const differs = scanner.step({ ...common, plan, holes: new Map() });
    if (!differs) expect(said(whole)).toEqual(seen.at(-1) ?? "");
    expect(JSON.stringify(scanner.report())).toBe(JSON.stringify(whole));
    seen.push(said(whole));
  }
  return seen;
}

test("step by step it says what a scan of each tree says, and is silent only when that differs in nothing but lines", () => {
  fc.assert(
    fc.property(history, (commits) => void follow(commits)),
    { numRuns: 75 },
  );
});

const KEEP = "macro_rules! keep { ($name:ident) => { static mut $name: *mut pyo3_ffi::PyObject = 0 as _; } }";
const begin = (...files: Change[]): Change[] => [["Cargo.toml", crate("one", "0.28")], ...files];

// In each, a file changes what another one says that stays as it is.
test.each<[string, Change[], Change]>([
  [
    "a module begins to hand on what another one declares",
    begin(
      ["src/lib.rs", "mod a; mod b; mod c;\nuse crate::b::Holder;\nstatic mut HELD: Option<Holder> = None;"],
      ["src/a.rs", "pub struct Holder { pub object: *mut pyo3_ffi::PyObject }"],
      ["src/b.rs", "pub struct Other;"],
      ["src/c.rs", ""],
    ),
    ["src/b.rs", "pub struct Other;\npub use crate::a::*;"],
  ],
  [
    "a module comes that one without a root takes all names from",
    begin(["src/a.rs", "use crate::b::*;\nstatic mut HELD: Option<Holder> = None;"]),
    ["src/b.rs", "pub struct Holder { pub object: *mut pyo3_ffi::PyObject }"],
  ],
  [
    "a module hands on another one instead",
    begin(
      ["src/lib.rs", "mod a; mod b; mod c;\nuse crate::b::Holder;\nstatic mut HELD: Option<Holder> = None;"],
      ["src/a.rs", "pub struct Holder { pub object: *mut pyo3_ffi::PyObject }"],
      ["src/b.rs", "pub use crate::c::*;"],
      ["src/c.rs", "pub struct Holder(pub u8);"],
    ),
    ["src/b.rs", "pub use crate::a::*;"],
  ],
  [
    "a macro that uses another one is used in tests alone",
    begin(
      ["src/lib.rs", "#[macro_use] mod a; mod b;"],
      ["src/a.rs", `${KEEP}\nmacro_rules! outer { () => { keep!(KEPT); } }`],
      ["src/b.rs", "outer!();"],
    ),
    ["src/b.rs", "#[cfg(test)] mod tests { outer!(); }"],
  ],
  [
    "a macro is used under a condition",
    begin(["src/lib.rs", `#[macro_use] mod a; mod b;`], ["src/a.rs", KEEP], ["src/b.rs", "keep!(KEPT);"]),
    ["src/b.rs", '#[cfg(feature = "x")]\nkeep!(KEPT);'],
  ],
  [
    "a macro is used in tests alone",
    begin(["src/lib.rs", `#[macro_use] mod a; mod b;`], ["src/a.rs", KEEP], ["src/b.rs", "keep!(KEPT);"]),
    ["src/b.rs", "#[cfg(test)] mod tests { keep!(KEPT); }"],
  ],
  [
    "a macro loses its only use",
    begin(["src/lib.rs", `#[macro_use] mod a; mod b;`], ["src/a.rs", KEEP], ["src/b.rs", "keep!(KEPT);"]),
    ["src/b.rs", ""],
  ],
  [
    "a macro loses one of its uses, the one that had no condition",
    begin(
      ["src/lib.rs", `#[macro_use] mod a; mod b; mod c;`],
      ["src/a.rs", KEEP],
      ["src/b.rs", "keep!(KEPT);"],
      ["src/c.rs", '#[cfg(feature = "x")]\nkeep!(KEPT);'],
    ),
    ["src/b.rs", ""],
  ],
])("when %s, that is seen", (_, before, change) => {
  const [then, now] = follow([before, [change]]);
  expect(now).not.toBe(then);
});

test("a blob that could not be read is a hole in the coverage", () => {
  const plan = planScan(
    [
      { path: "Cargo.toml", oid: "m" },
      { path: "src/lib.rs", oid: "gone" },
    ],
    new Map([["Cargo.toml", crate("one", "0.28")]]),
    [],
  );
  const step = { ...common, plan, holes: new Map([["gone", "it is missing"]]) };
  const scanner = new SuccessiveScan(rules, "1");
  scanner.step(step);
  expect(scanner.report()?.coverage).toMatchObject({
    files: 1,
    parsed: 0,
    problems: [{ path: "src/lib.rs", line: 1, message: "it is missing" }],
  });
});
