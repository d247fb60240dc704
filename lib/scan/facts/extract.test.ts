import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { typeText } from "#lib/rust/type-text";
import { extractFacts } from "#lib/scan/facts/extract";
import type { FileFacts } from "#lib/scan/facts/facts";

const factsOf = (text: string): FileFacts => extractFacts(new TextEncoder().encode(text));
const scopePath = (facts: FileFacts, scope: number): string => {
  const names: string[] = [];
  for (let at = scope; at > 0; at = facts.scopes[at]!.parent)
    names.unshift(`${facts.scopes[at]!.kind} ${facts.scopes[at]!.name}`);
  return names.join(" / ");
};

test("an item may begin with a path from the root of all crates", () => {
  const facts = factsOf("use ::pyo3::Py;\nimpl ::core::fmt::Display for S {}\nfn f() { use ::std::sync::Once; }");
  expect(facts.uses.map(({ path }) => path.join("::"))).toEqual(["pyo3::Py", "std::sync::Once"]);
  expect(facts.impls.map(({ trait }) => trait)).toEqual(["core::fmt::Display"]);
});

test("names may be of any letters", () => {
  const facts = factsOf(
    "mod über; use größe::Länge as Maß; static GRÖSSE: Maß<'_> = f(); fn prüfe() { let öl = X.as_ptr(); g(öl as usize); öffne!(); größe::prüfe() }",
  );
  expect(facts.modules.map(({ name }) => name)).toEqual(["über"]);
  expect(facts.uses.map(({ path, name }) => [...path, name])).toEqual([["größe", "Länge", "Maß"]]);
  expect(facts.statics.map(({ name, type }) => [name, typeText(type)])).toEqual([["GRÖSSE", "Maß"]]);
  expect(facts.fns.map(({ name }) => name)).toEqual(["prüfe"]);
  expect(facts.casts?.map(({ value }) => value)).toEqual(["X.as_ptr()"]);
  expect(facts.callees.flatMap(({ paths }) => paths)).toEqual(["f", "g", "öffne!", "größe::prüfe"]);
});

test("what is said of files holds on to none of their text", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const text = `// ${"long ".repeat(200_000)}\nstatic A_NAME_OF_SOME_LENGTH: Wrapper<SomeLongTypeName> = some_function(with, arguments);`;
  const facts: FileFacts[] = [];
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let file = 0; file < 40; file++) facts.push(factsOf(text));
  collect();
  const megabytes = (process.memoryUsage().heapUsed - before) / 1e6;
  expect(facts).toHaveLength(40);
  expect(megabytes).toBeLessThan(10);
});

test("a file that is kept in Git LFS is a hole, not a file that says nothing", () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12345\n`;
  expect(factsOf(pointer).problems).toEqual([
    { line: 1, message: "kept in Git LFS, of which nothing is fetched: contents not read" },
  ]);
  expect(factsOf(`// ${pointer}`).problems).toEqual([]);
});

describe("statics are found wherever Rust allows them", () => {
  test.each([
    ["at the root", "static X: u8 = 0;", ""],
    ["in a function's inner block", "fn f() { unsafe { static X: u8 = 0; } }", "fn f"],
    ["after a block under a condition", "fn f() { if cfg!(test) { g() } static X: u8 = 0; }", "fn f"],
    ["in a closure", "fn f() { g(|| { static X: u8 = 0; X }) }", "fn f"],
    ["in an impl and a trait", "impl T for S { fn f() { static X: u8 = 0; } }", "impl S / fn f"],
    ["in a const block", "const _: () = { static X: u8 = 0; };", ""],
    ["in a macro's body", "some::macro_name! { static X: u8 = 0; }", ""],
    ["in a macro definition", "macro_rules! m { () => { static X: u8 = 0; } }", "macro-def m"],
    ["in a static's own initialiser", "static Y: L = L::new(|| { static X: u8 = 0; });", ""],
  ])("%s", (_, text, place) => {
    const facts = factsOf(text);
    const found = facts.statics.find((s) => s.name === "X")!;
    expect(scopePath(facts, found.scope)).toBe(place);
  });

  test("but those of an extern block are libpython's", () => {
    expect(factsOf('extern "C" { static mut PyLong_Type: PyTypeObject; }').statics).toEqual([]);
    expect(factsOf('unsafe extern "C" { pub safe static X: u8; }').statics).toEqual([]);
  });

  test("thread_local!, lazy_static! and task_local! say so", () => {
    const facts = factsOf(
      "thread_local! { static A: Cell<u8> = const { Cell::new(0) }; }\nlazy_static! { pub static ref B: Map = m(); }\ntokio::task_local! { static C: u8; }",
    );
    expect(facts.statics.map((s) => [s.name, s.by, typeText(s.type)])).toEqual([
      ["A", "thread_local", "Cell<u8>"],
      ["B", "lazy_static", "Map"],
      ["C", "task_local", "u8"],
    ]);
  });

  test("the line is that of the keyword, the column that of its first letter", () => {
    const { at } = factsOf("#[allow(x)]\n  pub static mut X: *mut PyObject =\n    null();\n").statics[0]!;
    expect([at.line, at.column, at.endLine]).toEqual([2, 7, 3]);
  });
});

