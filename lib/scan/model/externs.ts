import type { Crate, Package } from "#lib/scan/model/model";

/** By what name the code of each crate calls another, and how canonical paths call that one. */
export type Externs = ReadonlyMap<Crate, ReadonlyMap<string, string>>;

export function externsOf(packages: ReadonlyMap<Crate, Package>): Externs {
  const locals = new Map([...packages.keys()].map(({ name, lib }) => [name, lib]));
  return new Map(
    [...packages].map(([crate, { dependencies }]) => {
      const names = new Map<string, string>();
      for (const { alias, package: name, local } of dependencies)
        if (!names.has(alias)) names.set(alias, locals.get(local ?? "") ?? name.replaceAll("-", "_"));
      return [crate, names];
    }),
  );
}

/** Names that a crate which stays means something else by. */
export function changedExterns(before: Externs, now: Externs): Set<string> {
  const changed = new Set<string>();
  for (const [crate, names] of now) {
    const earlier = before.get(crate) ?? names;
    for (const name of new Set([...earlier.keys(), ...names.keys()]))
      if (earlier.get(name) !== names.get(name)) changed.add(name);
  }
  return changed;
}
