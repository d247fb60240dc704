/**
 * An early analysis of orjson 3.11.5 found most of its hazards and explained some of them wrongly. Each such point, and each
 * that it missed, is answered here in our own words; the pages of the rules concerned show their part.
 */
export interface Answer {
  id: string;
  /** What the analysis said, or that it was silent; one sentence. */
  claim: string;
  /** What is so instead: Markdown. */
  answer: string;
  /** Slugs of the rules that say it of code. */
  rules: readonly string[];
  references: readonly { title: string; url: string }[];
}

const isolating = {
  title: "Isolating extension modules",
  url: "https://docs.python.org/3/howto/isolating-extensions.html",
};
const slot = {
  title: "Py_mod_multiple_interpreters",
  url: "https://docs.python.org/3/c-api/module.html#c.Py_mod_multiple_interpreters",
};

export const orjsonAnswers: readonly Answer[] = [
  {
    id: "any-subinterpreter",
    claim: "`NOT_SUPPORTED` prevents the import in any sub-interpreter.",
    answer:
      "CPython looks at the slot only in interpreters that check it: those with an own GIL, and those made with `check_multi_interp_extensions`. `Py_NewInterpreter`, which mod_wsgi, ceph-mgr, Domoticz and jep use, makes no check. There orjson loads, and every hazard below is live.",
    rules: ["multi-interp-not-supported"],
    references: [
      slot,
      { title: "ijl/orjson#434, a crash in such an interpreter", url: "https://github.com/ijl/orjson/issues/434" },
    ],
  },
  {
    id: "supported-is-not-enough",
    claim: "Change the slot to `SUPPORTED`.",
    answer:
      "`SUPPORTED` admits the module to checked interpreters that share the main GIL. `concurrent.interpreters` and `InterpreterPoolExecutor` make interpreters with an own GIL, and only `Py_MOD_PER_INTERPRETER_GIL_SUPPORTED` admits it there. It is the last step, after the state is gone, and not the first.",
    rules: ["shared-gil-only", "per-interpreter-gil"],
    references: [slot, { title: "PEP 684", url: "https://peps.python.org/pep-0684/" }],
  },
  {
    id: "type-objects-differ",
    claim: "Each interpreter has its own type objects, so the address of `PyUnicode_Type` is wrong in another one.",
    answer:
      "`PyUnicode_Type` is a C symbol: one address in every interpreter of the process, in every version of CPython. So are the other builtin types, `None`, `True`, `False`, the empty string and static exceptions such as `PyExc_TypeError`. 16 of the 40 statics keep nothing else. They are shown as info. Four more keep types of `datetime`, one C copy per process, and are moderate. Twenty keep objects that one interpreter made, and those are critical.",
    rules: ["builtin-type-address", "static-py-pointer"],
    references: [
      {
        title: "python/cpython#94673, static types per interpreter",
        url: "https://github.com/python/cpython/issues/94673",
      },
    ],
  },
  {
    id: "main-heap",
    claim: "`PyMem_Malloc` allocates in the main interpreter's heap.",
    answer:
      "It allocates in the heap of the interpreter that is attached when it is called. What goes wrong is ownership: a Rust value that lives as long as the process is allocated under one interpreter and grown or freed under another, after the first has ended, or with no interpreter attached. Interpreters that use the main allocator, as legacy ones do, keep only the last of the three.",
    rules: ["python-heap-allocator"],
    references: [{ title: "Memory management", url: "https://docs.python.org/3/c-api/memory.html" }],
  },
  {
    id: "other-cpus",
    claim: "Function pointers set once could be wrong when interpreters run on different CPUs.",
    answer:
      "Interpreters are not bound to CPUs, and all of them run in one process with one set of CPU features. A pointer to a Rust function belongs to no interpreter. What remains is that a process-wide variable is written in module initialisation: a fact, shown as info.",
    rules: ["static-fn-pointer"],
    references: [],
  },
  {
    id: "race",
    claim: "The one-time initialisation is a race that the first interpreter wins.",
    answer:
      "It needs no race. The first interpreter that imports the module fills the statics, and every later one gets that interpreter's objects, each time and in the same order. `OnceLock<bool>` holds no Python reference itself; the hazard is the function that it runs once.",
    rules: ["once-python-init"],
    references: [isolating],
  },
  {
    id: "hand-built-type",
    claim: "(not mentioned) `Fragment` is a type built by hand.",
    answer:
      "A leaked `PyTypeObject` is made ready by the first interpreter and exported by every later module. The object is allocated by Rust and freed with `PyMem_Free`, so the allocator cannot be removed without changing both. In a second interpreter `JSONDecodeError` and `Fragment` are the first one's classes: `except json.JSONDecodeError` there does not catch what orjson raises.",
    rules: ["static-type-object"],
    references: [isolating],
  },
  {
    id: "borrowed",
    claim: "(not mentioned) NumPy's types and the `datetime` capsule.",
    answer:
      "`NUMPY_TYPES` keeps type pointers whose references were given back, so they can dangle within one interpreter already. The table of `datetime` is imported into a C static by whichever interpreter comes first.",
    rules: ["static-py-transitive", "capsule-static"],
    references: [],
  },
  {
    id: "two-gils",
    claim: "(not mentioned) `unsafe impl Send` and the cache of keys.",
    answer:
      "`KEY_MAP` is a `static mut` changed without a lock, which one GIL made exclusive. Under two GILs it is a data race in Rust, beside reference counts that two interpreters change at once. The promises of `Send` and `Sync` on its parts rest on that one GIL.",
    rules: ["static-py-transitive", "unsafe-send-sync"],
    references: [],
  },
  {
    id: "teardown",
    claim: "(not mentioned) What happens when an interpreter ends.",
    answer:
      "The module has no state and no `m_traverse`, `m_clear` or `m_free`. Definitions are leaked at each import, and what a static still points at is gone with the interpreter that made it. A repair needs module state with teardown, and tests in both kinds of interpreter.",
    rules: ["per-module-state", "static-c-definition"],
    references: [isolating],
  },
];

/** The answers that a rule's page shows. */
export function answersAbout(slug: string): Answer[] {
  return orjsonAnswers.filter(({ rules }) => rules.includes(slug));
}