describe("conditions", () => {
  const cfgOf = (text: string) => factsOf(text).statics.map((s) => [s.name, s.cfg.join(" & ")]);

  test("of an attribute", () => expect(cfgOf("#[cfg(Py_3_12)] static X: u8 = 0;")).toEqual([["X", "Py_3_12"]]));
  test("of cfg_if arms, earlier ones negated", () => {
    expect(
      cfgOf(
        "cfg_if! { if #[cfg(a)] { static X: u8 = 0; } else if #[cfg(b)] { static Y: u8 = 0; } else { static Z: u8 = 0; } }",
      ),
    ).toEqual([
      ["X", "a"],
      ["Y", "not(a) & b"],
      ["Z", "not(a) & not(b)"],
    ]);
  });
  test("of cfg_select arms", () => {
    expect(cfgOf("cfg_select! { unix => { static X: u8 = 0; } _ => { static Y: u8 = 0; } }")).toEqual([
      ["X", "unix"],
      ["Y", "not(unix)"],
    ]);
  });
  test("of an element in an array literal end with the element", () => {
    const facts = factsOf(
      "fn f() { let s = [#[cfg(Py_3_12)] PyModuleDef_Slot { slot: A, value: B }, PyModuleDef_Slot { slot: 0, value: C }]; }",
    );
    expect(facts.literals.map((l) => l.cfg)).toEqual([["Py_3_12"], []]);
  });
  test("of a statement end with the statement", () => {
    const facts = factsOf("fn f() { #[cfg(a)] if x { A = Py_None(); } B = Py_None(); #[cfg(b)] C = g(); D = g(); }");
    expect(facts.writes.map((w) => [w.target, w.cfg.join()])).toEqual([
      ["A", "a"],
      ["B", ""],
      ["C", "b"],
      ["D", ""],
    ]);
  });
  test("of if cfg!", () =>
    expect(factsOf("fn f() { if cfg!(PyPy) { PyList_New(0); } PyDict_New(); }").calls.map((c) => c.cfg.join())).toEqual(
      ["PyPy", ""],
    ));
  test("of a whole file", () => expect(factsOf("#![cfg(test)]\nstatic X: u8 = 0;").scopes[0]!.cfg).toEqual(["test"]));
  test("of cfg_attr stay with the attribute", () => {
    expect(
      factsOf('#[cfg_attr(feature = "py", pyclass(frozen), derive(Clone))] struct S;').types[0]!.attributes,
    ).toEqual([{ path: "pyclass", args: "frozen", line: 1, cfg: 'feature="py"' }]);
  });
});

