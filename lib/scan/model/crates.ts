import { bindCrates, type Draft } from "#lib/scan/model/binding";
import type { ExtModule, LockedPackage, Manifest, ManifestDependency, Manifests } from "#lib/scan/model/manifest";
import type { Crate, Dependency, Package } from "#lib/scan/model/model";
import { dirname, join } from "#lib/scan/model/paths";
import type { PythonTest } from "#lib/scan/model/python-tests";
import { isVendored } from "#lib/scan/model/scope";

const TABLE_OF = { normal: "dependencies", dev: "dev-dependencies", build: "build-dependencies" } as const;
/** Feature of PyO3 by which attaching starts an interpreter where none runs. */
const STARTS = "auto-initialize";

const libName = (name: string): string => name.replaceAll("-", "_");

/** Directories from `dir` up to the root. */
function* ancestors(dir: string): Iterable<string> {
  for (let at = dir; at !== "."; at = dirname(at)) yield at;
  yield ".";
}

/** Every crate of a commit, with dependencies resolved as far as text allows. `asked` names crate directories; empty means all. */
export function readCrates(manifests: Manifests, asked: readonly string[]): Map<Crate, Package> {
  const names = new Map<string, string>();
  for (const [dir, manifest] of manifests.cargo) if (manifest.package) names.set(dir, manifest.package.name);
  const crates: Draft[] = [];
  for (const [dir, manifest] of manifests.cargo) {
    if (!manifest.package) continue;
    const { name, build } = manifest.package;
    crates.push({
      name,
      dir,
      lib: libName(manifest.lib.name ?? name),
      manifest: dir === "." ? "Cargo.toml" : `${dir}/Cargo.toml`,
      features: manifest.features,
      starters: startersOf(manifests, dir, manifest),
      dependencies: dependenciesOf(manifests, names, dir, manifest),
      binding: "none",
      pyo3: { version: versionOf(manifests, dir, manifest), source: "Cargo.toml" },
      abi3: null,
      modules: modulesOf(manifests.extModules.get(dir) ?? []),
      script: build === undefined ? null : join(dir, build),
      inScope: false,
      vendored: isVendored(dir, name, names.get(".") ?? ""),
      tests: [],
    });
  }
  bindCrates(crates, manifests);
  chooseScope(crates, asked);
  for (const test of manifests.tests) testedBy(test, crates)?.tests.push(test);
  return new Map(crates.map(parted));
}

function parted(draft: Draft): [Crate, Package] {
  const { features, starters, dependencies, pyo3, abi3, modules, script, tests, ...crate } = draft;
  return [crate, { features, starters, dependencies, pyo3, abi3, modules, script, tests }];
}

function modulesOf(extModules: readonly ExtModule[]): string[] {
  const named = extModules.map(({ module }) => module?.split(".").at(-1));
  return named.some((name) => name === undefined) ? [] : named.filter((name) => name !== undefined);
}

/** The crate that a Python test is about: of those that bind Python and are asked for, the one that lies nearest. */
function testedBy({ path }: PythonTest, crates: readonly Draft[]): Draft | null {
  const near = new Set(ancestors(path));
  const shared = ({ dir }: Draft): number => [...ancestors(dir)].filter((at) => near.has(at)).length;
  let nearest: Draft | null = null;
  for (const crate of crates) {
    if (crate.binding === "none" || !crate.inScope || crate.vendored) continue;
    if (!nearest || shared(crate) > shared(nearest)) nearest = crate;
  }
  return nearest;
}

/** A crate's own version, or the one that it takes from its workspace. */
function versionOf(manifests: Manifests, dir: string, manifest: Manifest): string | null {
  const own = manifest.package?.version;
  if (typeof own === "string" || !own) return own ?? null;
  for (const at of ancestors(dir)) {
    const version = manifests.cargo.get(at)?.workspace.version;
    if (version) return version;
  }
  return null;
}

function dependenciesOf(
  manifests: Manifests,
  names: Map<string, string>,
  dir: string,
  manifest: Manifest,
): Dependency[] {
  const found: Dependency[] = [];
  const locked = lockFor(manifests, dir, manifest.package?.name ?? "");
  const tables = [manifest, ...manifest.conditional];
  for (const table of tables) {
    for (const kind of ["normal", "dev", "build"] as const) {
      for (const [alias, spec] of Object.entries(table[TABLE_OF[kind]]))
        found.push(dependency(manifests, names, dir, alias, spec, kind, locked));
    }
  }
  return found;
}

type Locked = { packages: LockedPackage[]; own: Set<string> };

function lockFor(manifests: Manifests, dir: string, name: string): Locked | null {
  for (const at of ancestors(dir)) {
    const packages = manifests.locks.get(at);
    if (packages)
      return { packages, own: new Set(packages.find((p) => p.name === name && !p.source)?.dependencies ?? []) };
  }
  return null;
}

