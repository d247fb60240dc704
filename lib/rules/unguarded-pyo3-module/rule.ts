import { builtFrom } from "#lib/scan/model/built-from";
import type { Crate, Located, Model } from "#lib/scan/model/model";
import { perModel } from "#lib/scan/model/per-model";
import { isNesting, type PyModule, type PyModules, pyModules } from "#lib/scan/model/py-modules";
import { guardsOf } from "#lib/scan/model/pyo3-guard";
import { pyClasses, pyExceptions } from "#lib/scan/model/python-classes";
import { select } from "#lib/scan/model/select";
import { inSourceOrder } from "#lib/scan/model/source-order";
import { staticState } from "#lib/scan/model/static-state";
import { defineRule } from "#lib/scan/rule";
import { groupBy, sightAll } from "#lib/scan/sighting";

type Shared = {
  statics: number;
  classes: number;
  exceptions: number;
  interned: number;
};

const interned = select("macros", ({ path }) => /(^|::)intern$/.test(path));

export default defineRule<Shared>({
  code: "SI-007",
  slug: "unguarded-pyo3-module",
  revision: 2,
  severity: "critical",
  owner: "framework",
  group: "Declaration and initialisation",
  title: "PyO3 module without a guard",
  summary: "The module loads in every legacy interpreter, and all of them share its state.",
  why: "Up to PyO3 0.27 a second legacy interpreter got ImportError. Since 0.28 a module without nested modules carries no check at all: mod_wsgi, ceph-mgr, Domoticz and jep import it without a word.\n\nWhat PyO3 generates is still made once per process. Classes, exceptions and interned strings of the first interpreter are handed to the second; wheels on CPython 3.11 to 3.13 show one type with one identity in both. A PyO3 upgrade can thus turn a clear refusal into sharing that nobody notices.",
  effects: {
    legacy: {
      severity: "critical",
      text: "Loads unchecked; classes and cached objects belong to the first interpreter.",
    },
    ownGil: { severity: "refused", text: "ImportError from CPython 3.12 and later, so the state is not reached." },
  },
  versions: {
    "3.9": "Nothing refuses it. Measured on 3.11: two interpreters import it and share one type.",
    "3.12": "Under an own GIL CPython refuses it; legacy interpreters load and share it as before. Measured.",
    "3.13": "Measured again, with the same outcome.",
  },
  remedy: [
    {
      title: "Say what is supported.",
      text: "Name the kinds of interpreter in the documentation, and test an import in two legacy interpreters.",
    },
    {
      title: "Refuse at import where sharing is not acceptable.",
      text: "Compare `PyInterpreterState_GetID` with the value kept from the first import in the module's initialiser, and raise ImportError.",
    },
    {
      title: "Follow the work in PyO3.",
      text: "Per-module state and a declared slot are what brings the decision back to the module.",
    },
  ],
  references: [
    { title: "PyO3#5525: multi-phase initialisation, 0.28", url: "https://github.com/PyO3/pyo3/pull/5525" },
    { title: "PyO3#3451: sub-interpreter support", url: "https://github.com/PyO3/pyo3/issues/3451" },
  ],
  milestones: ["M3", "M4"],
  *check(model) {
    const all = pyModules(model);
    const groups = groupBy(
      all.own.filter((m) => !m.within && !m.leftover && !isGuarded(model, all, m)),
      ({ found }) => `${found.crate.dir}\u0000${found.scope}`,
    );
    for (const modules of groups.values()) {
      const { crate } = modules[0]!.found;
      const guards = guardsOf(model, crate);
      if (guards.length !== 1 || guards[0] !== "nested-only") continue;
      const evidence = sharedBy(model, crate);
      const founds = modules.map((m) => m.found).sort(inSourceOrder);
      const shares = evidence.statics + evidence.classes + evidence.exceptions + evidence.interned > 0;
      yield sightAll(founds, {
        symbol: modules[0]!.name,
        shape: "pymodule",
        evidence,
        severity: shares ? "critical" : "moderate",
      });
    }
  },
  gate: () => ({
    legacy: "loads",
    owner: "framework",
    because: "it has no nested module, so it loads in legacy interpreters without any check",
  }),
  message({ statics, classes, exceptions, interned }, symbol) {
    const shared = [
      [classes, "class", "classes"],
      [exceptions, "exception", "exceptions"],
      [statics, "static", "statics"],
      [interned, "interned string", "interned strings"],
    ] as const;
    const named = shared.flatMap(([n, one, many]) => (n > 0 ? [`${n} ${n === 1 ? one : many}`] : []));
    return `\`${symbol}\` loads in mod_wsgi and ceph-mgr style interpreters without any check${named.length ? `, and they share its ${named.join(", ")}` : ""}`;
  },
});

/** A nested module keeps PyO3's check, wherever it comes from. */
function isGuarded(model: Model, modules: PyModules, top: PyModule): boolean {
  const nestings = [...modules.own.flatMap(({ within }) => within ?? []), ...modules.foreign];
  return nestings.some((at) => isNesting(model, modules, at, top));
}

/** What each crate's shipped code keeps once per process. */
const sharedByCrate = perModel((model) => {
  const shared = new Map<Crate, Shared>();
  const add = ({ crate, scope, file }: Located<unknown>, what: keyof Shared): void => {
    if (scope !== "prod" || file.target !== "") return;
    const counts = shared.get(crate) ?? { statics: 0, classes: 0, exceptions: 0, interned: 0 };
    counts[what]++;
    shared.set(crate, counts);
  };
  for (const item of model.statics) if (staticState(model, item)) add(item, "statics");
  for (const { places } of pyClasses(model)) add(places[0]!, "classes");
  for (const { at } of pyExceptions(model)) add(at, "exceptions");
  for (const macro of interned(model)) add(macro, "interned");
  return shared;
});

/** What the crate and the local crates inside it keep. */
function sharedBy(model: Model, crate: Crate): Shared {
  const total: Shared = { statics: 0, classes: 0, exceptions: 0, interned: 0 };
  for (const part of builtFrom(model, crate)) {
    const counts = sharedByCrate(model).get(part);
    if (!counts) continue;
    for (const what of ["statics", "classes", "exceptions", "interned"] as const) total[what] += counts[what];
  }
  return total;
}