describe("bodies", () => {
  test("calls of the C API with their arguments, through macros too", () => {
    const facts = factsOf("fn f() { let m = ffi!(PyModuleDef_Init(&raw mut DEF)); crate::ffi::PyMem_Malloc(8) }");
    expect(facts.calls.map((c) => [c.path, c.args])).toEqual([
      ["PyModuleDef_Init", "&raw mut DEF"],
      ["crate::ffi::PyMem_Malloc", "8"],
    ]);
  });
  test("methods that fill a cell, with their receiver", () => {
    const [call] = factsOf("fn f() { crate::a::KEY_MAP\n  .set(x)\n  .is_ok(); }").calls;
    expect([call!.path, call!.receiver, call!.at.line]).toEqual([".set", "crate::a::KEY_MAP", 2]);
  });
  test("methods on what a cell holds, whose receiver is the cell", () => {
    const facts = factsOf(
      "fn f() { a::X.get_or_init(|| Y.lock()).lock(); X.other().lock(); x.get_or_init(f).lock(); }",
    );
    expect(facts.calls.map((c) => [c.path, c.receiver])).toEqual([
      [".get_or_init", "a::X"],
      [".lock", "Y"],
      [".lock", "a::X"],
      [".get_or_init", "x"],
    ]);
  });
  test("writes to what is written like a static; comparisons and bindings are none", () => {
    const facts = factsOf("fn f() { A = 1; m::B = Py_None(); if A == 1 {} let c = 2; x = 3; match A { B => 1 } }");
    expect(facts.writes.map((w) => [w.target, w.value])).toEqual([
      ["A", "1"],
      ["m::B", "Py_None()"],
    ]);
  });
  test("addresses of builtin types, however they are taken", () => {
    const facts = factsOf(
      "fn f() { g(&raw mut PyList_Type, addr_of_mut!(ffi::PyDict_Type), &mut PyTuple_Type); PyType_Check(PySet_Type); }",
    );
    expect(facts.addresses.map((a) => a.path)).toEqual(["PyList_Type", "ffi::PyDict_Type", "PyTuple_Type"]);
  });
  test("callees of a function, once each", () => {
    const facts = factsOf("fn f() { g(); a::h(g()); Some(1); x.method(); }");
    expect(facts.callees).toEqual([{ scope: 1, paths: ["g", "a::h"] }]);
  });
  test("an exported function and its module attributes", () => {
    const facts = factsOf(
      '#[unsafe(no_mangle)] pub unsafe extern "C" fn PyInit_x() -> *mut PyObject { null() }\n#[pymodule(gil_used = false)] fn y() {}',
    );
    expect(
      facts.fns.map((f) => [f.name, f.exported, f.attributes.map((a) => `${a.path} ${a.args}`.trim()).join()]),
    ).toEqual([
      ["PyInit_x", true, "no_mangle"],
      ["y", false, "pymodule gil_used=false"],
    ]);
  });
});

test.each([
  ["fn f(py: Python<'_>) {}", true],
  ["pub unsafe fn f<'py, F: Fn() -> u8>(a: u8, py: pyo3::Python<'py>) -> F::Output where F: Future {}", true],
  ["fn f(work: impl FnOnce(Python<'_>) -> u8) {}", undefined],
  ["fn f(py: Python<'_>) -> BoxFuture<u8> {}", undefined],
  ["fn f(py: Python<'_>) -> Box<dyn Fn()> {}", undefined],
  ["async fn f(py: Python<'_>) {}", undefined],
  ["fn f(command: &Python) {}", undefined],
  ["fn f();", undefined],
])("%s is called by who is attached: %s", (text, attached) => {
  expect(factsOf(text).fns[0]!.attached).toBe(attached);
});

test("a macro declares what its arms write, also in repetitions, and nothing by its patterns", () => {
  const names = (arms: string) => {
    const { statics, types } = factsOf(`macro_rules! m { ${arms} }`);
    return [...statics, ...types].map(({ name }) => name);
  };
  expect(names("($($n:ident),*) => { $(static $n: u8 = 0;)* };")).toEqual(["$n"]);
  expect(names("($(#[$a:meta])* $v:vis $n:ident) => ( $(#[$a])* $v static $n: u8 = 0; );")).toEqual(["$n"]);
  expect(names("($(#[$a:meta])* $n:ident) => { $(#[$a])* #[pyclass] pub struct $n; };")).toEqual(["$n"]);
  expect(names("(a) => { static A: u8 = 0; }; (b) => [ static B: u8 = 0; ]")).toEqual(["A", "B"]);
  expect(names("($(static $n:ident: $t:ty = $e:expr;)*) => { $(f($e) * g;)* };")).toEqual([]);
});

test("a file with a missing brace still tells what it holds, and that it is broken", () => {
  const facts = factsOf("mod a {\nstatic X: u8 = 0;\nfn f( {\n}\nstatic Y: u8 = 0;");
  expect(facts.statics.map((s) => s.name)).toEqual(["X", "Y"]);
  expect(facts.problems.length).toBeGreaterThan(0);
});