function dependency(
  manifests: Manifests,
  names: Map<string, string>,
  dir: string,
  alias: string,
  spec: ManifestDependency,
  kind: Dependency["kind"],
  locked: Locked | null,
): Dependency {
  let own = spec;
  let base = dir;
  let source: Dependency["source"] = "Cargo.toml";
  if (own.workspace) {
    for (const at of ancestors(dir)) {
      const shared = manifests.cargo.get(at)?.workspace.dependencies[alias];
      if (!shared) continue;
      own = { ...shared, optional: own.optional, features: [...shared.features, ...own.features] };
      base = at;
      source = "workspace";
      break;
    }
  }
  const packageName = own.package ?? alias;
  const patch = patchOf(manifests, dir, packageName);
  const at = own.path === undefined ? patch?.dir : join(base, own.path);
  const local = at === undefined ? null : (names.get(at) ?? null);
  const exact = lockedVersion(locked, packageName, own.version ?? null);
  const lines = manifests.lines.get(dir);
  const entry = `${TABLE_OF[kind]}.${alias}`;
  const starts = spec.features.includes(STARTS)
    ? startOf(manifests, dir, entry)
    : own.features.includes(STARTS)
      ? startOf(manifests, base, `workspace.dependencies.${alias}`)
      : null;
  return {
    alias: libName(alias),
    package: packageName,
    version: exact ?? lowest(own.version ?? null),
    requirement: own.version ?? null,
    source: exact ? "Cargo.lock" : local ? "path" : own.version ? source : "unknown",
    features: own.features,
    optional: own.optional,
    kind,
    local,
    replaced: replacement(own, patch, local),
    line: lines?.get(entry) ?? lines?.get(alias) ?? 1,
    starts,
  };
}

/** Features of the crate that turn on `pyo3/auto-initialize`. */
function startersOf(manifests: Manifests, dir: string, { features }: Manifest): Package["starters"] {
  return Object.entries(features).flatMap(([feature, turnsOn]) =>
    turnsOn
      .filter((on) => on.endsWith(`/${STARTS}`))
      .map((on) => ({ feature, line: manifests.lines.get(dir)?.get(`features.${feature}/${on}`) ?? 1 })),
  );
}

/** Where a manifest's entry asks for `auto-initialize`. */
function startOf(manifests: Manifests, dir: string, entry: string): Dependency["starts"] {
  return { manifest: join(dir, "Cargo.toml"), line: manifests.lines.get(dir)?.get(`${entry}/${STARTS}`) ?? 1 };
}

interface Patch {
  by: string;
  /** Where in the repository its code lies, if it does. */
  dir?: string;
}

/** Cargo takes patches from the workspace's root, which is the outermost manifest here. */
function patchOf(manifests: Manifests, dir: string, name: string): Patch | null {
  for (const at of ancestors(dir)) {
    for (const [alias, { package: of, git, path }] of Object.entries(manifests.cargo.get(at)?.patches ?? {}))
      if ((of ?? alias) === name)
        return { by: git ?? path ?? "another source", dir: path === undefined ? undefined : join(at, path) };
  }
  return null;
}

function replacement(own: ManifestDependency, patch: Patch | null, local: string | null): Dependency["replaced"] {
  if (patch) return { by: patch.by, patch: true };
  const elsewhere = own.git ?? (local ? undefined : own.path);
  return elsewhere ? { by: elsewhere, patch: false } : null;
}

function lockedVersion(locked: Locked | null, name: string, requirement: string | null): string | null {
  const candidates = locked?.packages.filter((p) => p.name === name) ?? [];
  if (candidates.length < 2) return candidates[0]?.version ?? null;
  const listed = candidates.find((p) => locked?.own.has(`${name} ${p.version}`));
  const wanted = lowest(requirement)?.split(".").slice(0, 2).join(".");
  return (
    (listed ?? candidates.find((p) => wanted && p.version.startsWith(`${wanted}.`)) ?? candidates.at(-1))?.version ??
    null
  );
}

/** The lowest version that a requirement such as `^0.28`, `>=0.25, <0.30` or `=0.29.1` allows; null for `*`. */
function lowest(requirement: string | null): string | null {
  return /^\s*(?:>=|\^|=|~)?\s*(\d+(?:\.\d+)*)/.exec(requirement ?? "")?.[1] ?? null;
}

/** Asked crates and the local crates they are built from; without a wish, every crate that binds Python and what it is built from. */
function chooseScope(crates: Draft[], asked: readonly string[]): void {
  const byName = new Map(crates.map((c) => [c.name, c]));
  const wanted = asked.map((path) => join(".", path));
  const queue = crates.filter((c) =>
    wanted.length === 0
      ? c.binding !== "none"
      : wanted.some((w) => (w === "." ? true : c.dir === w || c.dir.startsWith(`${w}/`))),
  );
  for (let crate = queue.pop(); crate; crate = queue.pop()) {
    if (crate.inScope) continue;
    crate.inScope = true;
    for (const { local, kind } of crate.dependencies) {
      const next = local && kind === "normal" ? byName.get(local) : undefined;
      if (next) queue.push(next);
    }
  }
}
