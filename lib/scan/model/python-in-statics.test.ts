import { describe, expect, test } from "vitest";
import { staticState } from "#lib/scan/model/static-state";
import { modelOf } from "#lib/scan/model/test-model";

const PYO3 = "use pyo3::prelude::*; use std::sync::*; use std::sync::atomic::Ordering;";

/** A title, one file or several, and the statics in them that hold something of Python. */
type Case = [title: string, text: string | Record<string, string>, names: string[]];

const names: Case[] = [
  ["a full path", `${PYO3} static X: std::sync::OnceLock<Py<PyAny>> = std::sync::OnceLock::new();`, ["X"]],
  [
    "a path from the root of all crates",
    `${PYO3} static X: ::std::sync::OnceLock<::pyo3::Py<::pyo3::PyAny>> = n();`,
    ["X"],
  ],
  ["an alias of PyO3", `static X: std::sync::OnceLock<pyo3::PyObject> = n();`, ["X"]],
  ["PyErr", `${PYO3} static X: Mutex<Option<PyErr>> = n();`, ["X"]],
  ["the error of a PyResult", `${PYO3} static X: LazyLock<PyResult<u8>> = n();`, ["X"]],
  ["PyBackedStr", `use pyo3::pybacked::PyBackedStr; static X: std::sync::OnceLock<PyBackedStr> = n();`, ["X"]],
  ["PyBuffer", `use pyo3::buffer::PyBuffer; static X: std::sync::Mutex<Option<PyBuffer<u8>>> = n();`, ["X"]],
  [
    "renamed use",
    `use pyo3::Py as Owned; use pyo3::PyAny as Any; static X: std::sync::OnceLock<Owned<Any>> = n();`,
    ["X"],
  ],
  ["pyo3 as alias", `use pyo3 as py; static X: std::sync::OnceLock<py::Py<py::PyAny>> = n();`, ["X"]],
  ["extern crate as", `extern crate pyo3 as py; static X: std::sync::OnceLock<py::Py<py::PyAny>> = n();`, ["X"]],
  [
    "pub use reexport module",
    {
      "src/lib.rs": `mod prelude; mod m;`,
      "src/prelude.rs": `pub use pyo3::prelude::*;`,
      "src/m.rs": `use crate::prelude::*; static X: std::sync::OnceLock<Py<PyAny>> = n();`,
    },
    ["X"],
  ],
  [
    "pub use chain",
    {
      "src/lib.rs": `mod a; mod b; mod c;`,
      "src/a.rs": `pub use pyo3::Py;`,
      "src/b.rs": `pub use crate::a::Py as Handle;`,
      "src/c.rs": `use super::b::Handle; static X: std::sync::OnceLock<Handle<u8>> = n();`,
    },
    ["X"],
  ],
  ["local Py struct", `struct Py<T>(T); static X: std::sync::OnceLock<Py<u8>> = n();`, []],
  ["local PyObject struct", `pub struct PyObject { x: u8 } static X: *mut PyObject = n();`, []],
  [
    "local PyObject struct w/ prelude glob",
    `use pyo3::prelude::*; pub struct PyObject { x: u8 } static X: std::sync::OnceLock<PyObject> = n();`,
    [],
  ],
  ["PyProjectToml", `${PYO3} struct PyProjectToml{a:String} static X: OnceLock<PyProjectToml> = n();`, []],
  [
    "glob from other crate Py-name",
    `use pyo3::prelude::*; use other::*; static X: std::sync::OnceLock<PyVersion> = n();`,
    [],
  ],
  [
    "same name two modules",
    `mod a { pub struct Cache { p: pyo3::Py<pyo3::PyAny> } } mod b { pub struct Cache { p: u8 } } static X: a::Cache = n(); static Y: b::Cache = n();`,
    ["X"],
  ],
  [
    "same name two files glob",
    {
      "src/lib.rs": `mod a; mod b; use b::*; static X: Cache = n();`,
      "src/a.rs": `pub struct Cache(pyo3::Py<u8>);`,
      "src/b.rs": `pub struct Cache(u8);`,
    },
    [],
  ],
  [
    "same name function-local",
    `struct C(u8); fn f() { struct C(pyo3::Py<u8>); static X: C = n(); } static Y: C = n();`,
    ["X"],
  ],
];

