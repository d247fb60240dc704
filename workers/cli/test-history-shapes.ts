import type { TestCommit } from "#lib/git/test-repository";

/**
 * A history with the shape of orjson's: statics appear, a slot declares, a binding is vendored and leaves again, an allocator is taken from
 * Python, all statics are reordered and made less visible, two function pointers move, two statics are resolved.
 */

const STATES = [
  ...["NONE", "TRUE", "FALSE", "EMPTY_UNICODE", "DEFAULT", "OPTION", "DTYPE_STR", "DESCR_STR", "VALUE_STR", "DST_STR"],
  ...["DICT_STR", "DATACLASS_FIELDS_STR", "SLOTS_STR", "FIELD_TYPE_STR", "ARRAY_STRUCT_STR", "UTCOFFSET_METHOD_STR"],
  ...["NORMALIZE_METHOD_STR", "CONVERT_METHOD_STR", "INT_ATTR_STR", "JsonEncodeError", "JsonDecodeError"],
];
const TYPES = [
  ...["BYTES", "BYTEARRAY", "MEMORYVIEW", "STR", "INT", "BOOL", "NONE", "FLOAT", "LIST", "DICT", "DATETIME", "DATE"],
  ...["TIME", "TUPLE", "UUID", "ENUM", "FIELD", "FRAGMENT", "ZONEINFO"],
].map((name) => `${name}_TYPE`);
const ALL = [...STATES, ...TYPES];

const typeref = (names: readonly string[], visibility: string) =>
  [
    "use pyo3_ffi::{PyObject, PyTypeObject};",
    "use std::ptr::null_mut;",
    "",
    ...names.map((name) => `${visibility} static mut ${name}: *mut ${typeOf(name)} = null_mut();`),
    "",
  ].join("\n");
const typeOf = (name: string) => (name.endsWith("_TYPE") ? "PyTypeObject" : "PyObject");

const FORMATTER = "pub type StrFormatter = unsafe fn(*mut u8, *const u8, usize) -> usize;\n";
const formatter = "pub static mut STR_FORMATTER_FN: StrFormatter = format_scalar;\n";
const CREATOR = "use pyo3_ffi::PyObject;\n\npub type StrCreator = unsafe fn(&str) -> *mut PyObject;\n";
const creator = "pub static mut STR_CREATE_FN: StrCreator = create_scalar;\n";

const ALLOCATOR = `use core::alloc::{GlobalAlloc, Layout};
use pyo3_ffi::{PyMem_Free, PyMem_Malloc};

struct PyMemAllocator {}

#[global_allocator]
static ALLOCATOR: PyMemAllocator = PyMemAllocator {};

unsafe impl GlobalAlloc for PyMemAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        PyMem_Malloc(layout.size()).cast()
    }
    unsafe fn dealloc(&self, ptr: *mut u8, _: Layout) {
        PyMem_Free(ptr.cast())
    }
}
`;

const SLOT = `        pyo3_ffi::PyModuleDef_Slot {
            slot: pyo3_ffi::Py_mod_multiple_interpreters,
            value: pyo3_ffi::Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED,
        },
`;
const library = (modules: string, slot = "") => `${modules}
#[no_mangle]
pub unsafe extern "C" fn PyInit_shape() -> *mut pyo3_ffi::PyModuleDef {
    let slots = Box::new([
        pyo3_ffi::PyModuleDef_Slot { slot: pyo3_ffi::Py_mod_exec, value: exec as *mut c_void },
${slot}        pyo3_ffi::PyModuleDef_Slot { slot: 0, value: null_mut() },
    ]);
    let definition = Box::new(pyo3_ffi::PyModuleDef { m_size: 0, m_slots: Box::into_raw(slots) as *mut _, ..EMPTY });
    pyo3_ffi::PyModuleDef_Init(Box::into_raw(definition))
}
`;

const VENDOR = "include/pyo3/pyo3-ffi";
const cargo = (dependency: string) =>
  `[package]\nname = "shape"\nversion = "3.0.0"\nedition = "2021"\n\n[lib]\ncrate-type = ["cdylib"]\n\n[dependencies]\npyo3-ffi = ${dependency}\n`;
const vendored = {
  [`${VENDOR}/Cargo.toml`]: '[package]\nname = "pyo3-ffi"\nversion = "0.23.0"\nedition = "2021"\n',
  [`${VENDOR}/src/lib.rs`]: "mod object;\npub use object::*;\n",
  [`${VENDOR}/src/object.rs`]: [
    "pub struct PyObject {}",
    "pub struct PyTypeObject {}",
    "pub struct PyModuleDef {}",
    "pub struct PyModuleDef_Slot {}",
    'extern "C" { pub static mut PyExc_ValueError: *mut PyObject; }',
    ...["A", "B", "C"].map((name) => `static mut COPIED_${name}: *mut PyObject = std::ptr::null_mut();`),
    "",
  ].join("\n"),
};

