import { slotsDeclaring } from "#lib/scan/model/slots";
import { defineRule } from "#lib/scan/rule";

export default defineRule({
  code: "SI-003",
  slug: "per-interpreter-gil",
  revision: 2,
  severity: "positive",
  owner: "crate",
  group: "Declaration and initialisation",
  title: "Supports a GIL per interpreter",
  summary: "The module declares that it works in interpreters with their own GIL.",
  why: "This is the one declaration that CPython 3.12 and later accept in an interpreter with its own GIL. It is a claim, not a proof: CPython does not look behind it.\n\nA module that makes the claim and still keeps Python objects in statics is imported where it cannot work, which is why such a crate is reported as a conflict.",
  effects: {
    legacy: { severity: "none", text: "The slot is not read; the module loads." },
    ownGil: { severity: "none", text: "The module loads." },
  },
  versions: {
    "3.9": "The slot does not exist there; the module loads.",
  },
  remedy: [
    {
      title: "Keep it true.",
      text: "Import the module in two interpreters in the test suite, one of each kind, and use it in both.",
    },
    {
      title: "Mind older Pythons.",
      text: "CPython before 3.12 does not know the slot; compile it under `#[cfg(Py_3_12)]` or add it at run time.",
    },
  ],
  references: [
    {
      title: "Py_mod_multiple_interpreters",
      url: "https://docs.python.org/3/c-api/module.html#c.Py_mod_multiple_interpreters",
    },
    {
      title: "PyO3's sequential example declares it through raw FFI",
      url: "https://github.com/PyO3/pyo3/tree/main/pyo3-ffi/examples/sequential",
    },
  ],
  milestones: ["M4"],
  check: (model) => slotsDeclaring(model, "per-interpreter-gil"),
  gate: () => ({
    legacy: "loads",
    ownGil: "loads",
    owner: "crate",
    declares: "own-gil",
    because: "the module declares support for interpreters with their own GIL",
  }),
  message: () => "the module declares support for interpreters with their own GIL",
});
