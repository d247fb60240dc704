import { expect, test } from "vitest";
import { originOf } from "#lib/scan/model/provenance";
import { modelOf } from "#lib/scan/model/test-model";

/** Origin of a static `X` of this type that one statement fills. */
function originAfter(type: string, statement: string): string {
  const text = `use pyo3::{ffi::*, prelude::*, types::*}; use std::sync::*;
    static mut X: ${type} = ${type.startsWith("*") ? "std::ptr::null_mut()" : `${type.split("<")[0]}::new()`};
    unsafe fn fill(py: Python<'_>) { ${statement} }
    mod own { pub struct PyNone; }`;
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
  ["PyOnceLock<Py<PyEllipsis>>", "X.get_or_init(py, || PyEllipsis::get(py).into());"],
  ["PyOnceLock<Py<PyNone>>", "X.get_or_init(py, || pyo3::types::PyNone::get(py).to_owned().unbind());"],
  ["OnceLock<Py<PyAny>>", "X.set(PyNotImplemented::get(py).to_owned().into_any().unbind());"],
  ["OnceLock<Py<PyBool>>", "X.get_or_init(|| PyBool::new(py, true).to_owned().unbind());"],
  ["OnceCell<PyObject>", "X.get_or_init(|| Python::with_gil(|py| true.into_py(py))).clone();"],
  ["OnceLock<Py<PyAny>>", "X.set(false.into_py_any(py)?);"],
  ["OnceLock<Py<PyAny>>", "X.set(Python::attach(|py| py.None()));"],
  ["OnceLock<Py<PyAny>>", "X.get_or_init(|| {\n py.None()\n });"],
  [
    "OnceLock<Py<PyType>>",
    "X.get_or_init(|| { Python::attach(|py: Python<'_>| { py.get_type::<PyString>().unbind() }) });",
  ],
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
  ["OnceLock<Py<PyAny>>", "X.get_or_init(|| { drop(py.None()); load(py) });"],
  ["OnceLock<Py<PyAny>>", "X.get_or_init(|| Python::attach(|py| load(py)));"],
  ["OnceLock<Py<PyAny>>", "X.set(list.map(|py| py.None()));"],
  ["OnceLock<Py<PyAny>>", "X.set(own::PyNone::get(py));"],
])("%s filled by `%s` belongs to one interpreter", (type, statement) => {
  expect(originAfter(type, statement)).toBe("per-interpreter");
});

test.each([
  ["LazyLock<Py<PyAny>>", "LazyLock::new(|| Python::attach(|py| py.None()))"],
  ["LazyLock<Py<PyType>>", "LazyLock::new(|| Python::attach(|py| py.get_type::<PyString>().unbind()))"],
])("%s made by `%s` is shared by all interpreters", (type, init) => {
  const model = modelOf({ "src/lib.rs": `use pyo3::{prelude::*, types::*}; static X: ${type} = ${init};` });
  expect(originOf(model, model.statics[0]!)).toBe("process-shared");
});

test("a write that no CPython compiles is left out", () => {
  const text = `use pyo3_ffi::*; static mut X: *mut PyObject = std::ptr::null_mut();
    #[cfg(PyPy)] unsafe fn fill() { X = PyImport_ImportModule(NAME); }
    #[cfg(not(PyPy))] unsafe fn fill() { X = Py_None(); }`;
  const model = modelOf({ "src/lib.rs": text });
  expect(originOf(model, model.statics[0]!)).toBe("process-shared");
});
