import { typeText } from "#lib/rust/type-text";
import type { FnFact, StaticFact } from "#lib/scan/facts/facts";
import { foreignThread } from "#lib/scan/model/foreign-thread";
import type { Located, Model } from "#lib/scan/model/model";
import { onceGates } from "#lib/scan/model/once-gate";
import { select } from "#lib/scan/model/select";
import { inSourceOrder } from "#lib/scan/model/source-order";
import { isTemplate, staticState } from "#lib/scan/model/static-state";

/** A static without Python data that changes while the process runs, and who of those that Python calls meets it. */
export interface ProcessState {
  item: Located<StaticFact>;
  type: string;
  how: "reads" | "changes" | "fills";
  /** Function that Python calls; null for a cell of PyO3, which is filled while attached. */
  by: string | null;
}

/** How many calls away from what Python calls. */
const MOST_CALLS = 2;
const TOUCHES =
  /^\.(load|store|swap|replace|insert|compare_exchange(_weak)?|fetch_\w+|(try_)?(lock|read|write)|borrow(_mut)?|get_mut)$/;
const READS = /^\.(load|(try_)?read|borrow)$/;
/** Types with a lock in them, which nobody has for what stays as it is. */
const LOCKED = /\b(Mutex|RwLock|ReentrantMutex|RefCell|Cell|DashMap|DashSet|ArcSwap(Any|Option)?)\b/;
const ATOMIC = /\bAtomic\w+\b/;
/** A lock that guards what is outside of it: others wait, and nothing is left behind. */
const EMPTY = /\b(Mutex|RwLock|ReentrantMutex)<\(\)>/;
/** An event loop or a pool of threads; what its tasks do is asked elsewhere. */
const RUNTIME = /\b(Runtime|Handle|ThreadPool)\b/;
const PYO3_CELL = /^(?:\w+::)*(?:PyOnceLock|GILOnceCell)<(?!\(\)>)/;

/** Every static of that kind. */
export function* processStates(model: Model): Iterable<ProcessState> {
  const touched = touchedFromPython(model);
  const gates = new Set(onceGates(model).map(({ item }) => item));
  for (const item of model.statics) {
    if (gates.has(item) || isTemplate(item) || isOfThread(item.fact)) continue;
    const type = typeText(item.fact.type);
    const uses = touched.get(item);
    const met = uses && isMutable(item.fact, type, uses) ? uses : null;
    const by = met?.from.get("changes") ?? met?.from.get("reads");
    const filled = PYO3_CELL.test(type);
    if ((!by && !filled) || staticState(model, item) || model.taint(item.fact.type, item).carries !== "no") continue;
    if (by) yield { item, type, how: met!.from.has("changes") ? "changes" : "reads", by };
    else yield { item, type, how: "fills", by: null };
  }
}

/** What is known of the uses of one static. */
interface Uses {
  /** Some code changes it, whoever calls that. */
  changed: boolean;
  /** Functions that do something to it. */
  in: { fn: Located<FnFact>; how: "reads" | "changes" }[];
  /** A function that Python calls, by what it does. */
  from: Map<"reads" | "changes", string>;
}

function isMutable({ mutable }: StaticFact, type: string, { changed }: Uses): boolean {
  if (RUNTIME.test(type) || EMPTY.test(type)) return false;
  return LOCKED.test(type) || ((mutable || ATOMIC.test(type)) && changed);
}

const isOfThread = ({ by, attributes }: StaticFact): boolean =>
  by === "thread_local" || by === "task_local" || attributes.some(({ path }) => path === "thread_local");

/** What is called on statics, by the names that statics have. */
const touches = select("calls", ({ path, receiver }) => /(^|::)[A-Z]/.test(receiver) && TOUCHES.test(path));

/** `#[pyfunction]`, the methods of `#[pymethods]`, and C functions that take or give Python objects. */
const entries = select("fns", (fact, file) => {
  if (fact.exported && !fact.callback) return true;
  const around = file.facts.scopes[fact.scope]!;
  return [...fact.attributes, ...around.attributes].some(({ path }) =>
    /(^|::)(pyfunction|pymethods|pyproto)$/.test(path),
  );
});

function touchedFromPython(model: Model): Map<Located<StaticFact>, Uses> {
  const found = new Map<Located<StaticFact>, Uses>();
  const note = (path: string, at: Located<{ scope: number }>, how: "reads" | "changes"): void => {
    const item = at.scope === "prod" ? model.staticNamed(path, at) : null;
    if (!item) return;
    const uses: Uses = found.get(item) ?? { changed: false, in: [], from: new Map() };
    found.set(item, uses);
    uses.changed ||= how === "changes";
    // What a thread does by itself, such as numbering the threads of its pool, the caller does not see.
    const fn = foreignThread(model, at)?.how === "spawn" ? null : model.enclosingFn(at);
    if (fn) uses.in.push({ fn, how });
  };
  for (const call of touches(model)) note(call.fact.receiver, call, READS.test(call.fact.path) ? "reads" : "changes");
  for (const write of model.writes) note(write.fact.target, write, "changes");
  const entryOf = entriesTo(model, new Set([...found.values()].flatMap((uses) => uses.in.map(({ fn }) => fn))));
  for (const uses of found.values())
    for (const { fn, how } of uses.in) {
      const entry = entryOf.get(fn);
      if (entry && !uses.from.has(how)) uses.from.set(how, entry.fact.name);
    }
  return found;
}

/** The function that Python calls by which each of these is reached, itself or at most two calls away. */
function entriesTo(model: Model, targets: ReadonlySet<Located<FnFact>>): Map<Located<FnFact>, Located<FnFact>> {
  const entryOf = new Map<Located<FnFact>, Located<FnFact>>();
  let edge: Edge = new Map([...targets].map((fn) => [fn, new Set([fn])]));
  for (let calls = 0; edge.size > 0; calls++) {
    for (const [fn, ends] of edge)
      if (entries.in(fn.file).includes(fn)) for (const end of ends) if (!entryOf.has(end)) entryOf.set(end, fn);
    if (calls === MOST_CALLS) break;
    edge = callersOf(model, edge);
  }
  return entryOf;
}

/** Functions, with the ends that each of them leads to. */
type Edge = Map<Located<FnFact>, Set<Located<FnFact>>>;

/** Who calls these functions, in order. */
function callersOf(model: Model, edge: Edge): Edge {
  const names = new Set([...edge.keys()].map(({ fact }) => fact.name));
  // To follow every call costs much more than to look at its name.
  const likely = new Set([...names].flatMap((name) => model.callersNamed(name)));
  const rank = new Map(model.crates.map((crate, at) => [crate, at]));
  const inOrder = [...likely].sort((a, b) => rank.get(a.crate)! - rank.get(b.crate)! || inSourceOrder(a, b));
  const callers: Edge = new Map();
  for (const fn of inOrder) {
    const ends = new Set(model.called(fn).flatMap((callee) => [...(edge.get(callee) ?? [])]));
    if (ends.size > 0) callers.set(fn, ends);
  }
  return callers;
}
