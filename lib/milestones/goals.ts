import { measures } from "#lib/milestones/ecosystem";
import type { Check, Evidence, Milestone } from "#lib/milestones/milestone";

const own = ["SI-010", "SI-011", "SI-012", "SI-013", "SI-014", "SI-016"];
const hidden = ["SI-020", "SI-021", "SI-022", "SI-023"];
const declarations = ["SI-001", "SI-002", "SI-003", "SI-004", "SI-005", "SI-006", "SI-007", "SI-008", "SI-009"];

const landed = (sha: string, at: string, release: string, pull: number): Evidence => ({
  kind: "landed",
  sha,
  at,
  release,
  pull,
});
const notFound = (path: string, line: number | null = null): Evidence => ({ kind: "not-found", path, line });
const check = (id: string, title: string, note: string, evidence: Evidence, threads: number[] = []): Check => ({
  id,
  title,
  note,
  evidence,
  threads: threads.map((number) => `pyo3/pyo3#${number}`),
});

const removal = "c969dd0253111b62e7b5c1153fc71d5cb3c139ce";

const synchronisation: Milestone = {
  id: "M1",
  horizon: "mid-term",
  wording: "Rework synchronization primitives to not rely on the GIL. See #2885",
  title: "Synchronisation that does not rely on the GIL",
  measure: measures.synchronised,
  rules: [],
  threads: ["pyo3/pyo3#2885", "pyo3/pyo3#4265", "pyo3/pyo3#5341"],
  parts: [
    {
      name: "primitives present",
      weight: 0.5,
      checks: ["critical-sections", "once", "mutex", "once-lock", "rw-lock"],
    },
    {
      name: "primitives named after the GIL gone",
      weight: 0.5,
      checks: ["gil-protected", "gil-once-cell", "gil-once-cell-inside"],
    },
  ],
  checks: [
    check(
      "critical-sections",
      "Critical sections",
      "CPython's own locks of objects can be used from Rust.",
      landed("822b52338adbba574549293c343c38e788970722", "2024-10-04T19:30:59Z", "0.23", 4587),
    ),
    check(
      "once",
      "`OnceExt` and `OnceLockExt`",
      "The standard library's cells can be waited for without a deadlock.",
      landed("55c95438e5d3d70222f43e6ae99c352fdc5b98cd", "2024-11-02T14:44:50Z", "0.23", 4676),
    ),
    check(
      "mutex",
      "`MutexExt`",
      "So can its mutexes.",
      landed("72f9e75e1bb4e348342b4619dc30862ca5f1c43d", "2025-02-27T23:52:02Z", "0.24", 4934),
    ),
    check(
      "once-lock",
      "`PyOnceLock`",
      "A cell of PyO3's own that takes the place of `GILOnceCell`.",
      landed("18480c716b15e9a8e1b07fb77b84697ef58b9ec1", "2025-08-21T19:09:35Z", "0.26", 5223),
    ),
    check(
      "rw-lock",
      "`RwLockExt`",
      "So can its read-write locks.",
      landed("99aa9bd743d684a8e692c0cc4d364c82ac4d959e", "2025-10-11T22:15:35Z", "0.27", 5435),
    ),
    check(
      "gil-protected",
      "`GILProtected` is gone",
      "Deprecated in 0.26, removed in 0.28.",
      landed(removal, "2026-01-18T15:27:39Z", "0.28", 5740),
      [5285],
    ),
    check(
      "gil-once-cell",
      "`GILOnceCell` is not public",
      "Deprecated in 0.26, private since 0.28.",
      landed(removal, "2026-01-18T15:27:39Z", "0.28", 5740),
    ),
    check(
      "gil-once-cell-inside",
      "`GILOnceCell` is gone inside PyO3",
      "`LazyTypeObject` still has two fields of it.",
      notFound("src/impl_/pyclass/lazy_type_object.rs", 34),
      [5341],
    ),
  ],
};

