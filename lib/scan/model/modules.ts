import type { FileFacts } from "#lib/scan/facts/facts";
import type { Manifest } from "#lib/scan/model/manifest";
import type { Crate } from "#lib/scan/model/model";
import { dirname, join } from "#lib/scan/model/paths";

/** Where a file stands in the module tree of a target: the library, or a test, bench, example, program or build script beside it. */
export interface ModulePlace {
  /** Empty for the library; others are told apart by their folder, `tests`. */
  target: string;
  module: string;
  /** Conditions of the `mod` chain that leads to it. */
  cfg: string[];
}

interface Todo {
  path: string;
  target: string;
  module: string;
  cfg: string[];
  /** Directory in which its own child modules are looked for. */
  children: string;
}

/** The files of a crate, by path; those that cannot be read have no facts. */
export type CrateFiles = ReadonlyMap<string, FileFacts | undefined>;

/** Follows `mod x;` from every crate root; files that nothing leads to keep a module path guessed from where they lie. */
export function moduleTree(
  crate: Crate,
  manifest: Manifest | undefined,
  files: CrateFiles,
): ReadonlyMap<string, ModulePlace> {
  const paths = [...files.keys()];
  const places = new Map<string, ModulePlace>();
  const roots = rootsOf(crate, manifest, paths);
  const library = libraryOf(crate, manifest, roots);
  const queue: Todo[] = roots.map((path) => ({
    path,
    target: path === library ? "" : inCrate(crate, dirname(path)) || ".",
    module: "",
    cfg: [],
    children: dirname(path),
  }));
  for (let todo = queue.shift(); todo; todo = queue.shift()) {
    if (places.has(todo.path)) continue;
    const facts = files.get(todo.path);
    const cfg = [...todo.cfg, ...(facts?.scopes[0]?.cfg ?? [])];
    places.set(todo.path, { target: todo.target, module: todo.module, cfg: todo.cfg });
    for (const child of facts?.modules ?? []) {
      const inline = inlineModules(facts!, child.scope);
      const dir = join(todo.children, inline.names.join("/"));
      const base = child.file !== null && inline.names.length === 0 ? dirname(todo.path) : dir;
      const candidates =
        child.file !== null
          ? [join(base, child.file)]
          : [join(dir, `${child.name}.rs`), join(dir, `${child.name}/mod.rs`)];
      const path = candidates.find((c) => files.has(c));
      if (!path) continue;
      const module = [todo.module, ...inline.names, child.name].filter(Boolean).join("::");
      const children = path.endsWith("/mod.rs") || child.file !== null ? dirname(path) : path.slice(0, -3);
      queue.push({ path, target: todo.target, module, cfg: [...cfg, ...inline.cfg, ...child.cfg], children });
    }
  }
  for (const path of paths)
    if (!places.has(path)) places.set(path, { target: "", module: guessed(crate, path), cfg: [] });
  return places;
}

/** Whether the tree of these files is that of the others, by all that it rests on. */
export function isSameTree(before: CrateFiles, now: CrateFiles): boolean {
  if (before.size !== now.size) return false;
  for (const [path, facts] of now) {
    const earlier = before.get(path);
    if (facts === earlier ? !before.has(path) : outlineOf(facts) !== outlineOf(earlier)) return false;
  }
  return true;
}

const outlines = new WeakMap<FileFacts, string>();

/** What a file says of where others stand. */
function outlineOf(facts: FileFacts | undefined): string {
  if (!facts) return "";
  let outline = outlines.get(facts);
  if (outline === undefined) {
    const modules = facts.modules.map(({ name, file, cfg, scope }) => [name, file, cfg, inlineModules(facts, scope)]);
    outline = JSON.stringify([facts.scopes[0]?.cfg, modules]);
    outlines.set(facts, outline);
  }
  return outline;
}

function inlineModules(facts: FileFacts, scope: number): { names: string[]; cfg: string[] } {
  const names: string[] = [];
  const cfg: string[] = [];
  for (let at = scope; at > 0; at = facts.scopes[at]!.parent) {
    if (facts.scopes[at]!.kind === "mod") names.unshift(facts.scopes[at]!.name);
    cfg.unshift(...facts.scopes[at]!.cfg);
  }
  return { names, cfg };
}

function rootsOf(crate: Crate, manifest: Manifest | undefined, paths: readonly string[]): string[] {
  const named = manifest ? [manifest.lib, ...manifest.targets] : [];
  const declared = named.flatMap((t) => (t.path ? [join(crate.dir, t.path)] : []));
  const usual = ["src/lib.rs", "src/main.rs", "build.rs"].map((p) => join(crate.dir, p));
  const prefix = crate.dir === "." ? "" : `${crate.dir}/`;
  const automatic = paths.filter((p) =>
    /^(src\/bin|tests|benches|examples)\/([^/]+\.rs|[^/]+\/main\.rs)$/.test(p.slice(prefix.length)),
  );
  const known = new Set(paths);
  return [...new Set([...declared, ...usual, ...automatic])].filter((p) => known.has(p));
}

/** The root of what others call by the crate's name; a program that stands alone has nothing beside it to be told apart from. */
function libraryOf(crate: Crate, manifest: Manifest | undefined, roots: readonly string[]): string | undefined {
  const usual = ["src/lib.rs", "src/main.rs"].map((path) => join(crate.dir, path));
  const declared = manifest?.lib.path ? [join(crate.dir, manifest.lib.path)] : [];
  return [...declared, ...usual].find((path) => roots.includes(path));
}

function guessed(crate: Crate, path: string): string {
  return inCrate(crate, path)
    .replace(/^src\//, "")
    .replace(/(\/mod|^lib|^main)?\.rs$/, "")
    .replaceAll("/", "::");
}

function inCrate(crate: Crate, path: string): string {
  return crate.dir === "." ? path : path.slice(crate.dir.length + 1);
}
