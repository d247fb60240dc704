import type { At, CallFact, LiteralFact } from "#lib/scan/facts/facts";
import type { Located, Model } from "#lib/scan/model/model";
import { perModel } from "#lib/scan/model/per-model";
import { isDead } from "#lib/scan/model/python-cfg";
import { select } from "#lib/scan/model/select";
import type { Sighting } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

export type SlotValue = "not-supported" | "supported" | "per-interpreter-gil" | "unknown";

/** A `Py_mod_multiple_interpreters` slot that the crate fills in, wherever it is written. */
export interface DeclaredSlot {
  /** Stands at the value, which is what declares. */
  found: Located<{ at: At; scope: number; cfg: string[] }>;
  value: SlotValue;
  form: "literal" | "call";
}

const SLOT = "Py_mod_multiple_interpreters";

const slotCalls = select("calls", ({ path }) => path === SLOT);
const slotLiterals = select("literals", (fact) => {
  const slot = fieldOf(fact, "slot")?.value;
  return slot !== undefined && fieldOf(fact, "value") !== undefined && (lastName(slot) === SLOT || slot === "3");
});

/** A sighting for each slot that is filled with `value`. */
export function* slotsDeclaring(model: Model, value: SlotValue): Iterable<Sighting> {
  for (const slot of declaredSlots(model)) {
    if (slot.value === value) yield sight(slot.found, { symbol: SLOT, shape: value, evidence: { form: slot.form } });
  }
}

/** Slot literals `PyModuleDef_Slot { slot, value }` and calls or tuples `(slot, value)`; imports of the name are none. */
export const declaredSlots = perModel((model): readonly DeclaredSlot[] => {
  const slots: DeclaredSlot[] = [];
  for (const literal of slotLiterals(model)) {
    const { value, line } = fieldOf(literal.fact, "value")!;
    const at = { ...literal.fact.at, line, endLine: line, column: 1 };
    slots.push({
      found: { ...literal, fact: { ...literal.fact, at } },
      value: declaredValue(model, value, literal, 0),
      form: "literal",
    });
  }
  for (const found of slotCalls(model))
    slots.push({ found, value: declaredValue(model, found.fact.args, found, 0), form: "call" });
  // What is never compiled declares nothing.
  return slots.filter(({ found }) => !isDead(model, found));
});

const fieldOf = ({ fields }: LiteralFact, name: string): LiteralFact["fields"][number] | undefined =>
  fields.find((field) => field.name === name);

const lastName = (path: string): string => path.split("::").at(-1)!.trim();

/** Reads a value through local constants; the bare integers of the C headers count too. */
function declaredValue(model: Model, text: string, from: Located<LiteralFact | CallFact>, hops: number): SlotValue {
  const name = lastName(text.replace(/ as\b.*$/, ""));
  if (name.endsWith("PER_INTERPRETER_GIL_SUPPORTED")) return "per-interpreter-gil";
  if (name.endsWith("MULTIPLE_INTERPRETERS_NOT_SUPPORTED")) return "not-supported";
  if (name.endsWith("MULTIPLE_INTERPRETERS_SUPPORTED")) return "supported";
  if (/^0( as\b|$)|null(_mut)?\(\)$/.test(text.trim())) return "not-supported";
  if (/^1( as\b|$)/.test(text.trim())) return "supported";
  if (/^2( as\b|$)/.test(text.trim())) return "per-interpreter-gil";
  const constant = hops < 4 ? model.consts.find((c) => c.crate === from.crate && c.fact.name === name) : undefined;
  return constant ? declaredValue(model, constant.fact.init, from, hops + 1) : "unknown";
}