const transition: Milestone = {
  id: "M2",
  horizon: "mid-term",
  wording: "Develop transition plan so that existing users can migrate their code without enormous amounts of work",
  title: "A transition plan for existing users",
  measure: measures.nothingToMigrate,
  rules: [...own, ...hidden],
  threads: ["pyo3/pyo3#5600", "pyo3/pyo3#6245"],
  checks: [
    check(
      "state-api",
      "Module state for extension authors",
      "Where a static could move to. Two proposals are open.",
      { kind: "merged" },
      [5600, 6245],
    ),
    check(
      "migration-chapter",
      "A guide chapter on moving statics",
      "The migration guide has two paragraphs that name sub-interpreters and no steps.",
      notFound("guide/src/migration.md", 286),
    ),
    check(
      "cell-per-interpreter",
      "A cell that holds one value per interpreter",
      "`PyOnceLock` took the place of `GILOnceCell` and holds one value per process.",
      notFound("src/sync.rs", null),
    ),
    check(
      "migrated-example",
      "A migrated example that uses `#[pymodule]`",
      "The only example for sub-interpreters is written against the C API.",
      notFound("examples"),
    ),
  ],
};

const statics: Milestone = {
  id: "M3",
  horizon: "mid-term",
  wording:
    "Remove `static` data from PyO3's implementation, either move things to `PyModule_GetState` (preferred) or `PyInterpreterState_GetDict` (alternative)",
  title: "No `static` data in PyO3's implementation",
  measure: measures.noStaticPython,
  rules: [...own, ...hidden, "SI-030", "SI-040"],
  threads: [
    "pyo3/pyo3#576",
    "pyo3/pyo3#2274",
    "pyo3/pyo3#5525",
    "pyo3/pyo3#5600",
    "pyo3/pyo3#6245",
    "python/cpython#149116",
  ],
  checks: [
    check(
      "multi-phase",
      "Multi-phase initialisation",
      "PEP 489, without which a module has no state of its own.",
      landed("5589b1742d043382886e4e882e8c68ad5d5c54b7", "2025-10-26T21:17:11Z", "0.28", 5525),
    ),
    check(
      "module-state",
      "State per module",
      "A place for what is static today. Two proposals are open.",
      { kind: "merged" },
      [5600, 6245],
    ),
    check(
      "class-types",
      "Type objects of classes per module",
      "`#[pyclass]` makes a static `LazyTypeObject`.",
      notFound("pyo3-macros-backend/src/pyclass.rs", 3088),
    ),
    check(
      "exceptions",
      "Exceptions per module",
      "`create_exception!` and `import_exception!` keep the type in a static.",
      {
        kind: "gone",
        findings: [
          { rule: "SI-012", symbol: "TYPE_OBJECT", path: "src/exceptions.rs" },
          { rule: "SI-013", symbol: "TYPE_OBJECT", path: "src/exceptions.rs" },
        ],
      },
    ),
    check("interned", "Interned strings per interpreter", "`intern!` keeps the string in a static cell.", {
      kind: "gone",
      findings: [{ rule: "SI-012", symbol: "INTERNED" }],
    }),
    check("module-object", "No static module object", "`ModuleDef` keeps the first module that was made.", {
      kind: "gone",
      findings: [{ rule: "SI-080", symbol: "ModuleDef", path: "src/impl_/pymodule.rs" }],
    }),
    check("conversions", "Conversion caches per interpreter", "Conversions look a Python class up once per process.", {
      kind: "gone",
      findings: [{ rule: "SI-012", path: "src/conversions/" }],
    }),
    check("decref-pool", "A pool of pending decrefs per interpreter", "One pool serves every interpreter.", {
      kind: "gone",
      findings: [{ rule: "SI-013", symbol: "POOL" }],
    }),
    check("datetime", "The datetime API per interpreter", "Its table is fetched once and kept in a static.", {
      kind: "gone",
      findings: [{ rule: "SI-070", symbol: "PyDateTimeAPI_impl" }],
    }),
    check(
      "attach",
      "Attaching reaches the interpreter that is meant",
      "`PyGILState_Ensure` takes a new thread to the main interpreter; PEP 788 is in CPython 3.15.",
      { kind: "gone", findings: [{ rule: "SI-060", symbol: "PyGILState_Ensure" }] },
    ),
  ],
};

