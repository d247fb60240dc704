import { typeText } from "#lib/rust/type-text";
import type { Evidence } from "#lib/scan/finding";
import { confidenceIn, macroRoot, REGISTRY, staticsHolding } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

interface Registry extends Evidence {
  type: string;
  /** The container: `Sender`, `DashMap`, `Slab`. */
  through: string;
  holds: string;
}

export default defineRule<Registry>({
  code: "SI-016",
  slug: "static-py-registry",
  revision: 5,
  severity: "critical",
  owner: "crate",
  group: "Static Python state",
  title: "Process-wide registry of Python references",
  summary:
    "A static channel, concurrent map or slab takes Python references from every interpreter and hands them to any.",
  why: "Other statics keep the object of whichever interpreter came first. A registry mixes them: each interpreter puts its own objects in, and a worker or a look-up takes out whatever is there. An object then runs, and is released, under an interpreter that never owned it.\n\nWhat is still inside when an interpreter ends has nobody left to release it.",
  effects: {
    legacy: { severity: "critical", text: "Objects of one interpreter are called and released under another." },
    ownGil: { severity: "critical", text: "The same, while two GILs change one reference count." },
  },
  versions: {
    "3.12":
      "The container's lock orders who puts in and takes out. What is inside has its reference count changed under several GILs.",
  },
  remedy: [
    { title: "Make one for each module.", text: "Kept in module state, it goes with its interpreter." },
    {
      title: "Or tag what goes in.",
      text: "Store `PyInterpreterState_GetID` beside each object, and take out your own only.",
    },
    { title: "Or send plain data.", text: "A queue of Rust values needs no interpreter at all." },
  ],
  references: [
    {
      title: "Isolating extension modules: managing global state",
      url: "https://docs.python.org/3/howto/isolating-extensions.html",
    },
    { title: "PyInterpreterState_GetID", url: "https://docs.python.org/3/c-api/init.html#c.PyInterpreterState_GetID" },
  ],
  milestones: ["M3"],
  *check(model) {
    for (const { item, state } of staticsHolding(model, "registry")) {
      const type = typeText(item.fact.type);
      const through = REGISTRY.exec(state.steps.map(({ label }) => label).join(" "))?.[1] ?? type;
      yield sight(item, {
        symbol: item.fact.name,
        shape: type,
        evidence: { type, through, holds: state.steps.at(-1)!.label, typePath: state.steps },
        root: macroRoot(state),
        confidence: confidenceIn(state),
      });
    }
  },
  message: ({ through, holds }, symbol) =>
    `\`${symbol}\` is one \`${through}\` for all interpreters and passes \`${holds}\` between them`,
});
