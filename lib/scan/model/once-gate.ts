import type { Type } from "#lib/rust/type";
import { typeText } from "#lib/rust/type-text";
import type { CallFact, StaticFact } from "#lib/scan/facts/facts";
import type { Located, Model, SourceFile } from "#lib/scan/model/model";
import { placed } from "#lib/scan/model/placed";
import { select } from "#lib/scan/model/select";
import { staticState } from "#lib/scan/model/static-state";

/** What the code behind a gate does first that ties it to one interpreter. */
export interface Deed {
  kind: "writes" | "creates" | "imports" | "starts";
  /** The static that is written, or what is called. */
  name: string;
}

/** A static without Python data that lets code run once per process, and what that code does. */
export interface OnceGate {
  item: Located<StaticFact>;
  type: string;
  /** Set once and never read as a value: `Once`, `OnceLock<()>`, `AtomicBool`. */
  bare: boolean;
  deed: Deed;
}

/** A stretch of one file. */
interface Region {
  file: SourceFile;
  start: number;
  end: number;
}

/** How many calls deep the gated code is followed. */
const MOST_CALLS = 3;

const CELLS = /^(OnceLock|OnceCell|LazyLock|Lazy|OnceBox|PyOnceLock|GILOnceCell|OnceNonZeroUsize|OnceBool)$/;
const PLAIN = /^(\(\)|bool|[iu](8|16|32|64|128|size))$/;
/** These run their argument at most once. */
const RUNNERS = /^\.(get_or_(try_)?init(_py_attached)?|call_once(_force)?(_py_attached)?|get_or_insert_with)$/;
/** These tell the first caller from the others, so that the function around them is the gated code. */
const CLAIMS = /^\.(swap|compare_exchange(_weak)?|fetch_or)$/;
const FILLS =
  /^\.(set|store|swap|replace|insert|get_or_(try_)?init(_py_attached)?|get_or_insert_with|import(_bound)?|init)$/;

const CREATES =
  /^_?Py(Err_NewException(WithDoc)?|Type_Ready|Type_From\w+|Capsule_Import|DateTime_IMPORT|StructSequence_(NewType|InitType2?))$/;
const IMPORTS = /^PyImport_(Import\w*|AddModule\w*|GetModule\w*)$/;
const STARTS = /^(Py_Initialize\w*|prepare_freethreaded_python)$/;

/** Statics are written in capitals; a model has thousands of `map.insert(…)`. */
const onStatics = select("calls", ({ receiver }) => /(^|::)[A-Z_$]/.test(receiver));

/** Every gate whose code creates, imports or stores something of the interpreter that comes first. */
export function onceGates(model: Model): OnceGate[] {
  const gates = new Map<Located<StaticFact>, { type: string; bare: boolean }>();
  for (const item of model.statics) {
    const gate = gateType(item.fact.type);
    if (gate && item.fact.by !== "thread_local" && item.fact.by !== "task_local") gates.set(item, gate);
  }
  if (gates.size === 0) return [];
  const code = new GatedCode(model);
  const found = new Map<Located<StaticFact>, OnceGate>();
  for (const call of onStatics(model)) {
    const item = model.staticNamed(call.fact.receiver, call);
    const gate = item && !found.has(item) ? gates.get(item) : undefined;
    const deed = gate && code.deedOf(code.behind(call));
    if (item && gate && deed) found.set(item, { item, ...gate, deed });
  }
  for (const [item, gate] of gates) {
    const deed = found.has(item) || !gate.type.startsWith("Lazy") ? null : code.deedOf(code.initialiser(item));
    if (deed) found.set(item, { item, ...gate, deed });
  }
  return [...found.values()];
}

function gateType(type: Type): { type: string; bare: boolean } | null {
  if (type.kind !== "path") return null;
  const { name = "", args = [] } = type.segments.at(-1) ?? {};
  const text = typeText(type);
  if (name === "Once" || name === "AtomicBool") return { type: text, bare: true };
  if (!CELLS.test(name) || args.length !== 1) return name === "OnceBool" ? { type: text, bare: true } : null;
  const held = typeText(args[0]!);
  return PLAIN.test(held) ? { type: text, bare: held === "()" } : null;
}