type Change = Omit<TestCommit, "date">;

export const orjsonShape: Change[] = [
  { message: "a module without statics", files: { "Cargo.toml": cargo('"0.19"'), "src/lib.rs": library("") } },
  {
    message: "types are looked up once",
    files: { "src/lib.rs": library("mod typeref;"), "src/typeref.rs": typeref(ALL, "pub") },
    tag: "3.9.8",
  },
  { message: "declare the slot", files: { "src/lib.rs": library("mod typeref;", SLOT) }, tag: "3.9.9" },
  {
    message: "vendor the binding",
    files: { "Cargo.toml": cargo(`{ path = "${VENDOR}" }`), ...vendored },
    tag: "3.10.8",
  },
  {
    message: "allocate through Python",
    files: { "src/lib.rs": library("mod alloc;\nmod typeref;", SLOT), "src/alloc.rs": ALLOCATOR },
    tag: "3.10.14",
  },
  {
    message: "choose functions by processor",
    files: {
      "src/lib.rs": library("mod alloc;\nmod serialize;\nmod str;\nmod typeref;", SLOT),
      "src/serialize/mod.rs": "mod writer;\n",
      "src/serialize/writer/mod.rs": "mod json;\n",
      "src/serialize/writer/json.rs": FORMATTER + formatter,
      "src/str/mod.rs": "mod pystr;\n",
      "src/str/pystr.rs": CREATOR + creator,
    },
    tag: "3.10.16",
  },
  {
    message: "reorder the statics, for the crate alone; the binding comes from the registry again",
    files: {
      "Cargo.toml": cargo('"0.25"'),
      ...Object.fromEntries(Object.keys(vendored).map((path) => [path, null])),
      "src/typeref.rs": typeref(ALL.toReversed(), "pub(crate)"),
    },
    tag: "3.11.0",
  },
  { message: "only lines", files: { "src/str/pystr.rs": `// How a str is made.\n\n${CREATOR}\n${creator}` } },
  { message: "no code", files: { "README.md": "words\n" }, tag: "3.11.5" },
  {
    message: "references have types of their own",
    files: {
      "src/lib.rs": library("mod alloc;\nmod ffi;\nmod serialize;\nmod typeref;", SLOT),
      "src/str/mod.rs": null,
      "src/str/pystr.rs": null,
      "src/ffi/mod.rs": "mod pystrref;\n",
      "src/ffi/pystrref/mod.rs": "mod object;\n",
      "src/ffi/pystrref/object.rs": CREATOR + creator,
    },
  },
  {
    message: "two types are asked for where they are used",
    files: {
      "src/typeref.rs": typeref(
        ALL.toReversed().filter((name) => name !== "BYTEARRAY_TYPE" && name !== "MEMORYVIEW_TYPE"),
        "pub(crate)",
      ),
    },
    tag: "3.11.6",
  },
  {
    message: "the formatter has a file of its own",
    files: {
      "src/serialize/writer/mod.rs": "mod format_str;\nmod json;\n",
      "src/serialize/writer/json.rs": "use super::format_str::*;\n",
      "src/serialize/writer/format_str.rs": FORMATTER + formatter,
    },
    tag: "3.11.8",
  },
];

const bound = (pyo3: string) => ({
  "Cargo.toml": `[package]\nname = "bound"\nversion = "1.0.0"\n\n[lib]\ncrate-type = ["cdylib"]\n\n[dependencies]\npyo3 = "${pyo3.split(".").slice(0, 2).join(".")}"\n`,
  "Cargo.lock": `version = 4\n\n[[package]]\nname = "bound"\nversion = "1.0.0"\ndependencies = [\n "pyo3",\n]\n\n[[package]]\nname = "pyo3"\nversion = "${pyo3}"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n`,
});

/** A module like that of bcrypt or rpds, through the versions of PyO3 that check, and the one that no longer does. */
export const bcryptShape: Change[] = [
  {
    message: "begin",
    files: {
      ...bound("0.19.2"),
      "src/lib.rs":
        "use pyo3::prelude::*;\n\n#[pymodule]\nfn bound(_py: Python<'_>, m: &PyModule) -> PyResult<()> {\n    Ok(())\n}\n",
    },
    tag: "1.0",
  },
  { message: "PyO3 0.20", files: bound("0.20.3"), tag: "1.1" },
  { message: "PyO3 0.27", files: bound("0.27.2"), tag: "1.2" },
  { message: "PyO3 0.28", files: bound("0.28.0"), tag: "2.0" },
];