const genericAndAssociatedTypes: Case[] = [
  ["alias with generics", `type Cell<T> = std::sync::OnceLock<pyo3::Py<T>>; static X: Cell<u8> = n();`, ["X"]],
  ["alias generic untainted", `type Cell<T> = std::sync::OnceLock<Vec<T>>; static X: Cell<u8> = n();`, []],
  ["alias of alias", `type A = B; type B = C; type C = pyo3::PyObject; static X: std::sync::OnceLock<A> = n();`, ["X"]],
  ["alias pointer", `type Ptr = *mut pyo3::ffi::PyObject; static mut X: Ptr = n();`, ["X"]],
  ["alias to object", `type O = pyo3::ffi::PyObject; static mut X: *mut O = n();`, ["X"]],
  ["default generic arg", `struct W<T = pyo3::Py<u8>>(T); static X: W = n();`, ["X"]],
  ["default generic arg overridden", `struct W<T = pyo3::Py<u8>>(T); static X: W<u8> = n();`, []],
  [
    "const generics before",
    `struct W<const N: usize, T>([T; N]); static X: W<3, pyo3::Py<u8>> = n(); static Y: W<3, u8> = n();`,
    ["X"],
  ],
  [
    "lifetime generics before",
    `struct W<'a, T>(&'a T); static X: W<'static, pyo3::Py<u8>> = n(); static Y: W<'static, u8> = n();`,
    ["X"],
  ],
  ["where clause", `struct W<T> where T: Send { v: Vec<T> } static X: W<pyo3::Py<u8>> = n();`, ["X"]],
  ["phantom in generic", `struct Id<T>(u32, std::marker::PhantomData<T>); static X: Id<pyo3::Py<u8>> = n();`, []],
  [
    "assoc type of local trait impl",
    `trait Store { type Value; } struct S; impl Store for S { type Value = pyo3::Py<u8>; } static X: std::sync::OnceLock<<S as Store>::Value> = n();`,
    ["X"],
  ],
  [
    "assoc type untainted",
    `trait Store { type Value; } struct S; impl Store for S { type Value = u8; } static X: std::sync::OnceLock<<S as Store>::Value> = n();`,
    [],
  ],
  [
    "assoc type via generic field",
    `trait Store { type Value; } struct S; impl Store for S { type Value = pyo3::Py<u8>; } struct Cache<T: Store> { v: T::Value } static X: Cache<S> = n();`,
    ["X"],
  ],
  [
    "assoc type via a parameter that is handed on",
    `trait Store { type Value; type Size; } struct S; impl Store for S { type Value = pyo3::Py<u8>; type Size = u8; } struct Cache<T: Store> { v: T::Value } struct All<P: Store>(Vec<Cache<P>>); static X: All<S> = n(); struct Count<P: Store>(P::Size); struct Counts<Q: Store>(Vec<Count<Q>>); static Y: Counts<S> = n();`,
    ["X"],
  ],
  [
    "assoc type via a type whose parameter stands for itself",
    `trait Store { type Value; } struct List<T: Store> { next: Option<Box<List<T>>>, v: T::Value } struct S; impl Store for S { type Value = u8; } static X: List<S> = n();`,
    [],
  ],
  [
    "assoc type Self:: in impl static",
    `struct S; trait T { type V; } impl T for S { type V = pyo3::Py<u8>; fn f() { static X: std::sync::OnceLock<<S as T>::V> = n(); } }`,
    ["X"],
  ],
  ["Self type in field", `struct N { next: Option<Box<Self>>, v: pyo3::Py<u8> } static X: N = n();`, ["X"]],
  [
    "Self in static in impl",
    `struct S(pyo3::Py<u8>); impl S { fn get() { static X: std::sync::OnceLock<Self> = n(); } }`,
    [],
  ],
  [
    "static in impl const block",
    `struct S(pyo3::Py<u8>); impl S { fn get() { static X: std::sync::OnceLock<S> = n(); } }`,
    ["X"],
  ],
];

