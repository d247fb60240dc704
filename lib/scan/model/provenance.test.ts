import { expect, test } from "vitest";
import { originOf } from "#lib/scan/model/provenance";
import { modelOf } from "#lib/scan/model/test-model";

/** Origin of a static `X` of this type that one statement fills. */
function originAfter(type: string, statement: string): string {
  const text = `use pyo3::{ffi::*, prelude::*, types::*}; use std::sync::*;
    static mut X: ${type} = ${type.startsWith("*") ? "std::ptr::null_mut()" : `${type.split("<")[0]}::new()`};
    unsafe fn fill(py: Python<'_>) { ${statement} }`;
  const model = modelOf({ "src/lib.rs": text });
  return originOf(model, model.statics.find((item) => item.fact.name === "X")!);
}

test.each([
  ["*mut PyObject", "X = Py_None();"],
  ["*mut PyObject", "X = unsafe { Py_True() };"],
  ["*mut PyTypeObject", "X = &raw mut PyUnicode_Type;"],
  ["*mut PyObject", "X = std::ptr::addr_of_mut!(PyList_Type) as *mut PyObject;"],
  ["*mut PyObject", "X = (&raw mut PyList_Type).cast::<PyObject>();"],
  ["*mut PyObject", "X = PyExc_TypeError;"],
  ["*mut PyTypeObject", "X = py.get_type::<PyString>().as_type_ptr();"],
  ["*mut PyTypeObject", "X = PyInt::type_object_raw(py);"],
  ["*mut PyTypeObject", "X = py.None().bind(py).get_type().as_type_ptr();"],
  ["*mut PyTypeObject", "X = Py_TYPE(Py_None());"],
  ["OnceLock<Py<PyAny>>", "X.set(py.None());"],
  ["OnceLock<Py<PyType>>", "X.get_or_init(|| py.get_type::<PyDict>().unbind());"],
])("%s filled by `%s` is shared by all interpreters", (type, statement) => {
  expect(originAfter(type, statement)).toBe("process-shared");
});

test.each([
  ["*mut PyTypeObject", "X = (*PyDateTimeAPI()).DateTimeType;"],
  ["*mut PyTypeObject", "X = PyDelta::type_object_raw(py);"],
])("%s filled by `%s` is a type of the datetime extension", (type, statement) => {
  expect(originAfter(type, statement)).toBe("static-extension-type");
});

test.each([
  ["*mut PyObject", ""],
  ["*mut PyObject", "X = PyList_New(0);"],
  ["*mut PyObject", "X = Py_None(); X = object;"],
  ["*mut PyTypeObject", "X = py.get_type::<crate::Local>().as_type_ptr();"],
  ["OnceLock<Py<PyAny>>", "X.set(py.None()); X.set(value);"],
  ["OnceLock<Py<PyType>>", 'X.import(py, "decimal", "Decimal");'],
  ["Mutex<Py<PyAny>>", "X.set(py.None());"],
])("%s filled by `%s` belongs to one interpreter", (type, statement) => {
  expect(originAfter(type, statement)).toBe("per-interpreter");
});

test("a write that no CPython compiles is left out", () => {
  const text = `use pyo3_ffi::*; static mut X: *mut PyObject = std::ptr::null_mut();
    #[cfg(PyPy)] unsafe fn fill() { X = PyImport_ImportModule(NAME); }
    #[cfg(not(PyPy))] unsafe fn fill() { X = Py_None(); }`;
  const model = modelOf({ "src/lib.rs": text });
  expect(originOf(model, model.statics[0]!)).toBe("process-shared");
});