const optIn: Milestone = {
  id: "M4",
  horizon: "mid-term",
  wording:
    "Allow extension authors to use `unsafe` in order to opt in to sub-interpreter support - it is their responsibility to guarantee to not store `Py<T>` in any static data.",
  title: "An `unsafe` opt-in for authors",
  measure: measures.couldOptIn,
  rules: [...declarations, ...own],
  threads: ["pyo3/pyo3#2523", "pyo3/pyo3#3446", "pyo3/pyo3#5753", "pybind/pybind11#5564"],
  checks: [
    check(
      "option",
      "An option of `#[pymodule]`",
      "Its options are `crate`, `name`, `module`, `submodule` and `gil_used`.",
      notFound("pyo3-macros-backend/src/module.rs", 35),
    ),
    check(
      "slot",
      "The slot is written",
      "A comment says that `Py_mod_multiple_interpreters` should be possible.",
      notFound("src/impl_/pymodule.rs", 133),
    ),
    check(
      "guard",
      "The guard of nested modules gives way to it",
      "`make_module` compares interpreters, and refuses a second one whatever the author declares.",
      {
        kind: "gone",
        findings: [{ rule: "SI-064", symbol: "PyInterpreterState_GetID", path: "src/impl_/pymodule.rs" }],
      },
    ),
  ],
};

const documented: Milestone = {
  id: "M5",
  horizon: "mid-term",
  wording:
    "Document all conditions that extension authors' modules need to satisfy so that they may be used within sub-interpreters",
  title: "Documented conditions for authors",
  measure: measures.evidenced,
  rules: ["SI-091"],
  threads: ["pyo3/pyo3#3502", "pyo3/pyo3#3508", "pyo3/pyo3#4570"],
  checks: [
    check(
      "example",
      "A worked example",
      "`sequential`, written against the C API.",
      landed("0f34fcd4b70dcbb456341893bee8bcf9ea2dbf10", "2023-11-26T10:42:31Z", "0.21", 3508),
    ),
    check("chapter", "A guide chapter", "No chapter of the guide is about sub-interpreters.", notFound("guide/src")),
    check(
      "kinds",
      "Conditions by kind of interpreter",
      "Shared and own GIL are not told apart in the guide.",
      notFound("guide/src"),
    ),
    check(
      "static-conditions",
      "Conditions on statics",
      "The guide does not say which statics are shared.",
      notFound("guide/src"),
    ),
    check(
      "thread-conditions",
      "Conditions on threads and attaching",
      "The guide does not say which interpreter a new thread reaches.",
      notFound("guide/src"),
    ),
  ],
};

const noAudit: Milestone = {
  id: "M6",
  horizon: "long-term",
  wording: "Possibly remove the need for extension authors to audit their own code once we're confident enough.",
  title: "No audit needed by authors",
  measure: measures.nothingToAudit,
  rules: [...own, "SI-030", "SI-040", "SI-050", "SI-080"],
  threads: ["pyo3/pyo3#576"],
  checks: [
    check(
      "guarded-statics",
      "A type or a lint keeps `Py<T>` out of statics",
      "`Py<T>` is `Send` and `Sync`, so any static may hold it.",
      notFound("src/instance.rs", 1499),
    ),
    check(
      "once-lock-per-interpreter",
      "`PyOnceLock` holds one value per interpreter",
      "It holds one value per process.",
      notFound("src/sync.rs", null),
    ),
  ],
};

/** The goals in the order. Its “Tasks” heading reads TBA and lists nothing, so it is none of them. */
export const milestones: readonly Milestone[] = [synchronisation, transition, statics, optIn, documented, noAudit];
