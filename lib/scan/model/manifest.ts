import { parse, TomlError } from "smol-toml";
import { dirname, join } from "#lib/scan/model/paths";
import { type PythonTest, readPythonTest } from "#lib/scan/model/python-tests";
import * as read from "#lib/scan/model/toml-value";
import type { Problem } from "#lib/scan/report";

export interface ManifestDependency {
  version?: string;
  package?: string;
  path?: string;
  git?: string;
  workspace: boolean;
  optional: boolean;
  features: string[];
}

type Dependencies = Record<string, ManifestDependency>;

interface DependencyTables {
  dependencies: Dependencies;
  "dev-dependencies": Dependencies;
  "build-dependencies": Dependencies;
}

interface Target {
  name?: string;
  path?: string;
}

/** A value that a member may take from its workspace. */
type Inheritable = string | { workspace: true } | undefined;

/** What a scan asks of a Cargo.toml. */
export interface Manifest extends DependencyTables {
  package: { name: string; version: Inheritable; build?: string } | null;
  workspace: { dependencies: Dependencies; version?: string };
  lib: Target;
  /** Binaries, tests, benches and examples that are declared. */
  targets: Target[];
  features: Record<string, string[]>;
  /** Dependencies under `[target.…]`. */
  conditional: DependencyTables[];
  /** `[patch.…]`, whatever registry or address it replaces, and the old `[replace]`. */
  patches: Dependencies;
}

export interface LockedPackage {
  name: string;
  version: string;
  source?: string;
  dependencies: string[];
}

/** What a pyproject.toml has built of a crate: `[tool.maturin]`, or one of setuptools-rust's `ext-modules`. */
export interface ExtModule {
  /** Cargo.toml of the crate, from the folder of the pyproject.toml. */
  manifest: string;
  features: string[];
  module?: string;
}

/** Manifests of one commit by directory (`.` at the root), and what could not be read. */
export interface Manifests {
  cargo: Map<string, Manifest>;
  locks: Map<string, LockedPackage[]>;
  /** By directory of the crate, wherever the pyproject.toml lies. */
  extModules: Map<string, ExtModule[]>;
  /** Python tests that speak of sub-interpreters, in path order. */
  tests: PythonTest[];
  /** Line on which each Cargo.toml first spells a key or the last name of a table. */
  lines: Map<string, Map<string, number>>;
  problems: Problem[];
}

/** What one manifest says, without knowing its folder. */
export interface ManifestFacts {
  cargo?: { manifest: Manifest; lines: Map<string, number> };
  lock?: LockedPackage[];
  extModules?: ExtModule[];
  test?: Omit<PythonTest, "path">;
  problem?: Omit<Problem, "path">;
}

/** Reads the text of a Cargo.toml, Cargo.lock, pyproject.toml or Python test. */
export function readManifest(path: string, text: string): ManifestFacts {
  if (path.endsWith(".py")) {
    const test = readPythonTest(text);
    return test ? { test } : {};
  }
  const value = parsed(text);
  if ("problem" in value) return value;
  const file = path.slice(path.lastIndexOf("/") + 1);
  if (file === "Cargo.lock") return { lock: read.list(value.table.package).map(lockedOf) };
  if (file === "pyproject.toml") return { extModules: extModulesOf(read.table(value.table.tool)) };
  const nameless = "package" in value.table && read.text(read.table(value.table.package).name) === undefined;
  return {
    cargo: { manifest: manifestOf(value.table), lines: linesOf(text) },
    ...(nameless && { problem: { line: 1, message: "not understood: `package` has no name" } }),
  };
}

/** Joins what manifests say, keyed by path; one that does not parse becomes a problem. */
export function gatherManifests(facts: ReadonlyMap<string, ManifestFacts>): Manifests {
  const found: Manifests = {
    cargo: new Map(),
    locks: new Map(),
    extModules: new Map(),
    lines: new Map(),
    tests: [],
    problems: [],
  };
  for (const [path, { cargo, lock, extModules, test, problem }] of facts) {
    const dir = dirname(path);
    if (problem) found.problems.push({ path, ...problem });
    if (test) found.tests.push({ path, ...test });
    if (lock) found.locks.set(dir, lock);
    for (const one of extModules ?? []) {
      const crate = dirname(join(dir, one.manifest));
      found.extModules.set(crate, [...(found.extModules.get(crate) ?? []), one]);
    }
    if (cargo) {
      found.cargo.set(dir, cargo.manifest);
      found.lines.set(dir, cargo.lines);
    }
  }
  return found;
}

