import type { Manifests } from "#lib/scan/model/manifest";
import type { Crate, Package } from "#lib/scan/model/model";
import type { Binding } from "#lib/scan/report";

/** A crate and its package while they are put together. */
export type Draft = Crate & Package;

/** Packages that reach the Python C API, strongest first. */
const BINDINGS: Exclude<Binding, "none">[] = ["pyo3", "pyo3-ffi", "cpython", "python3-sys"];

/** Fills in how each crate reaches Python: directly, as the framework itself, or through a local crate. */
export function bindCrates(crates: Draft[], manifests: Manifests): void {
  const byName = new Map(crates.map((c) => [c.name, c]));
  const versions = new Map(crates.map((c) => [c.name, c.pyo3.version]));
  for (const crate of crates) bindDirectly(crate, manifests, versions);
  for (let changed = true; changed; ) {
    changed = false;
    for (const crate of crates) {
      const lent = crate.abi3 === null && crate.binding !== "none" ? abi3Within(crate, byName) : null;
      if (lent) {
        crate.abi3 = lent;
        changed = true;
      }
      if (crate.binding !== "none") continue;
      const through = crate.dependencies.find(
        (d) => d.kind === "normal" && d.local && byName.get(d.local)?.binding !== "none",
      );
      const bound = through?.local ? byName.get(through.local) : undefined;
      if (!bound || bound.binding === "none") continue;
      Object.assign(crate, { binding: bound.binding, pyo3: bound.pyo3, abi3: crate.abi3 ?? bound.abi3 });
      changed = true;
    }
  }
}

/** Cargo builds one PyO3 for all that is linked together, with the features that any of them asks for. */
function abi3Within({ dependencies }: Draft, byName: ReadonlyMap<string, Draft>): string | null {
  for (const { kind, optional, local } of dependencies) {
    const abi3 = kind === "normal" && !optional && local ? byName.get(local)?.abi3 : null;
    if (abi3) return abi3;
  }
  return null;
}

/** `versions` are those of the repository's own crates, which a path dependency takes. */
function bindDirectly(crate: Draft, manifests: Manifests, versions: Map<string, string | null>): void {
  const own = crate.pyo3.version;
  crate.pyo3 = { version: null, source: "unknown" };
  if (BINDINGS.some((b) => b === crate.name) || crate.name.startsWith("pyo3-macros")) {
    crate.binding =
      crate.name === "pyo3-ffi"
        ? "pyo3-ffi"
        : crate.name === "cpython" || crate.name === "python3-sys"
          ? crate.name
          : "pyo3";
    crate.pyo3 = { version: own, source: "Cargo.toml" };
    return;
  }
  for (const binding of BINDINGS) {
    const found = crate.dependencies.filter((d) => d.package === binding && d.kind !== "build");
    const dependency = found.find((d) => d.kind === "normal") ?? found[0];
    if (!dependency) continue;
    crate.binding = binding;
    crate.pyo3 = {
      version: (dependency.local && versions.get(dependency.local)) || dependency.version,
      source: dependency.source,
    };
    crate.abi3 = stableAbi(
      crate,
      manifests,
      dependency.alias,
      found.flatMap((d) => d.features),
    );
    return;
  }
}

/** The most specific `abi3…` feature that reaches PyO3: on the dependency, by default features, or from a pyproject.toml. */
function stableAbi(crate: Draft, manifests: Manifests, alias: string, direct: string[]): string | null {
  const enabled = new Set(direct);
  const extModules = manifests.extModules.get(crate.dir) ?? [];
  const queue = [...(crate.features.default ?? []), ...extModules.flatMap(({ features }) => features)];
  const seen = new Set<string>();
  for (let feature = queue.pop(); feature !== undefined; feature = queue.pop()) {
    if (seen.has(feature)) continue;
    seen.add(feature);
    const [target, name] = feature.split("/");
    if (name) {
      if (target?.replace("?", "").replaceAll("-", "_") === alias) enabled.add(name);
    } else queue.push(...(crate.features[feature] ?? []));
  }
  const found = [...enabled]
    .filter((f) => f.startsWith("abi3"))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return found[0] ?? null;
}
