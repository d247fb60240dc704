/**
 * Names that decide what of a function body is worth keeping. Everything else a body says is forgotten,
 * so a rule that needs another name adds it here and FACTS_VERSION is raised.
 */

/** Methods that fill or guard a process-wide cell. */
const METHODS = new Set([
  "get_or_init",
  "get_or_try_init",
  "get_or_init_py_attached",
  "get_or_try_init_py_attached",
  "set",
  "call_once",
  "call_once_force",
  "call_once_py_attached",
  "call_once_force_py_attached",
  "store",
  "swap",
  "compare_exchange",
  "compare_exchange_weak",
  "fetch_or",
  "get_or_insert_with",
  "import",
  "import_bound",
  "init",
  "force",
  "replace",
  "insert",
]);

/** Last path segments of calls outside the C API that rules read. */
const FUNCTIONS = new Set([
  "into_raw",
  "leak",
  "size_of",
  "zeroed",
  "import",
  "import_bound",
  "new_type",
  "new_type_bound",
  "initialize",
  "prepare_freethreaded_python",
]);

const MACROS = new Set([
  "intern",
  "create_exception",
  "import_exception",
  "import_exception_bound",
  "pyo3_exception",
  "wrap_pymodule",
  "py_format",
  "thread_local",
  "task_local",
  "lazy_static",
  "py_module_initializer",
  "py_class",
  "py_exception",
]);

/** Macros whose body is walked in a scope of its own. */
const WALKED_APART = new Set(["thread_local", "task_local", "lazy_static", "quote", "quote_spanned", "parse_quote"]);

const HOLDS_ITEMS = new Set(["macro_rules", "cfg_if", "cfg_select"]);

/** C definition structs whose literals are kept. */
const LITERALS =
  /^(Py(ModuleDef(_Slot)?|TypeObject|MethodDef|GetSetDef|MemberDef|Type_Spec|Type_Slot|HeapTypeObject|Slot|ABIInfo))$/;

/** Attributes that say nothing about readiness. */
const SILENT = new Set([
  "doc",
  "allow",
  "warn",
  "deny",
  "forbid",
  "expect",
  "inline",
  "must_use",
  "cold",
  "derive",
  "repr",
  "rustfmt",
  "clippy",
  "non_exhaustive",
  "track_caller",
  "deprecated",
  "target_feature",
  "optimize",
  "automatically_derived",
  "default",
  "error",
  "from",
  "source",
  "serde",
  "diagnostic",
  "link",
  "link_name",
  "macro_export",
  "macro_use",
  "cfg",
  "cfg_attr",
  "cfg_eval",
  "path",
  "case",
  "rstest",
  "instrument",
]);

export const keepsMethod = (name: string): boolean => METHODS.has(name);
export const keepsCall = (last: string): boolean => /^_?Py[A-Z_]/.test(last) || FUNCTIONS.has(last);
export const keepsMacro = (last: string): boolean => MACROS.has(last);
/** Macros whose call is read like an item even inside a function. */
export const holdsItems = (last: string): boolean => HOLDS_ITEMS.has(last) || WALKED_APART.has(last);
export const walksApart = (last: string): boolean => WALKED_APART.has(last);
export const keepsLiteral = (last: string): boolean => LITERALS.test(last);
export function keepsAttribute(path: string): boolean {
  const separator = path.indexOf("::");
  return !SILENT.has(separator < 0 ? path : path.slice(0, separator));
}
/** `PyUnicode_Type` and its like: static type objects that the C API exports. */
export const isBuiltinType = (last: string): boolean => /^_?Py[A-Za-z]\w*_Type$/.test(last);