class GatedCode {
  constructor(private readonly model: Model) {}

  /** The code that a use of a gate lets run once. */
  behind(use: Located<CallFact>): Region[] {
    const { model } = this;
    const { path, args, at } = use.fact;
    const own: Region = { file: use.file, start: at.start, end: at.end };
    const around = model.enclosingFn(use);
    if (CLAIMS.test(path)) return around ? model.reach(around, MOST_CALLS).map(regionOf) : [];
    if (!RUNNERS.test(path)) return path === ".set" ? [own] : [];
    // A long argument is cut; then the callees of the whole function stand for those of the closure.
    return [own, ...this.reached(args.endsWith("…") && around ? model.callees(around) : pathsIn(args), use)];
  }

  /** The code that fills a lazy static. */
  initialiser(item: Located<StaticFact>): Region[] {
    return [regionOf(item), ...this.reached(pathsIn(item.fact.init), item)];
  }

  private reached(names: string[], from: Located<unknown>): Region[] {
    const called = names.flatMap((name) => this.model.fnsNamed(name, from));
    return called.flatMap((fn) => this.model.reach(fn, MOST_CALLS - 1)).map(regionOf);
  }

  deedOf(regions: Region[]): Deed | null {
    let weak: Deed | null = null;
    for (const region of regions) {
      const write = this.model.writes.find((w) => within(w, region) && this.isPython(w.fact.target, w));
      if (write) return { kind: "writes", name: last(write.fact.target) };
      for (const call of placed(region.file).list("calls")) {
        if (!within(call, region)) continue;
        const deed = this.deed(call);
        if (deed && deed.kind !== "imports" && deed.kind !== "starts") return deed;
        weak ??= deed;
      }
    }
    return weak;
  }

  private deed(call: Located<CallFact>): Deed | null {
    const { path, receiver } = call.fact;
    const name = last(path);
    if (CREATES.test(name) || /(^|::)PyErr::new_type(_bound)?$/.test(path)) return { kind: "creates", name };
    if (FILLS.test(path) && receiver && this.isPython(receiver, call)) return { kind: "writes", name: last(receiver) };
    if (IMPORTS.test(name) || /^\.import(_bound)?$|(^|::)PyModule::import(_bound)?$/.test(path))
      return { kind: "imports", name: name.replace(/^\./, "") };
    return STARTS.test(name) || /(^|::)Python::initialize$/.test(path) ? { kind: "starts", name } : null;
  }

  private isPython(path: string, from: Located<unknown>): boolean {
    const item = this.model.staticNamed(path, from);
    return item !== null && staticState(this.model, item) !== null;
  }
}

const last = (path: string): string => path.slice(path.lastIndexOf(":") + 1);
const regionOf = (fn: Located<{ at: { start: number; end: number } }>): Region => ({
  file: fn.file,
  start: fn.fact.at.start,
  end: fn.fact.at.end,
});

function within(fact: Located<{ at: { start: number; end: number } }>, region: Region): boolean {
  return fact.file === region.file && fact.fact.at.start >= region.start && fact.fact.at.end <= region.end;
}

/** Functions that an argument names, or calls in its closure: `init_types`, `|| unsafe { init_types(py) }`, `|| self.init(py)`. */
function pathsIn(args: string): string[] {
  const called = [...args.matchAll(/(?<![\w.:])((?:\w+::)*[a-z_]\w*)\(/g)].map((m) => m[1]!);
  const own = [...args.matchAll(/(?<![\w.:])self\.([a-z_]\w*)\(/g)].map((m) => `Self::${m[1]}`);
  const passed = args
    .split(",")
    .map((arg) => arg.trim())
    .filter((arg) => /^(?:\w+::)*[a-z_]\w*$/.test(arg));
  return [...new Set([...called, ...own, ...passed])];
}
