import { typeText } from "#lib/rust/type-text";
import type { ImplFact } from "#lib/scan/facts/facts";
import type { Evidence, TypeStep } from "#lib/scan/finding";
import type { Located, Model } from "#lib/scan/model/model";
import { perItem } from "#lib/scan/model/per-model";
import { select } from "#lib/scan/model/select";
import { staticState } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

interface Marked extends Evidence {
  trait: string;
  typePath: TypeStep[];
  /** Statics that keep a value of the type. */
  statics: string[];
}

const taintOf = perItem((model, found: Located<ImplFact>) => model.taint(found.fact.type, found));
const promises = select(
  "impls",
  ({ trait, unsafe, negative }) => unsafe && !negative && /(^|::)(Send|Sync)$/.test(trait ?? ""),
);

export default defineRule<Marked>({
  code: "SI-080",
  slug: "unsafe-send-sync",
  revision: 3,
  severity: "moderate",
  owner: "crate",
  group: "Soundness",
  title: "Python reference promised to every thread",
  summary: "An unsafe impl promises that a type with a Python reference may cross threads.",
  why: "Raw Python pointers are neither `Send` nor `Sync`, and the compiler uses that to keep them out of statics and off other threads. The unsafe impl takes the question out of its hands.\n\nThe promise is commonly made with one GIL in mind: whoever holds it has the object to himself. With two GILs two threads may hold one each, and reference counts are changed from both sides.",
  effects: {
    legacy: {
      severity: "moderate",
      text: "One GIL still serialises access; objects can reach an interpreter that they do not belong to.",
    },
    ownGil: { severity: "moderate", text: "The promise no longer holds where the value is shared." },
  },
  versions: {
    "3.9": "One GIL orders all access, which is what such a promise mostly rests on.",
    "3.12": "Between two interpreters with GILs of their own nothing orders access to an object that both reach.",
    "free-threaded": "Nothing orders access within one interpreter either: the promise needs a lock.",
  },
  remedy: [
    { title: "Find out why it is needed.", text: "If it is there for a static, the static is what has to move." },
    { title: "Hold the reference in module state.", text: "What stays with its interpreter needs no promise." },
    { title: "Or write down the condition.", text: "Say beside the impl which lock or interpreter makes it hold." },
  ],
  references: [
    { title: "The Rustonomicon: Send and Sync", url: "https://doc.rust-lang.org/nomicon/send-and-sync.html" },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const found of promises(model)) {
      const { trait, type } = found.fact;
      const name = trait!.split("::").at(-1)!;
      const taint = taintOf(model, found);
      if (taint.carries !== "yes") continue;
      const symbol = typeText(type);
      const typePath = [
        { label: symbol, kind: "the type", path: found.file.path, line: found.fact.at.line },
        ...taint.steps,
      ];
      yield sight(found, {
        symbol,
        shape: name,
        evidence: { trait: name, typePath, statics: keeping(model, symbol.split("<")[0]!) },
      });
    }
  },
  message: ({ trait, statics }, symbol) =>
    `\`${symbol}\` holds a Python reference and is promised to be \`${trait}\`${statics.length ? `; \`${statics[0]}\` keeps one for the process` : ""}`,
});

function keeping(model: Model, type: string): string[] {
  const through = new RegExp(`^\\w+ ${type}\\b`);
  return model.statics
    .filter((item) => staticState(model, item)?.steps.some((step) => through.test(step.label)))
    .map((item) => item.fact.name);
}