const whatATypeIsMadeOf: Case[] = [
  ["enum tuple", `enum E { A(pyo3::Py<u8>), B } static X: E = n();`, ["X"]],
  ["enum struct variant", `enum E { A { x: u8, p: pyo3::Py<u8> }, B } static X: E = n();`, ["X"]],
  ["union", `union U { a: u64, p: *mut pyo3::ffi::PyObject } static mut X: U = n();`, ["X"]],
  ["fn pointers", `struct H { f: fn(*mut pyo3::ffi::PyObject) -> pyo3::PyObject } static X: H = n();`, []],
  [
    "extern fn alias",
    `type F = unsafe extern "C" fn(*mut pyo3::ffi::PyObject) -> *mut pyo3::ffi::PyObject; static X: Option<F> = n();`,
    [],
  ],
  ["dyn Fn", `${PYO3} static X: OnceLock<Box<dyn Fn(Python<'_>) -> Py<PyAny> + Send>> = n();`, []],
  ["std result pyerr", `${PYO3} static X: OnceLock<Result<u8, PyErr>> = n();`, ["X"]],
  ["arc swap", `${PYO3} static X: arc_swap::ArcSwapOption<Py<PyAny>> = n();`, ["X"]],
  ["dashmap", `${PYO3} static X: LazyLock<dashmap::DashMap<String, Py<PyAny>>> = n();`, ["X"]],
  ["once_cell", `${PYO3} static X: once_cell::sync::Lazy<Py<PyAny>> = n();`, ["X"]],
  ["atomicptr", `use std::sync::atomic::AtomicPtr; static X: AtomicPtr<pyo3::ffi::PyObject> = n();`, ["X"]],
  ["atomicptr alias", `type P = std::sync::atomic::AtomicPtr<pyo3::ffi::PyTypeObject>; static X: P = n();`, ["X"]],
  [
    "atomicptr of local alias",
    `use pyo3::ffi as c; static X: std::sync::atomic::AtomicPtr<c::PyLongObject> = n();`,
    ["X"],
  ],
  ["atomicptr Py", `static X: std::sync::atomic::AtomicPtr<pyo3::Py<u8>> = n();`, ["X"]],
  [
    "interp state",
    `use pyo3::ffi::*; static mut X: *mut PyInterpreterState = n(); static mut Y: *mut PyThreadState = n();`,
    ["X", "Y"],
  ],
  [
    "moduledef",
    `use pyo3::ffi::*; static mut X: PyModuleDef = n(); static mut Y: *mut PyModuleDef = n(); static mut Z: [PyMethodDef; 3] = n();`,
    [],
  ],
  [
    "method on untainted",
    `${PYO3} struct P; impl P { fn f(&self, x: &Py<PyAny>) {} } static X: OnceLock<P> = n();`,
    [],
  ],
  [
    "pyclass not tainted",
    `${PYO3} #[pyclass] struct S { a: u8 } static X: OnceLock<S> = n(); static Y: OnceLock<Py<S>> = n();`,
    ["Y"],
  ],
  ["pyclass fields taint", `${PYO3} #[pyclass] struct S { a: Py<PyAny> } static X: OnceLock<S> = n();`, ["X"]],
  [
    "Python token struct",
    `${PYO3} struct S { py: std::marker::PhantomData<Python<'static>> } static X: OnceLock<S> = n();`,
    [],
  ],
];

