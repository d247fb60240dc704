/** Which resolved names hold, or point to, objects that belong to one interpreter. */

/** `raw`: a C object struct, a hazard behind a pointer. `holder`: owns or borrows a Python reference by value. `borrowed`: a hazard behind `&`. `table`: a C API table behind a pointer. */
export type PythonRole = "raw" | "holder" | "borrowed" | "table";

const HOLDERS = new Set([
  "Py",
  "PyObject",
  "Bound",
  "Borrowed",
  "PyErr",
  "PyBackedStr",
  "PyBackedBytes",
  "PyBuffer",
  "PyRef",
  "PyRefMut",
  "PyClassGuard",
  "PyClassGuardMut",
  "Interned",
  "GILPool",
  "PyErrState",
  "PyErrStateNormalized",
  "LazyTypeObject",
  "PyDowncastError",
  "DowncastIntoError",
]);
/** PyO3's own cells: they hold what their argument says, also in PyO3's repository, where their fields can be seen. */
const CELLS = new Set(["GILOnceCell", "GILProtected", "PyOnceLock"]);
/** Table of C functions and types that a capsule hands out; not an object. */
const TABLES = new Set(["PyDateTime_CAPI"]);
/** C structs that are definitions, not objects: read-only after start, and meant to be process-wide. */
const DEFINITIONS = new Set([
  "PyMethodDef",
  "PyGetSetDef",
  "PyMemberDef",
  "PyModuleDef",
  "PyModuleDef_Slot",
  "PyModuleDef_Base",
  "PyType_Spec",
  "PyType_Slot",
  "PySlot",
  "PyABIInfo",
  "PyBufferProcs",
  "PyNumberMethods",
  "PySequenceMethods",
  "PyMappingMethods",
  "PyAsyncMethods",
  "PyMutex",
  "PyStructSequence_Desc",
  "PyStructSequence_Field",
  "PyConfig",
  "PyPreConfig",
  "PyStatus",
  "PyInterpreterConfig",
  "PyCompilerFlags",
  "Py_ssize_t",
  "Py_hash_t",
  "Py_buffer",
]);
const RAW =
  /^(PyObject|PyVarObject|PyTypeObject|PyHeapTypeObject|PyInterpreterState|PyThreadState|PyFrameObject|PyCodeObject|_?Py\w+Object)$/;

/** Role of a canonical path such as `pyo3::instance::Py` or `pyo3_ffi::object::PyObject`; null when it is not Python's. */
export function pythonRole(canonical: string): PythonRole | null {
  const parts = canonical.split("::");
  const crate = parts[0]!;
  const last = parts.at(-1)!;
  if (DEFINITIONS.has(last)) return null;
  if (isCApi(parts)) return RAW.test(last) ? "raw" : TABLES.has(last) ? "table" : null;
  if (crate === "pyo3")
    return HOLDERS.has(last) ? "holder" : /^Py[A-Z]\w*$/.test(last) && isNativeType(parts) ? "borrowed" : null;
  if (crate === "cpython") return /^Py[A-Z]/.test(last) && last !== "PyResult" ? "holder" : null;
  if (crate === "numpy" && parts.includes("npyffi")) return RAW.test(last) || last === "PyArray_Descr" ? "raw" : null;
  if (crate === "numpy")
    return /^Py(Array|Readonly|ReadWrite|UntypedArray)/.test(last)
      ? last.startsWith("PyRead")
        ? "holder"
        : "borrowed"
      : null;
  if (crate === "pyo3_async_runtimes" || crate === "pyo3_asyncio") return last === "TaskLocals" ? "holder" : null;
  return null;
}

/** `GILOnceCell`, `GILProtected`, `PyOnceLock`. */
export const isFrameworkCell = (canonical: string): boolean =>
  canonical.startsWith("pyo3::") && CELLS.has(canonical.slice(canonical.lastIndexOf(":") + 1));

/** The alias of `Result<T, PyErr>`, whose error its arguments do not show. */
export const isPyResult = (canonical: string): boolean => /^(pyo3|cpython)::(\w+::)*PyResult$/.test(canonical);

/** Name of the C struct that a canonical path means, `PyTypeObject`, `PyMethodDef`; null for everything that the C API does not define. */
export function cStruct(canonical: string): string | null {
  const parts = canonical.split("::");
  return isCApi(parts) ? parts.at(-1)! : null;
}

/** An object or a definition by value: what is inside it is the C API's own business, also where its declaration can be seen. */
export function isCStructByValue(canonical: string): boolean {
  const name = cStruct(canonical);
  return name !== null && (RAW.test(name) || DEFINITIONS.has(name));
}

function isCApi(parts: string[]): boolean {
  return parts[0] === "pyo3_ffi" || parts[0] === "python3_sys" || (parts[0] === "pyo3" && parts.includes("ffi"));
}

/** Native types are `pyo3::types::PyX`, `pyo3::prelude::PyX`, `pyo3::PyAny`; elsewhere in PyO3 a `Py…` name is ordinary Rust. */
function isNativeType(parts: string[]): boolean {
  return parts.length === 2 ? parts[1] === "PyAny" : parts[1] === "types" || parts[1] === "prelude";
}
