import type { Type } from "#lib/rust/type";
import { typeText } from "#lib/rust/type-text";
import type { CallFact, StaticFact } from "#lib/scan/facts/facts";
import type { Evidence } from "#lib/scan/finding";
import { attachCalls, attachOf } from "#lib/scan/model/attach";
import { foreignThread } from "#lib/scan/model/foreign-thread";
import type { Crate, Located, Model, SourceFile } from "#lib/scan/model/model";
import { innermost, type Part } from "#lib/scan/model/parts";
import { perItem } from "#lib/scan/model/per-model";
import { select } from "#lib/scan/model/select";
import { inSourceOrder } from "#lib/scan/model/source-order";
import { defineRule } from "#lib/scan/rule";
import { groupBy, sight, sightAll } from "#lib/scan/sighting";

interface RuntimeEvidence extends Evidence {
  /** The package that keeps the event loop, or null for a static of the crate's own. */
  package: string | null;
  type: string | null;
}

const LOOPS = /^pyo3_(async_runtimes|asyncio(_0_21)?)\b/;
const ENTERS = /(^|::)(future_into_py\w*|into_future\w*|get_runtime|get_current_l\w+|run_until_complete)$/;
const RUNTIME = /^tokio::runtime::(\w+::)*(Runtime|Handle)$/;

const entries = select("calls", ({ path }) => ENTERS.test(path));
/** A runtime that is handed over has Python's futures for tasks. */
const handovers = select("calls", ({ path }) => /(^|::)init_with_runtime$/.test(path));

export default defineRule<RuntimeEvidence>({
  code: "SI-062",
  slug: "process-wide-runtime",
  revision: 4,
  severity: "moderate",
  owner: "crate",
  group: "Threads and attach",
  title: "One runtime for all interpreters",
  summary: "An async runtime or event-loop binding that the process has once runs work of every interpreter.",
  why: "`pyo3-async-runtimes` keeps `asyncio`, `contextvars` and the functions that it calls there in statics: the first interpreter's modules serve all. A runtime in a static has worker threads of its own, and a task that attaches on one of them attaches to the main interpreter.\n\nA runtime whose tasks never touch Python is no hazard and is not reported here.",
  effects: {
    legacy: { severity: "moderate", text: "Futures of a sub-interpreter are scheduled on the first one's `asyncio`." },
    ownGil: { severity: "moderate", text: "The same, and across GILs." },
  },
  versions: {
    "3.12": "A task that attaches on a worker thread works for the main interpreter. Measured on 3.12 to 3.14.",
    "3.15": "A task can be told which interpreter started it, and attach to that one.",
  },
  remedy: [
    {
      title: "Keep a runtime in module state.",
      text: "Each interpreter then has its own, and it is shut down with the module.",
    },
    {
      title: "Or keep tasks free of Python.",
      text: "Return plain Rust data from the task and convert it where the future is awaited.",
    },
  ],
  references: [
    { title: "pyo3-async-runtimes", url: "https://docs.rs/pyo3-async-runtimes" },
    { title: "PyO3#3451, the tracking issue for sub-interpreters", url: "https://github.com/PyO3/pyo3/issues/3451" },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const uses of groupBy(firstUses(model), ({ crate }) => crate.dir).values()) {
      const name = packageOf(model, uses[0]!)!;
      yield sightAll(uses, {
        symbol: name,
        item: "",
        shape: "dependency",
        evidence: { package: name, type: null },
        owner: "dependency",
      });
    }
    let attaching: Set<Crate> | null = null;
    for (const item of model.statics) {
      const type = runtimeIn(model, item);
      if (!type || item.fact.by === "thread_local") continue;
      attaching ??= cratesWithAttachingTasks(model);
      if (attaching.has(item.crate))
        yield sight(item, { symbol: item.fact.name, shape: "static", evidence: { package: null, type } });
    }
  },
  message: ({ package: name, type }, symbol) =>
    name
      ? `\`${name}\` binds to the event loop of the interpreter that comes first`
      : `\`${symbol}\` is one \`${type}\` for all interpreters, and its tasks attach`,
});

/** Where each file of production code first calls into such a package. */
function firstUses(model: Model): Located<CallFact>[] {
  const found = new Map<SourceFile, Located<CallFact>>();
  for (const call of entries(model))
    if (call.scope === "prod" && !found.has(call.file) && packageOf(model, call)) found.set(call.file, call);
  return [...found.values()].sort(inSourceOrder);
}

function packageOf(model: Model, call: Located<CallFact>): string | null {
  const first = LOOPS.exec(model.resolve(call.fact.path, call) ?? "")?.[0];
  // In the package's own repository its statics are findings themselves.
  if (!first) return null;
  const { dependencies } = model.package(call.crate);
  const dependency = dependencies.find((d) => d.package.replaceAll("-", "_") === first && !d.local);
  return dependency ? dependency.package : null;
}

function cratesWithAttachingTasks(model: Model): Set<Crate> {
  const tasks = attachCalls(model).filter(
    (call) => call.scope === "prod" && attachOf(model, call) && foreignThread(model, call)?.how === "spawn",
  );
  const handed = handovers(model).filter((call) => call.scope === "prod" && packageOf(model, call));
  return new Set([...tasks, ...handed].map(({ crate }) => crate));
}

/** Structs of the repository's own that may stand around a runtime, one in the other. */
const MOST_STRUCTS = 2;

/** A runtime as such, or in a struct or enum of the repository's own. */
const runtimeIn = perItem((model, item: Located<StaticFact>): string | null => {
  const inner = innermost(model, item.fact.type, item);
  return holdsRuntime(model, inner, MOST_STRUCTS) ? typeText(inner.type) : null;
});

function holdsRuntime(model: Model, { type, from }: Part, structs: number): boolean {
  const path = pathOf(type);
  if (RUNTIME.test(model.resolve(path, from) ?? "")) return true;
  const named = path && structs > 0 ? model.typeNamed(path, from) : null;
  return !!named?.fact.fields.some((field) => {
    const held = field.type.kind === "reference" ? field.type.to : field.type;
    return holdsRuntime(model, innermost(model, held, named), structs - 1);
  });
}

const pathOf = (type: Type): string => (type.kind === "path" ? type.segments.map((s) => s.name).join("::") : "");
