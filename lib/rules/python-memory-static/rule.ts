import type { Type } from "#lib/rust/type";
import { typeText } from "#lib/rust/type-text";
import type { StaticFact } from "#lib/scan/facts/facts";
import type { Confidence, Evidence } from "#lib/scan/finding";
import type { Located, Model } from "#lib/scan/model/model";
import { select } from "#lib/scan/model/select";
import { staticState } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

interface Memory extends Evidence {
  type: string;
  /** The C function that allocated it. */
  by: string;
}

/** The raw domain (`PyMem_RawMalloc`) is process-wide and needs no interpreter. */
const ALLOCATES = /(?<![\w])((?:PyMem|PyObject)_(?:Malloc|Calloc|Realloc))(?![\w])/;
const FILLS = /^\.(set|store|swap|compare_exchange(_weak)?|replace|get_or_(try_)?init)$/;

const fillsOf = select("calls", ({ path, receiver }) => receiver !== "" && FILLS.test(path));
const allocations = select("calls", ({ path }) => ALLOCATES.test(path));

export default defineRule<Memory>({
  code: "SI-051",
  slug: "python-memory-static",
  revision: 1,
  severity: "moderate",
  owner: "crate",
  group: "Memory",
  title: "Memory of an interpreter's heap in a static",
  summary: "A static keeps memory that was taken from the heap of one interpreter.",
  why: "`PyMem_Malloc` and `PyObject_Malloc` take memory from the interpreter that is current. With an own GIL each interpreter has a heap of its own, which goes when the interpreter ends. A static outlives it and is read, grown and freed under any other.\n\nLegacy interpreters share the main interpreter's heap, so there the memory stays; freeing it still needs an attached thread.",
  effects: {
    legacy: { severity: "info", text: "One heap for all; the memory stays valid." },
    ownGil: { severity: "moderate", text: "The memory belongs to one interpreter's heap and dangles after it ends." },
  },
  versions: {
    "3.9": "One heap for all interpreters.",
    "3.12": "An interpreter with an own GIL has an own heap, which ends with it.",
  },
  remedy: [
    { title: "Take it from Rust.", text: "A `Box` or a `Vec` knows no interpreter." },
    { title: "Or from the raw domain.", text: "`PyMem_RawMalloc` and `PyMem_RawFree` are process-wide." },
    { title: "Or keep it in module state.", text: "Then it is freed with the module, under the right interpreter." },
  ],
  references: [
    {
      title: "Memory management: allocator domains",
      url: "https://docs.python.org/3/c-api/memory.html#allocator-domains",
    },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const item of model.statics) {
      // A static that holds objects is a finding of another kind already.
      if (!isPointer(item.fact.type) || staticState(model, item)) continue;
      const filled = filledBy(model, item);
      if (!filled) continue;
      const type = typeText(item.fact.type);
      yield sight(item, {
        symbol: item.fact.name,
        shape: type,
        evidence: { type, by: filled.by },
        confidence: filled.confidence,
      });
    }
  },
  message: ({ by }, symbol) => `\`${symbol}\` keeps memory of one interpreter's heap, from \`${by}\``,
});

/** A pointer, or a cell of one. */
function isPointer(type: Type): boolean {
  if (type.kind === "pointer") return true;
  if (type.kind !== "path") return false;
  const { name = "", args = [] } = type.segments.at(-1) ?? {};
  return name === "AtomicPtr" || name === "NonNull" || args.some(isPointer);
}

/** What allocated the value: named in the value itself, or called in the function that fills the static. */
function filledBy(model: Model, item: Located<StaticFact>): { by: string; confidence: Confidence } | null {
  const calls = fillsOf(model).filter((c) => model.staticNamed(c.fact.receiver, c) === item);
  const fills = [
    ...model.writesTo(item).map((found) => ({ found, value: found.fact.value })),
    ...calls.map((found) => ({ found, value: found.fact.args })),
  ];
  for (const { value } of fills) {
    const by = ALLOCATES.exec(value)?.[1];
    if (by) return { by, confidence: "high" };
  }
  for (const { found } of fills) {
    const fn = model.enclosingFn(found);
    const call = fn && allocations(model).find((c) => model.enclosingFn(c) === fn);
    if (call) return { by: ALLOCATES.exec(call.fact.path)![1]!, confidence: "medium" };
  }
  return null;
}
