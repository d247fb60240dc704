import type { StaticFact } from "#lib/scan/facts/facts";
import type { Evidence } from "#lib/scan/finding";
import { allocatorCode, globalAllocators, offeredAllocators, pathsIn } from "#lib/scan/model/allocator";
import type { Located, Model } from "#lib/scan/model/model";
import { select } from "#lib/scan/model/select";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

interface Borrowed extends Evidence {
  /** The call that fetches it, or the type of another crate that is known to. */
  through: string;
}

/** Types of other crates that allocate with what a capsule holds. */
const KNOWN = /^pyo3_polars::(?:\w+::)*PolarsAllocator$/;
const FETCHES = /(?:^|::)(PyCapsule_(?:Import|GetPointer))$/;

const fetches = select("calls", ({ path }) => FETCHES.test(path));

export default defineRule<Borrowed>({
  code: "SI-052",
  slug: "capsule-allocator",
  revision: 2,
  severity: "moderate",
  owner: "crate",
  group: "Memory",
  title: "Allocator from another extension's capsule",
  summary: "Rust's global allocator is fetched from a capsule of another Python module when it is first needed.",
  why: "The first allocation that finds Python running imports a capsule and keeps the functions in it for the process. The capsule belongs to the module object of the interpreter that was attached at that moment; when that interpreter ends, the table may go with it while Rust's memory stays.\n\nFetching it attaches to an interpreter from inside the allocator, on whatever thread asked for memory.",
  effects: {
    legacy: { severity: "moderate", text: "All interpreters allocate through the first one's module." },
    ownGil: { severity: "moderate", text: "The same, and the other module has to load in own-GIL interpreters first." },
  },
  versions: {
    "3.12": "Under an own GIL there is no capsule where the extension that offers it is refused.",
  },
  remedy: [
    {
      title: "Use an allocator of Rust's own.",
      text: "Memory that crosses to the other extension can be freed by a function that the memory's owner exports.",
    },
    {
      title: "Or fetch it when the module is initialised.",
      text: "In `Py_mod_exec` a thread is attached, and a failure can still be reported.",
    },
  ],
  references: [
    { title: "Capsules", url: "https://docs.python.org/3/c-api/capsule.html" },
    { title: "pyo3-polars: PolarsAllocator", url: "https://docs.rs/pyo3-polars" },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const item of globalAllocators(model)) {
      const through = fetched(model, item);
      if (through) yield sight(item, { symbol: item.fact.name, shape: "global_allocator", evidence: { through } });
    }
    for (const type of offeredAllocators(model)) {
      const through = type.scope === "prod" ? fetchedBy(model, [type.fact.name], type) : null;
      if (through) yield sight(type, { symbol: type.fact.name, shape: "GlobalAlloc", evidence: { through } });
    }
  },
  message: ({ through }, symbol) => `\`${symbol}\` allocates with what \`${through}\` fetched for the whole process`,
});

function fetched(model: Model, item: Located<StaticFact>): string | null {
  const known = pathsIn(item.fact.type).find((path) => KNOWN.test(model.resolve(path, item) ?? ""));
  if (known) return known.split("::").at(-1)!;
  return fetchedBy(model, pathsIn(item.fact.type), item);
}

function fetchedBy(model: Model, types: readonly string[], from: Located<unknown>): string | null {
  const code = allocatorCode(model, types, from);
  const call = fetches(model).find((c) => code.has(model.enclosingFn(c)!));
  return call ? FETCHES.exec(call.fact.path)![1]! : null;
}
