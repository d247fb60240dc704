import type { Evidence } from "#lib/scan/finding";
import { bindingDependency, floorOf, guardsOf } from "#lib/scan/model/pyo3-guard";
import { defineRule } from "#lib/scan/rule";
import { sightManifest } from "#lib/scan/sighting";

interface Floor extends Evidence {
  feature: string;
  /** Minor version of Python 3 that the build starts from; null for the building interpreter's. */
  floor: number | null;
  oncePerProcess: boolean;
}

/** First Python that knows the slot. */
const KNOWS_SLOT = 12;

export default defineRule<Floor>({
  code: "SI-101",
  slug: "abi3-floor",
  revision: 2,
  severity: "info",
  owner: "crate",
  group: "Configuration and evidence",
  title: "Stable ABI floor",
  summary: "One build serves many versions of Python and is compiled as if for the oldest.",
  why: "With `abi3-py310` the crate is compiled against Python 3.10 whatever runs it. `#[cfg(Py_3_12)]` is then off, so a slot under that condition is never compiled; it has to be added when the module is made, after a look at the running version, because Python before 3.12 rejects slots that it does not know.\n\nWith a floor of 3.7 or 3.8 and PyO3 0.20 to 0.27 there is no interpreter id to compare, so PyO3 falls back to once per process: a module that is imported anew fails even in the interpreter that had it.",
  effects: {
    legacy: {
      severity: "moderate",
      text: "Floor below 3.9 with PyO3 0.20 to 0.27: refused at every second initialisation.",
    },
    ownGil: { severity: "info", text: "A slot under `#[cfg(Py_3_12)]` is missing from builds with an older floor." },
  },
  versions: {
    "3.9": "A slot that came with 3.12 is unknown there, and a module that has it fails with a SystemError.",
    "3.12": "The slot is read, if the build has it in spite of its floor.",
  },
  remedy: [
    { title: "Raise the floor when users allow it.", text: "From `abi3-py312` on the slot can be compiled in." },
    {
      title: "Or choose slots at run time.",
      text: "Before the slot array is built, compare `Py_Version` with `0x030C0000`, or ask `Py_GetVersion` where the floor is below 3.11. `pyo3-ffi` names the slot's values from 3.12 on only: write the number.",
    },
  ],
  references: [
    {
      title: "PyO3: building for the stable ABI",
      url: "https://pyo3.rs/latest/building-and-distribution.html#py_limited_apiabi3",
    },
    { title: "bcrypt#694: the message of an old floor", url: "https://github.com/pyca/bcrypt/issues/694" },
  ],
  milestones: ["M4"],
  *check(model) {
    for (const crate of model.crates) {
      const { abi3, dependencies } = model.package(crate);
      const dependency = bindingDependency(model, crate);
      if (!abi3 || !crate.inScope || !dependency || !dependencies.includes(dependency)) continue;
      const floor = floorOf(abi3);
      const oncePerProcess =
        crate.binding === "pyo3" && guardsOf(model, crate).every((guard) => guard === "once-without-ids");
      const verdict = oncePerProcess ? ({ severity: "moderate", owner: "framework" } as const) : {};
      yield sightManifest(crate, dependency.line, {
        symbol: abi3,
        shape: "feature",
        evidence: { feature: abi3, floor, oncePerProcess },
        ...verdict,
      });
    }
  },
  message({ floor, oncePerProcess }, symbol) {
    if (oncePerProcess)
      return `\`${symbol}\` leaves PyO3 without interpreter ids, so the module can be initialised once per process`;
    if (floor === null) return `\`${symbol}\` compiles for the building interpreter's version and later`;
    return `\`${symbol}\` compiles as if for Python 3.${floor}, ${floor < KNOWS_SLOT ? "so a slot has to be chosen at run time" : "which knows the slot"}`;
  },
});