function parsed(text: string): { table: read.Table } | { problem: Omit<Problem, "path"> } {
  try {
    return { table: parse(text) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { problem: { line: error.line, message: `does not parse as TOML: ${error.message.split("\n")[0]}` } };
  }
}

function manifestOf(value: read.Table): Manifest {
  const own = read.table(value.package);
  const name = read.text(own.name);
  const workspace = read.table(value.workspace);
  return {
    package: name === undefined ? null : { name, version: inheritableOf(own.version), build: read.text(own.build) },
    workspace: {
      dependencies: dependenciesOf(workspace.dependencies),
      version: read.text(read.table(workspace.package).version),
    },
    lib: targetOf(value.lib),
    targets: [value.bin, value.test, value.bench, value.example].flatMap((list) => read.list(list).map(targetOf)),
    features: read.each(value.features, read.texts),
    ...tablesOf(value),
    conditional: Object.values(read.table(value.target)).map((of) => tablesOf(read.table(of))),
    patches: Object.assign(
      {},
      ...Object.values(read.table(value.patch)).map(dependenciesOf),
      replacesOf(value.replace),
    ),
  };
}

const tablesOf = (value: read.Table): DependencyTables => ({
  dependencies: dependenciesOf(value.dependencies),
  "dev-dependencies": dependenciesOf(value["dev-dependencies"]),
  "build-dependencies": dependenciesOf(value["build-dependencies"]),
});

const dependenciesOf = (value: unknown): Dependencies => read.each(value, dependencyOf);

/** `"pyo3:0.29.0" = { git = "…" }` names the package and one version of it. */
const replacesOf = (value: unknown): Dependencies =>
  Object.fromEntries(Object.entries(dependenciesOf(value)).map(([spec, of]) => [spec.split(":")[0]!, of]));

/** `"1.2"` or a table. */
function dependencyOf(value: unknown): ManifestDependency {
  const own = read.table(value);
  return {
    version: read.text(value) ?? read.text(own.version),
    package: read.text(own.package),
    path: read.text(own.path),
    git: read.text(own.git),
    workspace: own.workspace === true,
    optional: own.optional === true,
    features: read.texts(own.features),
  };
}

const targetOf = (value: unknown): Target => {
  const own = read.table(value);
  return { name: read.text(own.name), path: read.text(own.path) };
};

const inheritableOf = (value: unknown): Inheritable =>
  read.text(value) ?? (read.table(value).workspace === true ? { workspace: true } : undefined);

const lockedOf = (value: unknown): LockedPackage => {
  const own = read.table(value);
  const [name = "", version = ""] = [read.text(own.name), read.text(own.version)];
  return { name, version, source: read.text(own.source), dependencies: read.texts(own.dependencies) };
};

function extModulesOf({ maturin, "setuptools-rust": setuptools }: read.Table): ExtModule[] {
  const listed = read.list(read.table(setuptools)["ext-modules"]).map(read.table);
  return [
    ...(maturin ? [extModuleOf(read.table(maturin), "manifest-path", "module-name")] : []),
    ...listed.map((of) => extModuleOf(of, "path", "target")),
  ];
}

const extModuleOf = (of: read.Table, manifest: string, module: string): ExtModule => ({
  manifest: read.text(of[manifest]) ?? "Cargo.toml",
  features: read.texts(of.features),
  module: read.text(of[module]),
});

/** `pyo3 = …`, `pyo3.workspace = …` and `[dependencies.pyo3]` all name `pyo3`. */
const KEY = /^\s*(?:\[[^\]]*dependencies\.)?"?([\w-]+)"?\s*[=.\]]/;
const HEADER = /^\s*\[+([^\]]*)\]/;
/** Table, and the entry that a header may open: `[target.'cfg(unix)'.dependencies]`, `[dev-dependencies.pyo3]`, `[features]`. */
const TABLE = /(?:^|\.)((?:workspace\.|dev-|build-)?dependencies|features)(?:\."?([\w-]+)"?)?$/;

/** First lines of keys, `pyo3`; of keys in a table, `dev-dependencies.pyo3`; of what such a key lists, `dev-dependencies.pyo3/auto-initialize`. */
function linesOf(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  let table = "";
  let opened = "";
  let entry = "";
  text.split("\n").forEach((line, index) => {
    const note = (key: string): void => {
      if (key && !lines.has(key)) lines.set(key, index + 1);
    };
    const header = HEADER.exec(line)?.[1];
    if (header !== undefined) {
      [, table = "", opened = ""] = TABLE.exec(header) ?? [];
      entry = opened && `${table}.${opened}`;
    }
    const key = KEY.exec(line)?.[1] ?? "";
    if (table && key && !opened && header === undefined) entry = `${table}.${key}`;
    note(key);
    note(entry);
    if (entry) for (const [, listed] of line.matchAll(/"([^"]+)"/g)) note(`${entry}/${listed}`);
  });
  return lines;
}
