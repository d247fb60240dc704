import type { At } from "#lib/scan/facts/facts";
import { PYTHON_CFG, reachableUntold } from "#lib/scan/model/condition";
import type { Crate, Dependency, Located, Model, SourceFile } from "#lib/scan/model/model";
import { perFile } from "#lib/scan/model/per-file";
import { perItem, perModel } from "#lib/scan/model/per-model";
import { select } from "#lib/scan/model/select";

const isPythonCfg = (cfg: string): boolean => PYTHON_CFG.test(cfg);
/** Of each scope of a file, whether such a condition stands over it. */
const under = perFile(({ cfg, facts }): boolean[] => {
  const found: boolean[] = [];
  for (const scope of facts.scopes)
    found.push((scope.parent < 0 ? cfg.some(isPythonCfg) : found[scope.parent]!) || scope.cfg.some(isPythonCfg));
  return found;
});
const conditional = (["statics", "types", "fns", "impls", "literals", "calls"] as const).map((kind) =>
  select(kind, (fact, file) => under(file)[fact.scope]! || fact.cfg.some(isPythonCfg)),
);

export interface DeadCondition {
  found: Located<{ at: At }>;
  /** The name that is never set: `Py_3_12`. */
  name: string;
  /** What stands under it is in every build, as with `not(Py_3_12)`, or in none. */
  compiled: boolean;
}

/** First use of a Python condition in each crate that has no build script to set it; first of all one that is never met. */
export const deadConditions = perModel((model: Model): Map<Crate, DeadCondition> => {
  const dead = new Map<Crate, DeadCondition>();
  const told = new Set<Crate>();
  for (const uses of conditional) {
    for (const found of uses(model)) {
      const { crate, cfg } = found;
      const known = dead.get(crate);
      if (known?.compiled === false || told.has(crate)) continue;
      const name = PYTHON_CFG.exec(cfg ?? "")?.[1];
      if (isScripted(model, crate)) told.add(crate);
      if (cfg === null || !name || told.has(crate)) continue;
      const compiled = reachableUntold(cfg);
      if (!known || !compiled) dead.set(crate, { found, name, compiled });
    }
  }
  return dead;
});

/** Whether a condition of this crate can never hold because nothing sets the names in it. */
export function isDead(model: Model, { crate, cfg }: Located<unknown>): boolean {
  return cfg !== null && PYTHON_CFG.test(cfg) && !reachableUntold(cfg) && deadConditions(model).has(crate);
}

/** The build dependency that hands on what PyO3 found out about the Python at hand, where a build script asks it. */
export function buildConfig(model: Model, crate: Crate): Dependency | null {
  const { dependencies } = model.package(crate);
  const dependency = dependencies.find(({ package: name, kind }) => name === "pyo3-build-config" && kind === "build");
  return dependency && asksPython(model, crate) ? dependency : null;
}

/** Whether the crate's build script takes more from there than how to link. */
const asksPython = perItem((model, crate: Crate) =>
  model.filesOf(crate).some((file) => {
    if (!isScript(model, crate, file)) return false;
    const { facts } = file;
    const called = facts.calls.map((call) => call.path);
    const imported = facts.uses.map((use) => use.path.join("::"));
    return [...called, ...imported].some((name) => /^pyo3_build_config::(?!\w+_link_args$)/.test(name));
  }),
);

/** A crate with a script of its own may set anything. */
const isScripted = perItem((model, crate: Crate) => model.filesOf(crate).some((file) => isScript(model, crate, file)));

/** The build script, under the usual name or the one that the manifest gives. */
const isScript = (model: Model, crate: Crate, file: SourceFile): boolean =>
  file.scope === "build" || /(^|\/)build\.rs$/.test(file.path) || file.path === model.package(crate).script;
