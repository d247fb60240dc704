import { expect, test } from "vitest";
import { cStruct, isCStructByValue, isFrameworkCell, pythonRole } from "#lib/scan/model/python-types";

test.each([
  ["pyo3_ffi::PyObject", "raw"],
  ["pyo3::ffi::object::PyTypeObject", "raw"],
  ["numpy::npyffi::objects::PyArrayObject", "raw"],
  ["pyo3_ffi::PyDateTime_CAPI", "table"],
  ["pyo3::Py", "holder"],
  ["pyo3::instance::PyObject", "holder"],
  ["pyo3::types::PyList", "borrowed"],
  ["cpython::PyDict", "holder"],
  ["pyo3_ffi::PyMethodDef", null],
  ["pyo3::PyResult", null],
  ["pyo3::impl_::pyclass::PyClassItems", null],
  ["std::ops::Bound", null],
  ["example::Py", null],
])("%s is %s", (canonical, role) => expect(pythonRole(canonical)).toBe(role));

test("structs of the C API are told by the crate that defines them", () => {
  expect(cStruct("pyo3_ffi::object::PyTypeObject")).toBe("PyTypeObject");
  expect(cStruct("example::PyTypeObject")).toBeNull();
  expect(isCStructByValue("pyo3::ffi::PyModuleDef")).toBe(true);
  expect(isCStructByValue("pyo3_ffi::PyDateTimeAPISingleton")).toBe(false);
});

test("a cell is PyO3's only when PyO3 has it", () => {
  expect(isFrameworkCell("pyo3::sync::PyOnceLock")).toBe(true);
  expect(isFrameworkCell("example::sync::PyOnceLock")).toBe(false);
});
