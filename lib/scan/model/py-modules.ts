import type { At, Attribute, MacroCallFact } from "#lib/scan/facts/facts";
import { builtFrom } from "#lib/scan/model/built-from";
import { conjunction } from "#lib/scan/model/condition";
import type { Located, Model, SourceFile } from "#lib/scan/model/model";
import { ownNames } from "#lib/scan/model/own-names";
import { perModel } from "#lib/scan/model/per-model";
import { isProgram } from "#lib/scan/model/scope";
import { select } from "#lib/scan/model/select";
import { groupBy } from "#lib/scan/sighting";

/** A `#[pymodule]` of PyO3. */
export interface PyModule {
  found: Located<{ at: At; scope: number; body: number; cfg: string[] }>;
  /** Name in Python. */
  name: string;
  /** The place that puts it inside another module; null for a top-level module. */
  within: Located<{ scope: number }> | null;
  /** What Python projects build of the crate is named after another module: this one is never asked for. */
  leftover: boolean;
}

interface Tops {
  all: ReadonlySet<PyModule>;
  /** By file and by the scope of their body. */
  bodies: ReadonlyMap<SourceFile, ReadonlyMap<number, PyModule>>;
}

/** Modules that `#[pymodule]` declares, and those of other packages that `wrap_pymodule!` nests. */
export interface PyModules {
  own: PyModule[];
  /** Of the own ones those at the top level, by what is compiled together. */
  tops: ReadonlyMap<string, Tops>;
  foreign: Located<MacroCallFact>[];
}