const macrosAndPlaces: Case[] = [
  [
    "lazy_static",
    `use lazy_static::lazy_static; lazy_static! { static ref X: pyo3::Py<u8> = n(); static ref Y: u8 = 1; }`,
    ["X"],
  ],
  ["lazy_static path pub", `lazy_static::lazy_static! { #[allow(x)] pub static ref X: pyo3::Py<u8> = n(); }`, ["X"]],
  [
    "lazy_static pub(crate)",
    `lazy_static::lazy_static! { pub(crate) static ref X: std::sync::Mutex<Vec<pyo3::Py<u8>>> = n(); }`,
    ["X"],
  ],
  [
    "thread_local",
    `thread_local! { static X: std::cell::RefCell<Option<pyo3::Py<u8>>> = const { n() }; pub static Y: u8 = 1 }`,
    ["X"],
  ],
  ["std::thread_local", `std::thread_local! { static X: std::cell::OnceCell<pyo3::Py<u8>> = n(); }`, ["X"]],
  ["task_local", `tokio::task_local! { static X: pyo3::Py<u8>; pub static Y: u8; }`, ["X"]],
  [
    "cfg_if",
    `cfg_if::cfg_if! { if #[cfg(a)] { static X: std::sync::OnceLock<pyo3::Py<u8>> = n(); } else { static Y: u8 = 1; } }`,
    ["X"],
  ],
  [
    "cfg_if local types",
    `cfg_if::cfg_if! { if #[cfg(a)] { mod im { pub struct S(pyo3::Py<u8>); } } } use im::S; static X: S = n();`,
    ["X"],
  ],
  ["static in fn", `fn f() { static X: std::sync::OnceLock<pyo3::Py<u8>> = n(); }`, ["X"]],
  ["static in closure", `fn f() { let g = || { static X: std::sync::OnceLock<pyo3::Py<u8>> = n(); X.get() }; }`, ["X"]],
  [
    "static in match arm",
    `fn f(a: u8) { match a { 1 => { static X: std::sync::OnceLock<pyo3::Py<u8>> = n(); } _ => {} } }`,
    ["X"],
  ],
  ["static in const block", `const A: u8 = { static X: std::sync::OnceLock<pyo3::Py<u8>> = n(); 1 };`, ["X"]],
  ["static in const _", `const _: () = { static X: std::sync::OnceLock<pyo3::Py<u8>> = n(); };`, ["X"]],
  ["static in trait default", `trait T { fn f() { static X: std::sync::OnceLock<pyo3::Py<u8>> = n(); } }`, ["X"]],
  ["static in unsafe block async", `async fn f() { unsafe { static mut X: *mut pyo3::ffi::PyObject = n(); } }`, ["X"]],
  [
    "extern block",
    `extern "C" { static mut X: *mut pyo3::ffi::PyObject; } unsafe extern "C" { pub static Y: *mut pyo3::ffi::PyObject; }`,
    [],
  ],
  [
    "macro_rules own static, used",
    `macro_rules! cell { ($n:ident) => { static $n: std::sync::OnceLock<pyo3::Py<pyo3::PyAny>> = std::sync::OnceLock::new(); } } cell!(A); cell!(B);`,
    ["$n"],
  ],
  [
    "macro_rules static fixed name, used in fn",
    `macro_rules! get { ($e:expr) => {{ static CELL: std::sync::OnceLock<pyo3::Py<pyo3::PyAny>> = std::sync::OnceLock::new(); CELL.get() }} } fn f() { get!(1); }`,
    ["CELL"],
  ],
  [
    "macro_rules never invoked",
    `macro_rules! cell { ($n:ident) => { static $n: std::sync::OnceLock<pyo3::Py<pyo3::PyAny>> = n(); } }`,
    [],
  ],
  [
    "macro_rules type param whose name is not ASCII",
    `struct Größe(pyo3::Py<pyo3::PyAny>); macro_rules! cell { ($n:ident, $t:ty) => { static $n: std::sync::OnceLock<$t> = n(); } } cell!(A, Größe);`,
    ["$n"],
  ],
  [
    "macro_rules type param",
    `macro_rules! cell { ($n:ident, $t:ty) => { static $n: std::sync::OnceLock<$t> = n(); } } cell!(A, pyo3::Py<pyo3::PyAny>); cell!(B, String);`,
    ["$n"],
  ],
  [
    "paste",
    `macro_rules! imp { ($n:ident) => { paste::paste! { static [<CELL_ $n>]: pyo3::sync::PyOnceLock<pyo3::Py<pyo3::PyAny>> = n(); } } } imp!(A);`,
    ["CELL_$n"],
  ],
  [
    "paste direct",
    `paste::paste! { static [<CELL_ A>]: pyo3::sync::PyOnceLock<pyo3::Py<pyo3::PyAny>> = n(); }`,
    ["CELL_A"],
  ],
  [
    "macro invocation with static tokens",
    `my_macro! { static X: std::sync::OnceLock<pyo3::Py<pyo3::PyAny>> = n(); }`,
    ["X"],
  ],
];

const containersAndScopes: Case[] = [
  [
    "arc mutex hashmap",
    `${PYO3} static X: LazyLock<Arc<Mutex<std::collections::HashMap<String, Vec<Py<PyAny>>>>>> = n();`,
    ["X"],
  ],
  ["tuple of", `${PYO3} static X: OnceLock<(u8, Py<PyAny>)> = n();`, ["X"]],
  ["array of cells", `${PYO3} static X: [OnceLock<Py<PyAny>>; 3] = n();`, ["X"]],
  ["array len expr", `${PYO3} static X: [OnceLock<Py<PyAny>>; {A + 1}] = n();`, ["X"]],
  ["slice ref", `${PYO3} static X: &'static [OnceLock<Py<PyAny>>] = n();`, ["X"]],
  ["raw ident", `struct r#type(pyo3::Py<u8>); static X: r#type = n();`, ["X"]],
  [
    "nested mod path",
    `mod a { pub mod b { pub struct S(pub pyo3::Py<u8>); } pub use b::S as T; } static X: a::T = n();`,
    ["X"],
  ],
  ["use inside fn", `fn f() { use pyo3::Py; static X: std::sync::OnceLock<Py<u8>> = n(); }`, ["X"]],
  [
    "use enum/glob of own mod",
    `mod t { pub use pyo3::{Py, PyAny}; } use t::*; static X: std::sync::OnceLock<Py<PyAny>> = n();`,
    ["X"],
  ],
  [
    "self use",
    `mod t { pub struct S(pyo3::Py<u8>); } use self::t::{self as u, S as Q}; static X: u::S = n(); static Y: Q = n();`,
    ["X", "Y"],
  ],
  [
    "cyclic globs",
    `mod a { pub use super::b::*; pub struct A(pyo3::Py<u8>); } mod b { pub use super::a::*; } static X: b::A = n();`,
    ["X"],
  ],
  ["bound static", `${PYO3} static X: OnceLock<Bound<'static, PyAny>> = n();`, ["X"]],
  [
    "a class of NumPy",
    `use numpy::{PyArrayDescr}; use pyo3::Py; static X: std::sync::OnceLock<Py<PyArrayDescr>> = n();`,
    ["X"],
  ],
  ["cow str", `${PYO3} static X: OnceLock<std::borrow::Cow<'static, str>> = n();`, []],
  ["string content", `static X: &str = "*mut PyObject"; static Y: &[&str] = &["Py<PyAny>"];`, []],
  ["a weak reference", `${PYO3} static X: Mutex<Weak<Py<PyAny>>> = n();`, ["X"]],
  [
    "nonnull in local",
    `struct P(std::ptr::NonNull<pyo3::ffi::PyObject>); static X: std::sync::OnceLock<P> = n();`,
    ["X"],
  ],
  [
    "repr transparent ptr newtype",
    `#[repr(transparent)] struct P { p: *mut pyo3::ffi::PyObject } unsafe impl Sync for P {} static X: P = n();`,
    ["X"],
  ],
];

