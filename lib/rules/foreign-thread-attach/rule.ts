import type { CallFact } from "#lib/scan/facts/facts";
import type { Evidence, Scope } from "#lib/scan/finding";
import { attachOf } from "#lib/scan/model/attach";
import { type ForeignThread, foreignThread } from "#lib/scan/model/foreign-thread";
import type { Located, Model } from "#lib/scan/model/model";
import { isTemplate } from "#lib/scan/model/static-state";
import { defineRule, type Sighting } from "#lib/scan/rule";
import { groupBy, sightAll } from "#lib/scan/sighting";

interface Attach extends Evidence {
  /** Spellings that were found. */
  names: string[];
  count: number;
  /** What brings the code to another thread, or null on the calling one. */
  how: "spawn" | "trait" | "callback" | null;
  by: string | null;
  through: string[];
}

interface Found extends Located<CallFact> {
  attach: string;
  foreign: ForeignThread | null;
}

export default defineRule<Attach>({
  code: "SI-061",
  slug: "foreign-thread-attach",
  revision: 1,
  severity: "critical",
  owner: "crate",
  group: "Threads and attach",
  title: "Attach on a foreign thread",
  summary:
    "A thread that Python did not start attaches to the main interpreter, not to the one that the work belongs to.",
  why: "`Python::attach`, `with_gil` before PyO3 0.26, ends in `PyGILState_Ensure`. On a thread that is known to an interpreter it goes back there; measured after `py.detach` it is right in every case. On a fresh thread of a pool, a runtime or a C library it makes a state for the main interpreter, and objects of a sub-interpreter are used in the wrong one.\n\nWhere the calling thread attaches, this rule only counts. It reports code that is handed to a spawner, the methods of traits that pools and runtimes call, and callbacks that a C library calls, up to three calls away.",
  effects: {
    legacy: {
      severity: "critical",
      text: "Objects of one interpreter are used in the main one; what is imported or written lands there.",
    },
    ownGil: {
      severity: "critical",
      text: "The same, under the main interpreter's GIL: reference counts change under two locks.",
    },
  },
  remedy: [
    {
      title: "Bring the results back.",
      text: "Let the thread compute plain Rust data and touch Python on the thread that called, which is attached to the right interpreter.",
    },
    {
      title: "Attach to the interpreter that is meant.",
      text: "Until PyO3 can, that takes `PyInterpreterState_Get` at the start and `PyThreadState_New` on the thread; on CPython 3.15 `PyThreadState_Ensure`.",
    },
    {
      title: "Drop without Python.",
      text: "A `Py<T>` may be dropped on any thread: PyO3 defers it. An own `Drop` that attaches should do without.",
    },
  ],
  references: [
    {
      title: "PEP 788: protecting the C API from interpreter finalization",
      url: "https://peps.python.org/pep-0788/",
    },
    { title: "PyO3#3451, the tracking issue for sub-interpreters", url: "https://github.com/PyO3/pyo3/issues/3451" },
  ],
  milestones: ["M3"],
  *check(model) {
    const found = attaches(model);
    yield* foreignOnes(found);
    // Not a hazard: how much of a file's code asks for the calling thread's interpreter.
    const calling = found.filter((call) => !call.foreign);
    for (const calls of groupBy(calling, (call) => `${call.scope} ${call.file.path}`).values())
      yield sightAll(calls, {
        symbol: "attach",
        item: calls[0]!.file.module,
        shape: calls[0]!.scope satisfies Scope,
        evidence: { ...evidenceOf(calls), how: null, by: null, through: [] },
        severity: "info",
      });
  },
  message: ({ how, by, count, through }) => {
    const via = through.length > 0 ? `, through \`${through.join("` → `")}\`` : "";
    if (how === "spawn") return `code given to \`${by}\` attaches to the main interpreter${via}`;
    if (how === "trait") return `a method of \`${by}\` attaches on whichever thread calls it${via}`;
    if (how === "callback") return `\`${by}\`, a callback for C, attaches on whichever thread calls it${via}`;
    return count === 1 ? "the calling thread attaches here" : `the calling thread attaches in ${count} places`;
  },
});

function attaches(model: Model): Found[] {
  const found: Found[] = [];
  for (const call of model.calls) {
    const attach = attachOf(model, call);
    if (!attach || isTemplate(call)) continue;
    // `assume_attached` attaches nothing: who says so is attached already.
    const may = call.scope === "prod" && !attach.includes("assume");
    found.push({ ...call, attach, foreign: may ? foreignThread(model, call) : null });
  }
  return found;
}

function* foreignOnes(found: readonly Found[]): Iterable<Sighting<Attach>> {
  const foreign = found.filter((call) => call.foreign);
  for (const calls of groupBy(foreign, (c) => `${c.file.path} ${c.item} ${c.foreign!.how} ${c.foreign!.by}`).values()) {
    const { how, by, through } = calls[0]!.foreign!;
    yield sightAll(calls, {
      symbol: by,
      shape: how,
      evidence: { ...evidenceOf(calls), how, by, through },
      confidence: how === "spawn" ? "high" : "medium",
    });
  }
}

const evidenceOf = (calls: readonly Found[]): Pick<Attach, "names" | "count"> => ({
  names: [...new Set(calls.map((call) => call.attach))],
  count: calls.length,
});