const isPyModule = (a: Attribute): boolean => a.path.split("::").at(-1) === "pymodule";
const moduleFns = select("fns", ({ attributes }) => attributes.some(isPyModule));
const moduleBlocks = select("modules", ({ attributes }) => attributes.some(isPyModule));
const nestings = select(
  "macros",
  ({ path, args }) => /(^|::)(wrap_pymodule|pymodule_export)$/.test(path) && /^[\w:#]+$/.test(args),
);

/** Finds every `#[pymodule]` and what nests it: another one around it, `#[pymodule_export] use`, `wrap_pymodule!`. */
export const pyModules = perModel((model: Model): PyModules => {
  const mentions = nestings(model);
  const byTarget = new Map<string, Located<MacroCallFact>[]>();
  for (const mention of mentions) {
    const path = mention.fact.args.replaceAll("r#", "");
    // A path that cannot be followed is taken for a module of the same crate.
    const key = model.resolve(path, mention) ?? `${mention.crate.lib}?${path.split("::").at(-1)}`;
    byTarget.set(key, [...(byTarget.get(key) ?? []), mention]);
  }
  const reached = new Set<Located<MacroCallFact>>();
  const own = [...declared(model)].map(({ attributes, name, ...found }) => {
    const { crate, file, fact } = found.found;
    const home = ownNames(file).paths[fact.scope]!;
    const named = [`${home}::${name}`, `${crate.lib}?${name}`].flatMap((key) => byTarget.get(key) ?? []);
    for (const mention of named) reached.add(mention);
    const around = isInside(found.found) || attributes.some((a) => isPyModule(a) && /\bsubmodule\b/.test(a.args));
    // A test or a program that wraps a module makes it for its own interpreter, and nests it in nothing that is shipped.
    const wrapped = named.find(
      (m) =>
        (m.scope === "prod" || found.found.scope !== "prod") &&
        (m.crate === crate ? m.file.target === file.target : isInLibrary(m)),
    );
    const within = around ? found.found : (wrapped ?? null);
    return { ...found, name: pythonName(attributes, name), within, leftover: false };
  });
  const isForeign = (m: Located<MacroCallFact>) => !reached.has(m) && m.fact.path.endsWith("wrap_pymodule");
  const asked = topsOf(own);
  const judged = own.map((m) => (m.within || isLoadable(model, m, asked) ? m : { ...m, leftover: true }));
  return {
    own: judged,
    tops: topsOf(judged),
    foreign: mentions.filter((m) => isForeign(m) && isInLibrary(m)),
  };
});

/** Python asks a file for the module that the file is named after; another one in it is never asked for. */
function isLoadable(model: Model, { name, found }: PyModule, tops: PyModules["tops"]): boolean {
  const { modules } = model.package(found.crate);
  if (modules.length === 0 || modules.includes(name)) return true;
  return ![...tops.get(buildOf(found))!.all].some((other) => modules.includes(other.name));
}

/** Code of one build: a target of a crate, and what of it is shipped. */
const buildOf = ({ crate, scope, file }: Located<unknown>): string => [crate.dir, scope, file.target].join("\u0000");

function topsOf(own: readonly PyModule[]): PyModules["tops"] {
  const tops = own.filter(({ within, leftover }) => !within && !leftover);
  return new Map([...groupBy(tops, ({ found }) => buildOf(found))].map(([build, of]) => [build, together(of)]));
}

function together(tops: readonly PyModule[]): Tops {
  const bodies = new Map<SourceFile, Map<number, PyModule>>();
  for (const top of tops) {
    const { file, fact } = top.found;
    bodies.set(file, (bodies.get(file) ?? new Map<number, PyModule>()).set(fact.body, top));
  }
  return { all: new Set(tops), bodies };
}

const NONE: ReadonlySet<PyModule> = new Set();

/** The top-level modules that a place of the same build nests something in: the one that it stands in, or each that may come by. */
export function modulesAround({ tops }: PyModules, at: Located<{ scope: number }>): ReadonlySet<PyModule> {
  const beside = tops.get(buildOf(at));
  const here = beside?.bodies.get(at.file);
  for (let scope = here ? at.fact.scope : -1; scope >= 0; scope = at.file.facts.scopes[scope]!.parent) {
    const holder = here!.get(scope);
    if (holder) return new Set([holder]);
  }
  return beside?.all ?? NONE;
}

/** Whether a place nests something in a top-level module. What a crate without one nests gets into those that are built from it. */
export function isNesting(model: Model, modules: PyModules, at: Located<{ scope: number }>, top: PyModule): boolean {
  const around = modulesAround(modules, at);
  if (around.size > 0) return around.has(top);
  const { crate, scope } = top.found;
  return at.crate !== crate && at.scope === scope && isInLibrary(at) && builtFrom(model, crate).has(at.crate);
}

const isInLibrary = ({ file, crate }: Located<unknown>): boolean =>
  file.target === "" && !isProgram(file.path, crate.dir);

function* declared(model: Model): Iterable<{ found: PyModule["found"]; attributes: Attribute[]; name: string }> {
  for (const found of [...moduleFns(model), ...moduleBlocks(model)]) {
    const attribute = found.fact.attributes.find(isPyModule)!;
    // RustPython has a macro of the same name.
    if (found.crate.binding !== "pyo3" || model.resolve(attribute.path, found)?.startsWith("rustpython")) continue;
    const cfg = conjunction([found.cfg, attribute.cfg].filter((c) => c !== null));
    yield { found: { ...found, cfg }, attributes: found.fact.attributes, name: found.fact.name };
  }
}

/** A `#[pymodule]` within another is a submodule. */
function isInside({ file, fact }: { file: SourceFile; fact: { scope: number } }): boolean {
  for (let at = fact.scope; at >= 0; at = file.facts.scopes[at]!.parent)
    if (file.facts.scopes[at]!.attributes.some(isPyModule)) return true;
  return false;
}

/** `#[pymodule(name = "x")]`, `#[pymodule] #[pyo3(name = "x")]`, the old `#[pymodule(x)]`, or the Rust name. */
function pythonName(attributes: readonly Attribute[], name: string): string {
  for (const a of attributes) {
    const last = a.path.split("::").at(-1);
    if (last !== "pymodule" && last !== "pyo3") continue;
    const named = /\bname\s*=\s*"([^"]+)"/.exec(a.args)?.[1];
    if (named) return named;
    if (last === "pymodule" && /^\w+$/.test(a.args) && a.args !== "submodule") return a.args;
  }
  return name;
}
