/** The issue whose goals the milestones are. */
export const trackingIssue = "pyo3/pyo3#3451";

export interface BaselineThread {
  /** `owner/repo#number` in lower case */
  id: string;
  kind: "issue" | "pull" | "discussion";
  state: "open" | "closed" | "merged" | "unknown";
  title: string;
}

/** What was known of the threads that milestones rest on before this copy of subready asked GitHub itself. */
export interface ThreadBaseline {
  /** When it was read. */
  at: string;
  threads: readonly BaselineThread[];
}

type Row = [number: number, kind: BaselineThread["kind"], state: BaselineThread["state"], title: string];

const of = (repository: string, rows: Row[]): BaselineThread[] =>
  rows.map(([number, kind, state, title]) => ({ id: `${repository}#${number}`, kind, state, title }));

export const threadBaseline: ThreadBaseline = {
  at: "2026-09-23T00:00:00Z",
  threads: [
    ...of("pyo3/pyo3", [
      [3451, "issue", "open", "Tracking Issue: Sub-Interpreter Support"],
      [576, "issue", "open", "Multiple Python Interpreters"],
      [2885, "pull", "closed", "Add support for nogil Python"],
      [4265, "issue", "closed", "Tracking issue for no-gil/freethreaded work"],
      [4504, "pull", "merged", "GILProtected is not available on free-threaded builds"],
      [4512, "pull", "merged", "GILOnceCell is thread-safe"],
      [4676, "pull", "merged", "OnceExt and OnceLockExt"],
      [4934, "pull", "merged", "MutexExt"],
      [5223, "pull", "merged", "PyOnceLock"],
      [5285, "pull", "merged", "Deprecate GILProtected"],
      [5435, "pull", "merged", "RwLockExt"],
      [5341, "pull", "unknown", "LazyTypeObject without GILOnceCell"],
      [2523, "pull", "merged", "pymodule: only allow initializing once per process"],
      [3446, "pull", "merged", "relax multiple-import check to only prevent subinterpreters"],
      [3502, "pull", "merged", "PyInterpreterConfig in the FFI"],
      [3508, "pull", "merged", "A sequential sub-interpreter example"],
      [3734, "pull", "merged", "PyType_GetModuleByDef"],
      [2274, "issue", "open", "PEP 489 Compatibility"],
      [2245, "pull", "closed", "An earlier draft of PEP 489"],
      [4081, "pull", "closed", "An earlier draft of PEP 489"],
      [4162, "pull", "open", "Multi-Phase Module Initialization"],
      [5142, "pull", "open", "convert module initialization to use multi-phase-init"],
      [5525, "pull", "merged", "feat: implement multi-phase initialization (PEP-489)"],
      [5564, "pull", "merged", "gil_used is false by default"],
      [5587, "pull", "merged", "Documentation of multi-phase initialisation"],
      [5753, "pull", "merged", "PyModExport and PyABIInfo"],
      [5807, "pull", "merged", "Opaque PyObject ABI"],
      [6014, "pull", "merged", "Python 3.15 beta 1"],
      [5600, "pull", "open", "add ModuleState, core lifecycle callbacks"],
      [6245, "pull", "open", "Add module state support"],
      [5350, "pull", "open", "use PyThreadState_GetUnchecked to test if attached"],
      [6407, "pull", "open", "fix crash with GC during class attribute init"],
      [4570, "issue", "closed", "PyO3 Sub Interpreter Broken since 0.22.0"],
      [1028, "issue", "closed", "mod_wsgi application groups"],
      [879, "issue", "closed", "Multiple GILs"],
      [1474, "issue", "closed", "PEP 587 initialisation"],
      [2346, "discussion", "unknown", "A C API that is friendlier to Rust"],
    ]),
    ...of("aequitosh/pyo3", [[1, "discussion", "unknown", "Working discussion of the tracking issue"]]),
    ...of("pyca/cryptography", [
      [9016, "issue", "closed", "PyO3 modules may only be initialized once per interpreter process"],
      [12080, "issue", "closed", "The same on Debian"],
      [10029, "issue", "closed", "The same in a temporal worker"],
    ]),
    ...of("bazaah/aur-ceph", [[20, "issue", "open", "ceph-mgr dashboard and python-cryptography"]]),
    ...of("pyca/bcrypt", [[694, "issue", "open", "Compiled for CPython 3.8 or older"]]),
    ...of("crate-py/rpds", [[63, "issue", "closed", "PyO3 modules do not yet support subinterpreters"]]),
    ...of("ijl/orjson", [[434, "issue", "open", "orjson 3.9.8 segfaults when imported by subinterpreters"]]),
    ...of("y-crdt/pycrdt", [[291, "pull", "open", "Support subinterpreters"]]),
    ...of("pydantic/pydantic", [[12452, "issue", "open", "Support Python 3.14 subinterpreters"]]),
    ...of("numpy/numpy", [[24755, "issue", "open", "Support for subinterpreters"]]),
    ...of("apache/arrow", [[44511, "issue", "open", "Support for subinterpreters"]]),
    ...of("pytorch/pytorch", [[102517, "issue", "unknown", "Support for subinterpreters"]]),
    ...of("ormsgpack/ormsgpack", [[414, "pull", "open", "Add support for free-threading and subinterpreters"]]),
    ...of("adamchainz/time-machine", [[644, "pull", "merged", "Support isolated subinterpreters"]]),
    ...of("pybind/pybind11", [[5564, "pull", "merged", "Support for sub-interpreters"]]),
    ...of("python/cpython", [
      [59956, "issue", "open", "PyGILState and subinterpreters"],
      [149116, "pull", "merged", "Implement PEP 788"],
      [94673, "issue", "closed", "Static types of each interpreter"],
      [104621, "issue", "closed", "Second import that passes the check"],
      [117482, "issue", "closed", "Slots of static types in subinterpreters"],
      [116510, "issue", "closed", "Crash with an m_size of -1"],
    ]),
    ...of("ceph/ceph", [
      [54710, "pull", "open", "Drop cryptography"],
      [61737, "pull", "open", "A workaround of the import check"],
      [57926, "pull", "open", "Fix the import of PyO3 modules"],
      [62951, "pull", "merged", "cryptography in a child process"],
    ]),
  ],
};
