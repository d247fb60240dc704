import { describe, expect, test } from "vitest";
import { macroRoot, staticState } from "#lib/scan/model/static-state";
import { modelOf } from "#lib/scan/model/test-model";

const USES = "use pyo3::{ffi, prelude::*, sync::*}; use std::{cell::*, ptr::NonNull, sync::*};";

/** State of the first static of this text. */
function stateOf(text: string) {
  const model = modelOf({ "src/lib.rs": `${USES} ${text}` });
  return staticState(model, model.statics[0]!);
}
const formOf = (type: string): string | undefined => stateOf(`static X: ${type} = make();`)?.form;

describe("the form of a static", () => {
  test.each([
    ["*mut ffi::PyObject", "pointer"],
    ["[*const ffi::PyTypeObject; 3]", "pointer"],
    ["Option<NonNull<ffi::PyObject>>", "pointer"],
    ["(*mut ffi::PyObject, u8)", "pointer"],
    ["UnsafeCell<*mut ffi::PyObject>", "cell"],
    ["OnceLock<Py<PyAny>>", "cell"],
    ["Py<PyAny>", "cell"],
    ["&'static PyAny", "cell"],
    ["PyOnceLock<Vec<PyErr>>", "pyo3-cell"],
    ["[GILOnceCell<PyObject>; 2]", "pyo3-cell"],
    ["Mutex<PyOnceLock<Py<PyAny>>>", "pyo3-cell"],
    ["*mut ffi::PyDateTime_CAPI", "table"],
  ])("%s is a %s", (type, form) => expect(formOf(type)).toBe(form));

  test.each([
    "fn(Py<PyAny>)",
    "PyOnceLock<bool>",
    "ffi::PyModuleDef",
    "PhantomData<Py<PyAny>>",
    "Box<dyn Fn(Py<PyAny>)>",
    "usize",
  ])("%s has none", (type) => expect(formOf(type)).toBeUndefined());

  test("follows the argument of a generic type, for each argument anew", () => {
    const types =
      "struct Wrap<T>(T); struct Outer<T> { inner: Wrap<T> } struct Both { a: Outer<u8>, b: Outer<Py<PyAny>> }";
    expect(stateOf(`static X: Both = make(); ${types}`)?.wrapper).toBe("Both");
    expect(stateOf(`static X: Outer<u8> = make(); ${types}`)).toBeNull();
  });

  test("prefers an object to a C API table beside it", () => {
    const type = "struct State { api: *mut ffi::PyDateTime_CAPI, class: Py<PyAny> }";
    expect(stateOf(`static X: OnceLock<State> = OnceLock::new(); ${type}`)?.form).toBe("transitive");
  });
});

test("the steps lead from the static to the reference, with places", () => {
  const state = stateOf(
    "static X: OnceLock<Cache> = OnceLock::new();\ntype Cache = Vec<Entry>;\nstruct Entry {\n  value: Py<PyAny>,\n}",
  );
  expect(state?.steps.map(({ label, kind, line }) => [label, kind, line])).toEqual([
    ["static X", "the static", 1],
    ["OnceLock<Cache>", "container", null],
    ["type Cache", "alias", 2],
    ["Vec<Entry>", "container", null],
    ["struct Entry", "field value", 3],
    ["Py<PyAny>", "Python reference", null],
  ]);
});

test("a macro that declares a static is its root", () => {
  const state = stateOf(
    "macro_rules! cached { ($n:ident) => { static $n: OnceLock<Py<PyAny>> = OnceLock::new(); } } cached!(A);",
  );
  expect(state && macroRoot(state)).toBe("cached!");
  expect(macroRoot(stateOf("static X: OnceLock<Py<PyAny>> = OnceLock::new();")!)).toBeNull();
});