const addressesKeptAsNumbers: Case[] = [
  [
    "usize laundered direct",
    `${PYO3} static mut X: usize = 0; fn f(o: Py<PyAny>) { unsafe { X = o.into_ptr() as usize; } }`,
    ["X"],
  ],
  [
    "atomic usize laundered",
    `${PYO3} static X: atomic::AtomicUsize = atomic::AtomicUsize::new(0); fn f(o: Py<PyAny>) { X.store(o.into_ptr() as usize, Ordering::Relaxed); }`,
    ["X"],
  ],
  [
    "atomic usize laundered as_ptr typed param",
    `${PYO3} static X: atomic::AtomicUsize = atomic::AtomicUsize::new(0); fn f(o: &Bound<'_, PyAny>) { X.store(o.as_ptr() as usize, Ordering::Relaxed); }`,
    ["X"],
  ],
  [
    "atomic usize from local let",
    `${PYO3} static X: atomic::AtomicUsize = atomic::AtomicUsize::new(0); fn f(o: &Bound<'_, PyAny>) { let p = o.as_ptr(); X.store(p as usize, Ordering::Relaxed); }`,
    ["X"],
  ],
  [
    "usize field laundered in struct",
    `${PYO3} struct L { int: usize } static X: OnceLock<L> = OnceLock::new(); fn f(py: Python) { X.get_or_init(|| L { int: PyInt::type_object_raw(py) as usize }); }`,
    ["X"],
  ],
  [
    "usize field pydantic style",
    `${PYO3} use pyo3::sync::PyOnceLock; pub struct L { none: usize, int: usize } static X: PyOnceLock<L> = PyOnceLock::new(); impl L { fn new(py: Python) -> Self { Self { none: PyNone::type_object_raw(py) as usize, int: PyInt::type_object_raw(py) as usize } } fn cached(py: Python<'_>) -> &Self { X.get_or_init(py, || Self::new(py)) } }`,
    ["X"],
  ],
  [
    "a number that is none",
    `${PYO3} static X: atomic::AtomicUsize = atomic::AtomicUsize::new(0); fn f(v: &Vec<u8>) { X.store(v.len() as usize, Ordering::Relaxed); X.fetch_add(1, Ordering::Relaxed); }`,
    [],
  ],
  [
    "the address of Rust's own data",
    `${PYO3} static X: atomic::AtomicUsize = atomic::AtomicUsize::new(0); fn f(v: &Vec<u8>) { X.store(v.as_ptr() as usize, Ordering::Relaxed); }`,
    [],
  ],
];

describe.each([
  ["names", names] as const,
  ["generic and associated types", genericAndAssociatedTypes] as const,
  ["what a type is made of", whatATypeIsMadeOf] as const,
  ["macros and places", macrosAndPlaces] as const,
  ["containers and scopes", containersAndScopes] as const,
  ["addresses kept as numbers", addressesKeptAsNumbers] as const,
])("%s", (_, cases) => {
  test.each(cases)("%s", (_title, text, names) => {
    const model = modelOf(typeof text === "string" ? { "src/lib.rs": text } : text);
    const found = model.statics.filter((item) => staticState(model, item)).map((item) => item.fact.name);
    expect(found.sort()).toEqual(names);
  });
});