describe("code that is handed to another thread stands in a scope of its own", () => {
  const callsOf = (body: string) => {
    const facts = factsOf(`fn f(self) { ${body} }`);
    return facts.calls.map((c) => `${c.path} in ${scopePath(facts, c.scope)}`);
  };
  test.each([
    ["a closure", "thread::spawn(move || Py_X());", ["Py_X in fn f / spawn thread::spawn"]],
    ["an async block", "rt.spawn(async move { Py_X() });", ["Py_X in fn f / spawn .spawn"]],
    [
      "the second argument",
      "future_into_py(py, async { Py_X() });",
      ["future_into_py in fn f", "Py_X in fn f / spawn future_into_py"],
    ],
    ["a wrapped closure", "pool.execute(Box::new(|| Py_X()));", ["Py_X in fn f / spawn .execute"]],
    [
      "a closure at a block's end",
      "spawn({ Py_Y(); move || Py_X() });",
      ["Py_Y in fn f", "Py_X in fn f / spawn spawn"],
    ],
    ["what follows", "spawn(|a, b| Py_X(a, b)); Py_Y();", ["Py_X in fn f / spawn spawn", "Py_Y in fn f"]],
    ["a chain", "v.par_iter().map(|x| Py_X(x)).max(); Py_Y();", ["Py_X in fn f / spawn .par_iter", "Py_Y in fn f"]],
    [
      "a name for it",
      "let task = async { Py_X() }; Py_Y(); rt.spawn(task);",
      ["Py_X in fn f / spawn .spawn", "Py_Y in fn f"],
    ],
    [
      "a name among others",
      "let mut a: T = move |x| Py_X(x); rayon::join(f(1), a);",
      ["Py_X in fn f / spawn rayon::join"],
    ],
    [
      "a box with a name",
      "let task = Box::pin(async { Py_X() }); tokio::spawn(task);",
      ["Py_X in fn f / spawn tokio::spawn"],
    ],
    [
      "a name for a call of a type",
      "let t = async { Py_X() }; rt.spawn::<Task<u8>>(t);",
      ["Py_X in fn f / spawn .spawn"],
    ],
    ["a name that is compared", "let a = || Py_X(); if b > (a) { spawn::<u8>(c); }", ["Py_X in fn f"]],
    ["a name that means another", "let a = || Py_X(); let a = 1; spawn(a);", ["Py_X in fn f"]],
    ["a name that is called", "let a = || Py_X(); a(); spawn(other);", ["Py_X in fn f"]],
    ["no closure", "spawn(Py_X());", ["Py_X in fn f"]],
    ["a closure that runs at once", "spawn(Python::attach(|py| Py_X()));", ["Python::attach in fn f", "Py_X in fn f"]],
  ])("%s", (_, body, calls) => expect(callsOf(body)).toEqual(calls));

  test("and so do functions that are only named", () => {
    const named = (body: string) => factsOf(`fn f() { ${body} }`).callees.map((c) => c.paths.join(" "));
    expect(named("thread::spawn(work);")).toContain("work");
    expect(named("tokio::spawn(work(1).instrument(span));")).toContain("work");
    expect(named("v.par_iter().for_each(Self::work).zip(other);")).toEqual(["Self::work"]);
    expect(named("panic::set_hook(Box::new(work));")).toContain("work");
    expect(named("spawn(Box::pin(work(inner())));")).toContain("work");
    expect(named("builder.on_thread_start(work).on_thread_stop(Self::rest);")).toEqual(["work", "Self::rest"]);
    expect(named("set.spawn(self.work(1));")).toContain("Self::work");
    expect(named("set.spawn(self.clone().work(1));")).toContain("Self::work");
    expect(named("set.spawn(self.clone());")).toEqual(["Self::clone"]);
    expect(named("set.spawn(self.part.work());")).toEqual([]);
    expect(named("let task = work(1); { other(); } set.spawn(task);")).toContain("work");
    expect(named("let mut task: T = self.work(1); loop { set.spawn(task); }")).toContain("Self::work");
    expect(named("let task = work(1)?; set.spawn(task);")).toContain("task");
    expect(named("{ let task = work(1); } set.spawn(task);")).toContain("task");
    expect(named("} fn g(task: T) { set.spawn(task);")).toEqual(["task"]);
    expect(named("path.join(name);")).toEqual([]);
  });
});
