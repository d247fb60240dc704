import type { Evidence } from "#lib/scan/finding";
import { isNesting, pyModules } from "#lib/scan/model/py-modules";
import { type Guard, guardsOf } from "#lib/scan/model/pyo3-guard";
import { defineRule, type GateEffect } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

interface Policy extends Evidence {
  pyo3: string | null;
  guards: Guard[];
}

const SENTENCES: Record<Guard, string> = {
  none: "PyO3 before 0.17 makes no check of its own, and CPython refuses the module under an own GIL",
  "once-per-process":
    "PyO3 0.17 to 0.19 initialises a module once per process, and CPython refuses it under an own GIL",
  "first-interpreter":
    "PyO3 0.20 to 0.27 keeps a module to the first interpreter that initialises it, since CPython 3.13 the main one, and CPython refuses it under an own GIL",
  "once-without-ids":
    "PyO3 0.20 to 0.27 knows no interpreter ids in a build below `abi3-py39` and initialises a module once per process, and CPython refuses it under an own GIL",
  "nested-only":
    "PyO3 0.28 and later does not check a top-level module and declares nothing for it, so CPython refuses it under an own GIL",
};
const LEGACY: Record<Guard, GateEffect["legacy"]> = {
  none: "loads",
  "once-per-process": "first-interpreter-only",
  "first-interpreter": "first-interpreter-only",
  "once-without-ids": "first-interpreter-only",
  "nested-only": "loads",
};
const UNSURE =
  "the PyO3 version is not pinned, and the versions that come into question differ in what a second interpreter meets; CPython refuses the module under an own GIL";

export default defineRule<Policy>({
  code: "SI-006",
  slug: "pyo3-module-policy",
  revision: 2,
  severity: "blocker",
  owner: "framework",
  group: "Declaration and initialisation",
  title: "Import policy set by PyO3",
  summary: "PyO3 decides whether a second interpreter may import the module.",
  why: "`#[pymodule]` has no option for multiple interpreters in any released PyO3, so the PyO3 version decides. Up to 0.16 nothing was checked. From 0.17 to 0.19 a module could be initialised once per process. From 0.20 to 0.27 it belonged to the first interpreter that imported it; a second one got ImportError. A build for `abi3-py37` or `abi3-py38` cannot tell interpreters apart and stayed with once per process.\n\nPyO3 0.28 moved to multi-phase initialisation, and the check on top-level modules went with the old path: legacy interpreters load them again. Nested modules keep it.\n\nAn own GIL is refused with all versions. CPython wants `Py_MOD_PER_INTERPRETER_GIL_SUPPORTED`, and PyO3 does not declare it.",
  effects: {
    legacy: {
      severity: "refused",
      text: "PyO3 0.17 to 0.27: ImportError from the second interpreter on. Other versions load the module.",
    },
    ownGil: { severity: "refused", text: "ImportError with every PyO3." },
  },
  versions: {
    "3.9": "Only PyO3 refuses: the second interpreter, from 0.17 to 0.27.",
    "3.12": "Under an own GIL CPython refuses it; where PyO3 0.20 to 0.27 comes first, its own message is seen.",
    "3.13":
      "PyO3 0.20 to 0.27 is initialised in the main interpreter first and then refuses every sub-interpreter, the first one too. Measured with 0.26.",
  },
  remedy: [
    {
      title: "Nothing here can be changed in the crate.",
      text: "The declaration has to come from PyO3, with module state instead of its own statics.",
    },
    {
      title: "Move your own statics meanwhile.",
      text: "What the crate itself keeps in statics will stand in the way on the day PyO3 has the option.",
    },
    {
      title: "Or declare it through raw FFI.",
      text: "`pyo3-ffi` gives the slot today; the price is to write module, types and errors by hand.",
    },
  ],
  references: [
    { title: "PyO3#3451: sub-interpreter support", url: "https://github.com/PyO3/pyo3/issues/3451" },
    { title: "PyO3#3446: the check by interpreter, 0.20", url: "https://github.com/PyO3/pyo3/pull/3446" },
    { title: "PyO3#5525: multi-phase initialisation, 0.28", url: "https://github.com/PyO3/pyo3/pull/5525" },
  ],
  milestones: ["M4"],
  *check(model) {
    const modules = pyModules(model);
    for (const top of modules.own) {
      const { found, name, within, leftover } = top;
      if (within) continue;
      const inside = modules.own.filter((m) => m.within && isNesting(model, modules, m.within, top));
      const nested = inside.map((m) => m.name);
      const guards = guardsOf(model, found.crate);
      const evidence = { pyo3: model.package(found.crate).pyo3.version, guards, nested, ...(leftover && { leftover }) };
      yield sight(found, { symbol: name, shape: "pymodule", evidence, severity: leftover ? "info" : "blocker" });
    }
  },
  gate({ guards, leftover }) {
    if (leftover) return null;
    const [legacy, ...others] = new Set(guards.map((g) => LEGACY[g]));
    const sure = others.length === 0 ? guards.at(-1) : undefined;
    return {
      legacy: sure ? legacy : "unknown",
      ownGil: "refused",
      owner: "framework",
      because: sure ? SENTENCES[sure] : UNSURE,
    };
  },
  message: ({ pyo3, guards, leftover }, symbol) =>
    leftover
      ? `\`${symbol}\` is declared as a module, and nothing that is built of the crate is named after it`
      : `\`${symbol}\` is declared through PyO3${pyo3 ? ` ${pyo3}` : ""}: ${outcome(guards)}`,
});

const OUTCOMES: Record<Guard, string> = {
  none: "legacy interpreters share it unchecked, an own GIL is refused",
  "once-per-process": "it can be initialised once per process",
  "first-interpreter": "only the first interpreter that imports it can use it",
  "once-without-ids": "below `abi3-py39` it can be initialised once per process",
  "nested-only": "its top level is not checked in legacy interpreters, an own GIL is refused",
};

function outcome([guard, ...others]: readonly Guard[]): string {
  return guard && others.length === 0
    ? OUTCOMES[guard]
    : "the version decides how a second interpreter is met, and it is not pinned";
}
