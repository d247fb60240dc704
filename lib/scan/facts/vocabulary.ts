/**
 * Names that decide what of a function body is worth keeping. Everything else a body says is forgotten,
 * so a rule that needs another name adds it here and FACTS_VERSION is raised.
 */

/** Methods that fill or guard a process-wide cell. */
const FILLS = [
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
];
/** Methods that read or change what a static holds; of anything else they say nothing. */
const TOUCHES = [
  ..."load fetch_add fetch_sub fetch_max fetch_min fetch_and fetch_xor fetch_update".split(" "),
  ..."lock try_lock read try_read write try_write borrow borrow_mut get_mut".split(" "),
  ..."with with_borrow with_borrow_mut take".split(" "),
];
/** Each with whether it is kept on any receiver, or only on what is written like a static. */
const METHODS = new Map([
  ...TOUCHES.map((name) => [name, "static"] as const),
  ...FILLS.map((name) => [name, "any"] as const),
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
  "with_embedded_python_interpreter",
  "atexit",
  "try_init",
  "init",
  "set_boxed_logger",
  "set_logger",
  "set_global_default",
  "transmute",
]);
/** Into an event loop that the process has once. */
const LOOPS = new Set([
  "future_into_py",
  "future_into_py_with_locals",
  "into_future",
  "into_future_with_locals",
  "get_runtime",
  "get_current_loop",
  "get_current_locals",
  "init_with_runtime",
  "run_until_complete",
]);

/** Last segments of `Python::…` that attach the calling thread, or claim that it is attached. */
export const TOKEN_ATTACHES: ReadonlySet<string> = new Set([
  "with_gil",
  "attach",
  "try_attach",
  "acquire_gil",
  "with_gil_unchecked",
  "attach_unchecked",
  "assume_gil_acquired",
  "assume_attached",
]);
/** Every spelling of it, those of the guards below the token included. */
const ATTACHES = new Set([...TOKEN_ATTACHES, "acquire", "acquire_unchecked", "assume"]);
/** What runs its argument before it returns, on the thread that calls it. */
const AT_ONCE = new Set(["with_gil", "attach", "try_attach", "detach", "allow_threads", "block_on", "catch_unwind"]);

/**
 * Functions and methods that run what they are given on another thread, or when something happens: whether a function that is only
 * named counts too. Names that also mean other things count with a closure only.
 */
const SPAWNS = new Map([
  ["spawn", true],
  ["spawn_blocking", true],
  ["spawn_scoped", true],
  ["spawn_unchecked", true],
  ["spawn_on", true],
  ["spawn_fifo", true],
  ["spawn_broadcast", true],
  ["spawn_with_handle", true],
  ["future_into_py", true],
  ["future_into_py_with_locals", true],
  ["recommended_watcher", true],
  ["set_handler", true],
  ["set_hook", true],
  ["on_thread_start", true],
  ["on_thread_stop", true],
  ["install", false],
  ["join", false],
  ["execute", false],
  ["broadcast", false],
  ["new_debouncer", false],
]);

const STANDARD = new Set([
  ..."assert assert_eq assert_ne debug_assert debug_assert_eq debug_assert_ne print println eprint eprintln".split(" "),
  ..."format format_args write writeln panic unreachable todo unimplemented vec matches concat stringify".split(" "),
  ..."cfg env option_env include_str include_bytes line file column module_path".split(" "),
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

/** Methods whose argument is code that they run at most once. */
export const runsOnce = (name: string): boolean => name.startsWith("get_or_") || name.startsWith("call_once");
export const keepsMethod = (name: string): "any" | "static" | undefined => METHODS.get(name);
/** Calls outside of the C API that are kept: whether with their arguments. What is done while attached or in a task is not asked for. */
const CALLS = new Map([
  ...[...FUNCTIONS].map((name) => [name, true] as const),
  ...[...ATTACHES, ...LOOPS].map((name) => [name, false] as const),
]);
export const keepsCall = (last: string): boolean => CALLS.has(last) || /^_?Py[A-Z_]/.test(last);
export const keepsArguments = (last: string): boolean => CALLS.get(last) ?? true;
/** `pyo3_log::Logger::new`, where most other `new` and `default` say nothing; what a build script asks of Python. */
export const keepsPath = (last: string, path: string): boolean =>
  ((last === "new" || last === "default") && /(^|::)Logger::\w+$/.test(path)) || path.startsWith("pyo3_build_config::");
export const runsAtOnce = (last: string): boolean => AT_ONCE.has(last);
export const spawns = (last: string): boolean => SPAWNS.has(last);
/** Whether a function that is only named in the arguments is run too. */
export const spawnsNamed = (last: string): boolean => SPAWNS.get(last) ?? false;
/** rayon: the closures of the whole chain run in its pool. */
export const spawnsChain = (last: string): boolean => last.startsWith("par_") || last === "into_par_iter";
/** Macros that declare nothing and are everywhere. */
export const isStandardMacro = (last: string): boolean => STANDARD.has(last);
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
