import type { Type } from "#lib/rust/type";
import type { StaticFact } from "#lib/scan/facts/facts";
import type { Evidence } from "#lib/scan/finding";
import type { Located, Model } from "#lib/scan/model/model";
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
/** How far the allocator hands its work on. */
const MOST_CALLS = 2;

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
    for (const item of model.statics) {
      if (!item.fact.attributes.some((a) => a.path === "global_allocator")) continue;
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
  const named = new Set(pathsIn(item.fact.type).map((path) => identity(model, path, item)));
  const bodies = new Map<object, Set<number>>();
  for (const found of model.impls) {
    const { trait, type, body } = found.fact;
    if (found.crate !== item.crate || (trait !== null && !/(^|::)GlobalAlloc$/.test(trait)) || type.kind !== "path")
      continue;
    if (!named.has(identity(model, pathOf(type), found))) continue;
    bodies.set(found.file, (bodies.get(found.file) ?? new Set()).add(body));
  }
  const methods = model.fns.filter((fn) => bodies.get(fn.file)?.has(fn.fact.scope));
  const reached = new Set(methods.flatMap((method) => model.reach(method, MOST_CALLS)));
  const called = model.calls.flatMap((call) =>
    reached.has(model.enclosingFn(call)!) ? (HEAP.exec(call.fact.path)?.[1] ?? []) : [],
  );
  // `use pyo3_ffi::PyMem_Malloc as allocate;` shows under the name that it was given.
  const renamed = [...reached].flatMap((fn) =>
    model.callees(fn).flatMap((path) => HEAP.exec(model.resolve(path, fn) ?? "")?.[1] ?? []),
  );
  return [...new Set([...called, ...renamed])].sort();
}

/** Canonical path past aliases; types that cannot be resolved are told apart by name. */
function identity(model: Model, path: string, from: Located<unknown>): string {
  const alias = model.types.find((t) => t.fact.kind === "alias" && t.fact.name === path && t.crate === from.crate)?.fact
    .fields[0]?.type;
  return alias?.kind === "path" ? identity(model, pathOf(alias), from) : (model.resolve(path, from) ?? path);
}

const pathOf = (type: Extract<Type, { kind: "path" }>): string => type.segments.map((s) => s.name).join("::");

/** `Counting<PyAllocator>` names two types, either of which may do the work. */
function pathsIn(type: Type): string[] {
  return type.kind === "path" ? [pathOf(type), ...type.segments.flatMap((s) => s.args).flatMap(pathsIn)] : [];
}

/** Files that free through Python and never allocate through it free what Rust allocated. */
function freedOutside(model: Model, item: Located<StaticFact>): string[] {
  const calls = model.calls.filter((c) => c.crate === item.crate && c.scope === "prod" && HEAP.test(c.fact.path));
  const allocating = new Set(calls.filter((c) => !c.fact.path.endsWith("_Free")).map((c) => c.file));
  return calls.filter((c) => !allocating.has(c.file)).map((c) => `${c.file.path}:${c.fact.at.line}`);
}
