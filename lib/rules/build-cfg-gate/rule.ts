import type { Evidence } from "#lib/scan/finding";
import { buildConfig, deadConditions } from "#lib/scan/model/python-cfg";
import { defineRule } from "#lib/scan/rule";
import { sight, sightManifest } from "#lib/scan/sighting";

interface Gate extends Evidence {
  /** A name that is used and never set; null where a build script sets the names. */
  dead: string | null;
  /** Where none is set: whether what stands under the condition is in every build nevertheless. */
  compiled: boolean;
}

export default defineRule<Gate>({
  code: "SI-090",
  slug: "build-cfg-gate",
  revision: 4,
  severity: "info",
  owner: "crate",
  group: "Configuration and evidence",
  title: "Conditions on the version of Python",
  summary: "What is compiled for which Python depends on names that a build script has to set.",
  why: "`#[cfg(Py_3_12)]` is no feature of Rust. The name is set by PyO3's own build script for PyO3 alone; any other crate needs a build script that calls `pyo3_build_config::use_pyo3_cfgs()` or prints the names itself.\n\nWithout one the condition never holds. A slot under `#[cfg(Py_3_12)]` is then not part of any build, whatever the source seems to declare; it is not counted as a declaration here.",
  effects: {
    legacy: { severity: "none", text: "A fact about the build." },
    ownGil: { severity: "info", text: "A slot under a condition that is never set declares nothing." },
  },
  remedy: [
    {
      title: "Add a build script.",
      text: "With `pyo3-build-config` as build dependency, `build.rs` needs one line: `pyo3_build_config::use_pyo3_cfgs();`.",
    },
    {
      title: "Or decide at run time.",
      text: "`Py_Version` tells which Python runs the module; a build that starts below 3.11 asks `Py_GetVersion`.",
    },
  ],
  references: [
    {
      title: "PyO3: supporting multiple Python versions",
      url: "https://pyo3.rs/latest/building-and-distribution/multiple-python-versions",
    },
    { title: "pyo3-build-config", url: "https://docs.rs/pyo3-build-config" },
  ],
  milestones: ["M4"],
  *check(model) {
    for (const crate of model.crates) {
      const dependency = buildConfig(model, crate);
      if (dependency && crate.inScope && crate.binding !== "none")
        yield sightManifest(crate, dependency.line, {
          symbol: dependency.package,
          shape: "build script",
          evidence: { dead: null, compiled: true },
        });
    }
    for (const { found, name, compiled } of deadConditions(model).values())
      yield sight(found, { symbol: name, shape: "condition", item: "", evidence: { dead: name, compiled } });
  },
  message({ dead, compiled }, symbol) {
    if (!dead) return `\`${symbol}\` tells the build script which Python it builds for`;
    return compiled
      ? `nothing sets \`${symbol}\` in this crate, so what stands here for want of it is in every build`
      : `nothing sets \`${symbol}\` in this crate, so what stands under it is never compiled`;
  },
});
