import type { StaticFact } from "#lib/scan/facts/facts";
import type { Evidence } from "#lib/scan/finding";
import { allocatorCode, globalAllocators, pathsIn } from "#lib/scan/model/allocator";
import type { Located, Model } from "#lib/scan/model/model";
import { select } from "#lib/scan/model/select";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

interface Allocator extends Evidence {
  /** C functions that it allocates with. */
  through: string[];
  /** Places that free with `PyMem_Free` what no C function of the same file allocated. */
  freedOutside: string[];
}

/** The raw domain (`PyMem_RawMalloc`) is process-wide and needs no interpreter. */
const HEAP = /(?:^|::)((?:PyMem|PyObject)_(?:Malloc|Calloc|Realloc|Free))$/;

const heapCalls = select("calls", ({ path }) => HEAP.test(path));

export default defineRule<Allocator>({
  code: "SI-050",
  slug: "python-heap-allocator",
  revision: 1,
  severity: "critical",
  owner: "crate",
  group: "Memory",
  title: "Rust memory from an interpreter's heap",
  summary: "The global allocator takes Rust's memory from the heap of whichever interpreter is current.",
  why: "`PyMem_Malloc` and `PyObject_Malloc` allocate in the current interpreter and need an attached thread. Rust's memory knows no interpreter: a static map may grow under one and be freed under another, after the first is gone, or on a thread that is attached to none.\n\nLegacy interpreters share one heap, so there only the attached thread is at stake. With an own GIL each interpreter has its own heap, and memory that crosses over is corrupted.",
  effects: {
    legacy: {
      severity: "moderate",
      text: "One heap for all; allocation without an attached thread remains undefined.",
    },
    ownGil: { severity: "critical", text: "Memory of one interpreter's heap is resized or freed in another's." },
  },
  versions: {
    "3.9": "One heap for all interpreters.",
    "3.12": "An interpreter with an own GIL has an own heap, and memory must be freed where it was allocated.",
    "free-threaded": "The heap belongs to the thread state, so every allocation of Rust needs an attached one.",
  },
  remedy: [
    {
      title: "Drop the allocator.",
      text: "The system allocator, or a Rust one such as mimalloc, has no tie to an interpreter.",
    },
    {
      title: "Or use the raw domain.",
      text: "`PyMem_RawMalloc` and `PyMem_RawFree` are process-wide and need no attached thread.",
    },
    {
      title: "Change both ends.",
      text: "What a `Box` allocated and `PyMem_Free` releases works by accident of this allocator, and breaks without it.",
    },
  ],
  references: [
    {
      title: "Memory management: allocator domains",
      url: "https://docs.python.org/3/c-api/memory.html#allocator-domains",
    },
    {
      title: "PyInterpreterConfig.use_main_obmalloc",
      url: "https://docs.python.org/3/c-api/subinterpreters.html#c.PyInterpreterConfig.use_main_obmalloc",
    },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const item of globalAllocators(model)) {
      const through = heapFunctions(model, item);
      if (through.length === 0) continue;
      yield sight(item, {
        symbol: item.fact.name,
        shape: "global_allocator",
        evidence: { through, freedOutside: freedOutside(model, item) },
      });
    }
  },
  message: ({ through }, symbol) =>
    `\`${symbol}\` gives Rust memory from the current interpreter's heap, through \`${through.find((name) => !name.endsWith("_Free")) ?? through[0]}\``,
});

/** Functions of Python's heap that the methods of the allocator's types call, directly or through functions of the crate. */
function heapFunctions(model: Model, item: Located<StaticFact>): string[] {
  const reached = allocatorCode(model, pathsIn(item.fact.type), item);
  const called = heapCalls(model).flatMap((call) =>
    reached.has(model.enclosingFn(call)!) ? HEAP.exec(call.fact.path)![1]! : [],
  );
  // `use pyo3_ffi::PyMem_Malloc as allocate;` shows under the name that it was given.
  const renamed = [...reached].flatMap((fn) =>
    model.callees(fn).flatMap((path) => HEAP.exec(model.resolve(path, fn) ?? "")?.[1] ?? []),
  );
  return [...new Set([...called, ...renamed])].sort();
}

/** Files that free through Python and never allocate through it free what Rust allocated. */
function freedOutside(model: Model, item: Located<StaticFact>): string[] {
  const calls = heapCalls(model).filter((c) => c.crate === item.crate && c.scope === "prod");
  const allocating = new Set(calls.filter((c) => !c.fact.path.endsWith("_Free")).map((c) => c.file));
  return calls.filter((c) => !allocating.has(c.file)).map((c) => `${c.file.path}:${c.fact.at.line}`);
}
