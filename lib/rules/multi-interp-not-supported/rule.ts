import { slotsDeclaring } from "#lib/scan/model/slots";
import { defineRule } from "#lib/scan/rule";

export default defineRule({
  code: "SI-001",
  slug: "multi-interp-not-supported",
  revision: 2,
  severity: "blocker",
  owner: "crate",
  group: "Declaration and initialisation",
  title: "Opted out of multiple interpreters",
  summary: "The module declares that it does not support multiple interpreters.",
  why: "CPython 3.12 and later raise ImportError when an interpreter that checks extensions imports such a module. That is the honest answer while process-wide state remains.\n\nLegacy interpreters (mod_wsgi, ceph-mgr, Domoticz, jep) make no check: there the slot is never read, the module loads, and its hazards are live.",
  effects: {
    legacy: { severity: "none", text: "The slot is not read; the module loads." },
    ownGil: { severity: "refused", text: "ImportError, by the module's own choice." },
  },
  versions: {
    "3.9": "The slot does not exist there, and sources leave it out by condition; the module loads.",
  },
  remedy: [
    {
      title: "Move the state first.",
      text: "Everything that this project's critical findings name goes into module state.",
    },
    {
      title: "Then declare per-interpreter support.",
      text: "`Py_MOD_PER_INTERPRETER_GIL_SUPPORTED` is the value that own-GIL interpreters accept; `Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED` is refused there.",
    },
    {
      title: "Do not just delete the slot.",
      text: "Without it the module counts as supporting shared-GIL interpreters.",
    },
  ],
  references: [
    {
      title: "Py_mod_multiple_interpreters",
      url: "https://docs.python.org/3/c-api/module.html#c.Py_mod_multiple_interpreters",
    },
    {
      title: "orjson#434, where the first such slot in this catalogue came from",
      url: "https://github.com/ijl/orjson/issues/434",
    },
  ],
  milestones: ["M4"],
  check: (model) => slotsDeclaring(model, "not-supported"),
  gate: () => ({
    legacy: "loads",
    ownGil: "refused",
    owner: "crate",
    because:
      "the module declares that it does not support multiple interpreters, which only interpreters that check extensions read",
  }),
  message: () =>
    "the module opts out of multiple interpreters; interpreters that check extensions refuse it, legacy ones load it all the same",
});
