import type { CallFact } from "#lib/scan/facts/facts";
import type { Evidence } from "#lib/scan/finding";
import { attachCalls, attachOf } from "#lib/scan/model/attach";
import { type ForeignThread, foreignThread } from "#lib/scan/model/foreign-thread";
import type { Located, Model, SourceFile } from "#lib/scan/model/model";
import { perItem } from "#lib/scan/model/per-model";
import { isTemplate } from "#lib/scan/model/static-state";
import { defineRule, type Sighting } from "#lib/scan/rule";
import { groupBy, sightAll } from "#lib/scan/sighting";

interface Attach extends Evidence {
  /** Spellings that were found. */
  names: string[];
  count: number;
  /** What brings the code to another thread; null when nothing is known to. */
  how: "spawn" | "trait" | "callback" | null;
  by: string | null;
  through: string[];
}

interface Found {
  call: Located<CallFact>;
  attach: string;
  foreign: ForeignThread | null;
}

export default defineRule<Attach>({
  code: "SI-061",
  slug: "foreign-thread-attach",
  revision: 3,
  severity: "critical",
  owner: "crate",
  group: "Threads and attach",
  title: "Attach on a foreign thread",
  summary:
    "A thread that Python did not start attaches to the main interpreter, not to the one that the work belongs to.",
  why: "`Python::attach`, `with_gil` before PyO3 0.26, ends in `PyGILState_Ensure`. On a thread that is known to an interpreter it goes back there; measured after `py.detach` it is right in every case. On a fresh thread of a pool, a runtime or a C library it makes a state for the main interpreter, and objects of a sub-interpreter are used in the wrong one.\n\nWhere no foreign thread is known to run the code, this rule only counts: in most places that is the thread which called. It reports code that is handed to a spawner, the methods of traits that pools and runtimes call, and callbacks that a C library calls, up to three calls away.",
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
  versions: {
    "3.12": "A new thread is attached to the main interpreter. Measured on 3.12 to 3.14.",
    "3.15": "What PyO3 needs to attach rightly is there; no released PyO3 uses it yet.",
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
    const files = [...new Set(attachCalls(model).map(({ file }) => file))];
    const found = files.map((file) => sightingsIn(model, file));
    yield* found.flatMap(({ foreign }) => foreign);
    yield* found.flatMap(({ others }) => others);
  },
  message: ({ how, by, count, through }) => {
    const via = through.length > 0 ? `, through \`${through.join("` → `")}\`` : "";
    if (how === "spawn") return `code given to \`${by}\` attaches to the main interpreter${via}`;
    if (how === "trait") return `a method of \`${by}\` attaches on whichever thread calls it${via}`;
    if (how === "callback") return `\`${by}\`, a callback for C, attaches on whichever thread calls it${via}`;
    return count === 1
      ? "one place attaches, not known to be on a foreign thread"
      : `${count} places attach, none known to be on a foreign thread`;
  },
});

/** Most files attach, and few change: each keeps its own. */
const sightingsIn = perItem((model, file: SourceFile) => {
  const found = attachCalls.in(file).flatMap((call) => attachFrom(model, model.here("calls", call)!) ?? []);
  return { foreign: foreignOnes(found), others: otherOnes(found) };
});

function attachFrom(model: Model, call: Located<CallFact>): Found | null {
  const attach = attachOf(model, call);
  if (!attach || isTemplate(call)) return null;
  // `assume_attached` attaches nothing: who says so is attached already.
  const may = call.scope === "prod" && !attach.includes("assume");
  return { call, attach, foreign: may ? foreignThread(model, call) : null };
}

function foreignOnes(found: readonly Found[]): Sighting<Attach>[] {
  const handed = found.flatMap(({ foreign, ...one }) => (foreign ? { ...one, foreign } : []));
  const groups = groupBy(handed, ({ call, foreign }) => `${call.item} ${foreign.how} ${foreign.by}`);
  return [...groups.values()].map((alike) => {
    const { how, by, through } = alike[0]!.foreign;
    return sightAll(callsOf(alike), {
      symbol: by,
      shape: how,
      evidence: { ...evidenceOf(alike), how, by, through },
      confidence: how === "spawn" ? "high" : "medium",
    });
  });
}

/** No hazard that is known: how much of a file's code attaches to whatever interpreter its thread belongs to. */
function otherOnes(found: readonly Found[]): Sighting<Attach>[] {
  const others = found.filter((one) => !one.foreign);
  return [...groupBy(others, ({ call }) => call.scope)].map(([scope, alike]) =>
    sightAll(callsOf(alike), {
      symbol: "attach",
      item: alike[0]!.call.file.module,
      shape: scope,
      evidence: { ...evidenceOf(alike), how: null, by: null, through: [] },
      severity: "info",
    }),
  );
}

const callsOf = (found: readonly Found[]): Located<CallFact>[] => found.map(({ call }) => call);
const evidenceOf = (found: readonly Found[]): Pick<Attach, "names" | "count"> => ({
  names: [...new Set(found.map(({ attach }) => attach))],
  count: found.length,
});
