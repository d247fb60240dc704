import { slotsDeclaring } from "#lib/scan/model/slots";
import { defineRule } from "#lib/scan/rule";

export default defineRule({
  code: "SI-002",
  slug: "shared-gil-only",
  revision: 2,
  severity: "positive",
  owner: "crate",
  group: "Declaration and initialisation",
  title: "Supports interpreters that share the GIL",
  summary: "The module declares support for multiple interpreters, but only where they share one GIL.",
  why: "`Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED` answers half of the question. Interpreters that check extensions and share the main GIL load the module; those with a GIL of their own still raise ImportError, and these are what `concurrent.interpreters` and `InterpreterPoolExecutor` make.\n\nCPython takes this value for granted when a multi-phase module says nothing, so the slot records an intention more than it changes an import.",
  effects: {
    legacy: { severity: "none", text: "The slot is not read; the module loads." },
    ownGil: { severity: "refused", text: "ImportError: the value stops short of an own GIL." },
  },
  versions: {
    "3.9": "The slot does not exist there; the module loads.",
  },
  remedy: [
    {
      title: "Find out what still needs the shared GIL.",
      text: "Look for statics, caches and counters that are changed without a lock of their own.",
    },
    {
      title: "Then raise the value.",
      text: "`Py_MOD_PER_INTERPRETER_GIL_SUPPORTED` includes interpreters that share a GIL.",
    },
  ],
  references: [
    {
      title: "Py_mod_multiple_interpreters",
      url: "https://docs.python.org/3/c-api/module.html#c.Py_mod_multiple_interpreters",
    },
    {
      title: "Opting out of, and into, per-interpreter GILs",
      url: "https://docs.python.org/3/howto/isolating-extensions.html",
    },
  ],
  milestones: ["M4"],
  check: (model) => slotsDeclaring(model, "supported"),
  gate: () => ({
    legacy: "loads",
    ownGil: "refused",
    owner: "crate",
    declares: "shared-gil",
    because:
      "the module declares support for interpreters that share the GIL, which those with an own GIL do not accept",
  }),
  message: () => "the module declares support for interpreters that share the GIL; those with an own GIL refuse it",
});
