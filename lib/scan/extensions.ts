import type { Finding } from "#lib/scan/finding";
import { builtFrom } from "#lib/scan/model/built-from";
import type { ExtModule } from "#lib/scan/model/manifest";
import type { Crate, Model } from "#lib/scan/model/model";
import { type PyModules, pyModules } from "#lib/scan/model/py-modules";
import { select } from "#lib/scan/model/select";
import type { Plan } from "#lib/scan/plan";
import type { Coverage, Extension } from "#lib/scan/report";
import type { Seen } from "#lib/scan/rule";
import { verdictOf } from "#lib/scan/verdict";

/** Importable modules of the scanned crates, each with its verdict. */
export function extensionsOf(
  model: Model,
  plan: Plan,
  seen: readonly Seen[],
  findings: readonly Finding[],
  coverage: Coverage,
): Extension[] {
  const modules = pyModules(model);
  return model.crates.flatMap((crate) => {
    if (crate.binding === "none" || !crate.inScope || crate.vendored) return [];
    const names = moduleNames(model, modules, crate);
    if (names.length === 0) return [];
    const built = builtFrom(model, crate);
    const inside = new Set([...built].map((c) => c.name));
    // Programs, tests and build scripts beside a library are compiled without it being imported.
    const beside = new Set([...built].flatMap((c) => model.filesOf(c).flatMap((f) => (f.target ? f.path : []))));
    const found = findings.filter((f) => inside.has(f.crate) && !f.sites.every((site) => beside.has(site.path)));
    const opaque = coverage.opaque?.filter((one) => inside.has(one.crate) && !beside.has(one.path));
    const near = seen.filter(({ sighting }) => sighting.scope === "prod" && built.has(sighting.crate));
    const { pyo3, abi3 } = model.package(crate);
    const extModules = plan.manifests.extModules.get(crate.dir) ?? [];
    return names.flatMap((module) => {
      const verdict = verdictOf(crate, near.filter(concerns(crate, module)), found, { ...coverage, opaque });
      return importedAs(module, names.length === 1, extModules).map((name) => ({
        name,
        crate: crate.name,
        path: crate.dir,
        binding: crate.binding,
        pyo3,
        abi3,
        verdict,
      }));
    });
  });
}

/** Whether what was seen is about a module of the crate, or gets into all that are built from its own crate. */
const concerns =
  (crate: Crate, module: string) =>
  ({ rule, sighting }: Seen): boolean => {
    const modules = rule.gate?.(sighting.evidence)?.modules;
    if (sighting.crate !== crate) return modules?.length === 0;
    return modules === undefined || modules.length === 0 || modules.includes(module);
  };

/** A module's full names: those that end in its own, or the only one that is given to the only module. */
function importedAs(name: string, isOnly: boolean, extModules: readonly ExtModule[]): string[] {
  const full = [...new Set(extModules.flatMap(({ module }) => module ?? []))];
  const called = full.filter((module) => module.split(".").at(-1) === name);
  if (called.length > 0) return called;
  return isOnly && full.length === 1 ? full : [name];
}

const INIT = /^(?:PyInit|PyModExport)_(\w+)$/;
const initFunctions = select("fns", ({ exported, name }) => exported && INIT.test(name));
const initializers = select("macros", ({ path }) => path.endsWith("py_module_initializer"));

/** Names of top-level modules: `#[pymodule]` outside any other, `PyInit_x`, `PyModExport_x`, `py_module_initializer!`. */
function moduleNames(model: Model, modules: PyModules, crate: Crate): string[] {
  const names = new Set<string>();
  for (const { found, name, within, leftover } of modules.own)
    if (found.crate === crate && found.scope === "prod" && !within && !leftover) names.add(name);
  for (const { crate: of, scope, fact } of initializers(model)) {
    if (of === crate && scope === "prod") names.add(fact.args.split(",")[0]!.trim());
  }
  for (const { crate: of, scope, fact } of initFunctions(model))
    if (of === crate && scope === "prod") names.add(INIT.exec(fact.name)![1]!);
  return [...names];
}
