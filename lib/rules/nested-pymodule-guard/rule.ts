import type { Evidence } from "#lib/scan/finding";
import type { Located } from "#lib/scan/model/model";
import { modulesAround, pyModules } from "#lib/scan/model/py-modules";
import { type Guard, guardsOf } from "#lib/scan/model/pyo3-guard";
import { defineRule } from "#lib/scan/rule";
import { sight } from "#lib/scan/sighting";

interface Nested extends Evidence {
  pyo3: string | null;
  guards: Guard[];
  /** Top-level modules that it may be in; none where only another crate has them, null where a program makes it. */
  inside: string[] | null;
}

export default defineRule<Nested>({
  code: "SI-008",
  slug: "nested-pymodule-guard",
  revision: 2,
  severity: "blocker",
  owner: "framework",
  group: "Declaration and initialisation",
  title: "Nested module keeps PyO3's guard",
  summary: "A module inside the module refuses every interpreter but the first.",
  why: "PyO3 0.28 and later makes nested modules (`#[pymodule]` inside `#[pymodule]`, `#[pymodule_export]`, `wrap_pymodule!`) on its old path. That path remembers which interpreter came first and raises ImportError in any other, while the top-level module around it is imported.\n\nThe check is PyO3's own: CPython's switch for unchecked imports does not turn it off. Up to 0.27 the top-level module refuses before a nested one is reached.",
  effects: {
    legacy: { severity: "refused", text: "ImportError from the second interpreter on." },
    ownGil: {
      severity: "refused",
      text: "CPython refuses the top-level module first; with its check switched off, this one remains.",
    },
  },
  versions: {
    "3.9": "Nothing but this check refuses the module.",
  },
  remedy: [
    {
      title: "Do not flatten it for its own sake.",
      text: "Without nested modules the import succeeds in legacy interpreters, and they share PyO3's process-wide state.",
    },
    {
      title: "Add a plain submodule where only a name is wanted.",
      text: "`PyModule::new` with `add_submodule` makes a module without a definition and without a guard.",
    },
  ],
  references: [
    { title: "PyO3#3446: the check by interpreter", url: "https://github.com/PyO3/pyo3/pull/3446" },
    { title: "PyO3#576: multiple interpreters", url: "https://github.com/PyO3/pyo3/issues/576" },
  ],
  milestones: ["M4"],
  *check(model) {
    const modules = pyModules(model);
    const judge = (at: Located<{ scope: number }>) => {
      const guards = guardsOf(model, at.crate);
      const decides = guards.includes("nested-only") && !guards.includes("none");
      const inside = at.file.target === "" ? [...modulesAround(modules, at)].map((m) => m.name) : null;
      return {
        evidence: { pyo3: model.package(at.crate).pyo3.version, guards, inside },
        severity: decides ? ("blocker" as const) : ("info" as const),
      };
    };
    for (const { found, name, within } of modules.own) {
      if (!within) continue;
      const { crate, scope } = within;
      yield { ...sight(found, { symbol: name, shape: "pymodule", ...judge(within) }), crate, scope };
    }
    for (const found of modules.foreign)
      yield sight(found, { symbol: found.fact.args, shape: "wrap_pymodule", ...judge(found) });
  },
  gate({ guards, inside }) {
    if (!inside || !guards.includes("nested-only") || guards.includes("none")) return null;
    return {
      legacy: "first-interpreter-only",
      owner: "framework",
      modules: inside,
      because: "its nested modules keep PyO3's guard, which refuses every interpreter but the first",
    };
  },
  message({ guards }, symbol) {
    if (guards.length > 1) return `\`${symbol}\` is a nested module, guarded in PyO3 0.17 and later`;
    if (guards[0] === "none") return `\`${symbol}\` is a nested module, which PyO3 before 0.17 does not guard`;
    if (guards[0] === "nested-only")
      return `\`${symbol}\` is a nested module and refuses every interpreter but the first`;
    return `\`${symbol}\` is a nested module with a guard of its own; the module around it refuses first`;
  },
});
