import { join } from "node:path";
import { buildRepository } from "#lib/git/test-repository";

const manifest = (name: string, dependency: string) => `[package]
name = "${name}"
version = "1.2.0"
edition = "2021"

[lib]
crate-type = ["cdylib"]

[dependencies]
${dependency}
`;

const larder = `use pyo3_ffi::*;
use std::ptr::null_mut;

mod shelf;

static mut DEFAULT: *mut PyObject = null_mut();
static mut NONE: *mut PyObject = null_mut();

unsafe extern "C" fn exec(module: *mut PyObject) -> std::ffi::c_int {
    DEFAULT = PyUnicode_InternFromString(c"default".as_ptr());
    NONE = Py_None();
    shelf::fill(module)
}

#[no_mangle]
pub unsafe extern "C" fn PyInit_larder() -> *mut PyObject {
    let slots = Box::leak(Box::new([
        PyModuleDef_Slot {
            slot: Py_mod_exec,
            value: exec as *mut std::ffi::c_void,
        },
        PyModuleDef_Slot {
            slot: Py_mod_multiple_interpreters,
            value: Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED,
        },
        PyModuleDef_Slot { slot: 0, value: null_mut() },
    ]));
    PyModuleDef_Init(definition(slots))
}
`;

const shelf = `use pyo3_ffi::*;

/// Classes that the first import creates.
pub static mut JAR_TYPE: *mut PyTypeObject = std::ptr::null_mut();

pub unsafe fn fill(module: *mut PyObject) -> std::ffi::c_int {
    JAR_TYPE = PyImport_ImportModule(c"jars".as_ptr()).cast();
    PyModule_AddObjectRef(module, c"Jar".as_ptr(), JAR_TYPE.cast())
}
`;

const seedling = `use pyo3::prelude::*;

#[pyfunction]
fn grow(height: usize) -> usize {
    height + 1
}

#[pymodule]
fn seedling(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(grow, module)?)
}
`;

/** Refuses other interpreters by its own choice, and keeps Python objects in statics. */
export function guarded(folder: string): Promise<string> {
  return build(folder, "larder", {
    "Cargo.toml": manifest("larder", 'pyo3-ffi = "0.27"'),
    "src/lib.rs": larder,
    "src/shelf.rs": shelf,
  });
}

/** Loads in legacy interpreters with nothing to check it. */
export function unguarded(folder: string): Promise<string> {
  return build(folder, "seedling", {
    "Cargo.toml": manifest("seedling", 'pyo3 = "0.28"'),
    "src/lib.rs": seedling,
  });
}

/** Rust that has nothing to do with Python. */
export function withoutPython(folder: string): Promise<string> {
  return build(folder, "gravel", {
    "Cargo.toml": manifest("gravel", 'libc = "0.2"'),
    "src/lib.rs": "pub fn stones() -> usize {\n    3\n}\n",
  });
}

async function build(folder: string, name: string, files: Record<string, string>): Promise<string> {
  const dir = join(folder, `${name}.git`);
  await buildRepository(dir, [{ message: `${name} 1.2.0`, date: "2026-03-02T10:00:00Z", files, tag: "1.2.0" }]);
  return dir;
}
