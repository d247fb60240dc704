import type * as F from "#lib/scan/facts/facts";
import { Locator } from "#lib/scan/model/locate";
import type { Located, Model } from "#lib/scan/model/model";
import { ownNames } from "#lib/scan/model/own-names";
import { perFile } from "#lib/scan/model/per-file";

type Scoped = { scope: number; cfg: string[] };
type ByPath<T> = [path: string, found: Located<T>][];

/** A file's facts, located. Those that have names come with their canonical paths. */
export interface Placed {
  types: ByPath<F.TypeFact>;
  fns: ByPath<F.FnFact>;
  statics: ByPath<F.StaticFact>;
  /** Functions by the scope of their body. */
  bodies: Map<number, Located<F.FnFact>>;
}

/** The rest of them, of which only crates that bind Python have need. */
export interface PlacedRest
  extends Pick<
    Model,
    "consts" | "impls" | "calls" | "macros" | "writes" | "literals" | "addresses" | "casts" | "modules" | "spawns"
  > {}

export const locatorOf = perFile((file) => new Locator(file));

export const placed = perFile((file): Placed => {
  const { facts } = file;
  const { paths } = ownNames(file);
  const locator = locatorOf(file);
  const byPath = <T extends Scoped & { name: string }>(list: T[]): ByPath<T> =>
    list.map((fact) => [`${paths[fact.scope]!}::${fact.name}`, locator.locate(fact)]);
  const fns = byPath(facts.fns);
  return {
    types: byPath(facts.types),
    fns,
    statics: byPath(facts.statics),
    bodies: new Map(fns.map(([, fn]) => [fn.fact.body, fn])),
  };
});

export const placedRest = perFile((file): PlacedRest => {
  const { facts } = file;
  const locator = locatorOf(file);
  const all = <T extends Scoped>(list: T[]): Located<T>[] => list.map((fact) => locator.locate(fact));
  const modules: Model["modules"] = [];
  const spawns: Model["spawns"] = [];
  facts.scopes.forEach((scope, body) => {
    if (scope.kind === "mod") modules.push(locator.locate({ ...scope, scope: scope.parent }));
    if (scope.kind === "spawn") spawns.push(locator.locate({ ...scope, scope: scope.parent, body }));
  });
  return {
    consts: all(facts.consts),
    impls: all(facts.impls),
    calls: all(facts.calls),
    macros: all(facts.macros),
    writes: all(facts.writes),
    literals: all(facts.literals),
    addresses: all(facts.addresses),
    casts: all(facts.casts ?? []),
    modules,
    spawns,
  };
});

/** What a function calls, by the scope of its body. What a spawn calls, the function around it calls too, though later. */
export const calleesByBody = perFile(({ facts: { callees, scopes } }): Map<number, string[]> => {
  const found = new Map<number, string[]>();
  for (const { scope, paths } of callees) {
    for (let at = scope; at >= 0; at = scopes[at]!.kind === "spawn" ? scopes[at]!.parent : -1) {
      const known = found.get(at);
      if (known) known.push(...paths);
      else found.set(at, [...paths]);
    }
  }
  return found;
});
