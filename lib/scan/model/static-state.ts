import type { Type } from "#lib/rust/type";
import type { StaticFact } from "#lib/scan/facts/facts";
import type { Confidence, TypeStep } from "#lib/scan/finding";
import { launderedAddress } from "#lib/scan/model/laundered";
import { withArguments } from "#lib/scan/model/macro-arguments";
import type { Located, Model, Taint } from "#lib/scan/model/model";
import { perItem } from "#lib/scan/model/per-model";
import { ADDRESS, API_TABLE, PYO3_CELL } from "#lib/scan/model/taint";

/** How a static comes to hold a Python reference; `table` is a C API table, which is no object. */
export interface StaticState {
  form: "pointer" | "cell" | "pyo3-cell" | "transitive" | "registry" | "thread-local" | "table";
  /** Steps from the static to the reference, for the evidence. */
  steps: TypeStep[];
  /** Outermost type of the repository on the way, which many statics may share. */
  wrapper: string | null;
  /** The macro that declares it, once for each use. */
  macro: string | null;
}

/** PyO3's types that are a cell and its content in one. */
const OWN_CELL = /^(Interned|LazyTypeObject)\b/;

/** Containers that many put into and many take out of, by the name of their type. */
export const REGISTRY =
  /(?:^|[\s<(,:])((?:Sync|Unbounded|Bounded|Weak|Async)?(?:Sender|Receiver)|DashMap|DashSet|Slab|SlotMap|DenseSlotMap|SegQueue|ArrayQueue|Injector|SkipMap|ConcurrentMap)</;

/** Classifies a static that carries a Python reference; null when it carries none or that cannot be known. */
export const staticState = perItem(classify);

/** The macro that declares a static is one thing to change, however often it is used. */
export const macroRoot = ({ macro }: Pick<StaticState, "macro">): string | null => macro && `${macro}!`;

/** When one variant of an enum carries the reference, nobody knows whether this static ever has that variant. */
export const confidenceIn = ({ steps }: Pick<StaticState, "steps">): Confidence =>
  steps.some((step) => step.label.startsWith("enum ")) ? "medium" : "high";

/** Every static of one form, with how it comes to hold its reference. */
export function* staticsHolding(
  model: Model,
  form: StaticState["form"],
): Iterable<{ item: Located<StaticFact>; state: StaticState }> {
  for (const item of model.statics) {
    const state = staticState(model, item);
    if (state?.form === form) yield { item, state };
  }
}

function classify(model: Model, item: Located<StaticFact>): StaticState | null {
  const { fact, crate } = item;
  if (crate.binding === "none" || !crate.inScope || isTemplate(item)) return null;
  const taint = staticTaint(model, item);
  const macro = model.expansion(item)?.macro ?? null;
  if (taint.carries !== "yes") return asNumber(model, item, macro);
  const state = { steps: [startOf(item), ...taint.steps], wrapper: taint.wrappers[0] ?? null, macro };
  if (taint.steps.at(-1)?.kind === API_TABLE) return { form: "table", ...state };
  if (isThreadLocal(fact)) return { form: "thread-local", ...state };
  if (taint.steps.some((step) => step.kind === "container" && REGISTRY.test(step.label)))
    return { form: "registry", ...state };
  if (taint.wrappers.length > 0) return { form: "transitive", ...state };
  if (taint.steps.some((step) => step.kind === PYO3_CELL || OWN_CELL.test(step.label)))
    return { form: "pyo3-cell", ...state };
  return { form: isBarePointer(fact.type, taint.steps) ? "pointer" : "cell", ...state };
}

/** Whether a static keeps a Python reference. In a macro a type means what it means where the macro is used, with the arguments put in. */
export const staticTaint = perItem((model, item: Located<StaticFact>): Taint => {
  const taint = model.taint(item.fact.type, item);
  const expansion = taint.carries === "yes" ? null : model.expansion(item);
  const there = expansion?.uses.map((use) =>
    model.taint(withArguments(item.fact.type, expansion.params, use.fact.args ?? ""), use),
  );
  if (!there?.length) return taint;
  const telling = (carries: Taint["carries"]) => there.find((one) => one.carries === carries);
  return telling("yes") ?? telling("unknown") ?? there[0]!;
});

/** An address kept in an integer is a reference that its type does not show. */
function asNumber(model: Model, item: Located<StaticFact>, macro: string | null): StaticState | null {
  const value = launderedAddress(model, item);
  if (!value) return null;
  const step: TypeStep = { label: value, kind: ADDRESS, path: null, line: null };
  const form = isThreadLocal(item.fact) ? "thread-local" : "cell";
  return { form, steps: [startOf(item), step], wrapper: null, macro };
}

function startOf({ file, fact }: Located<StaticFact>): TypeStep {
  const label = `static ${fact.mutable ? "mut " : ""}${fact.name}`;
  return { label, kind: "the static", path: file.path, line: fact.at.line };
}

function isThreadLocal(fact: StaticFact): boolean {
  return (
    fact.by === "thread_local" || fact.by === "task_local" || fact.attributes.some((a) => a.path === "thread_local")
  );
}

/** Text that a procedural macro will paste elsewhere is no static of this crate. */
export function isTemplate({ file, fact }: Pick<Located<{ scope: number }>, "file" | "fact">): boolean {
  for (let at = fact.scope; at >= 0; at = file.facts.scopes[at]!.parent) {
    const scope = file.facts.scopes[at]!;
    if (scope.kind === "macro-call" && scope.name.includes("quote")) return true;
  }
  return false;
}

/** A pointer as such, in an array, or in `Option<NonNull<_>>`: nothing guards when it is filled. */
function isBarePointer(type: Type, steps: readonly TypeStep[]): boolean {
  const containers = steps.filter((s) => s.kind === "container").map((s) => s.label.split("<")[0]);
  const last = steps.at(-1)?.label ?? "";
  const pointer = /^(\*|NonNull<)/.test(last);
  return pointer && containers.every((name) => name === "Option") && type.kind !== "reference";
}
