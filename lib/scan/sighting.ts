import type { At } from "#lib/scan/facts/facts";
import type { Evidence, Site } from "#lib/scan/finding";
import type { Crate, Located } from "#lib/scan/model/model";
import { scopeOf } from "#lib/scan/model/scope";
import type { Sighting } from "#lib/scan/rule";

type Rest<E extends Evidence> = Pick<Sighting<E>, "symbol" | "shape" | "evidence"> &
  Partial<Pick<Sighting<E>, "severity" | "owner" | "confidence" | "origin" | "root" | "item" | "sites">>;

/** Where a fact stands. */
function siteOf({ file, fact: { at } }: Located<{ at: At }>): Site {
  return { path: file.path, line: at.line, endLine: at.endLine, column: at.column };
}

/** A sighting of one located fact: where it stands comes from the fact, what it is from the rule. */
export function sight<E extends Evidence>(found: Located<{ at: At }>, rest: Rest<E>): Sighting<E> {
  const { crate, scope, cfg, item } = found;
  return { crate, scope, cfg, item, sites: [siteOf(found)], ...rest };
}

/** One sighting for many facts of the same kind: sites in source order, place of the first, the condition that they all have. */
export function sightAll<E extends Evidence>(found: readonly Located<{ at: At }>[], rest: Rest<E>): Sighting<E> {
  const { cfg } = found[0]!;
  return {
    ...sight(found[0]!, rest),
    cfg: found.every((one) => one.cfg === cfg) ? cfg : null,
    sites: found.map(siteOf),
  };
}

/** A sighting of what a crate's manifest says, on one of its lines. */
export function sightManifest<E extends Evidence>(crate: Crate, line: number, rest: Rest<E>): Sighting<E> {
  const site: Site = { path: crate.manifest, line, endLine: line, column: 1 };
  return {
    crate,
    scope: scopeOf(crate.manifest, "Cargo.toml", crate.vendored),
    cfg: null,
    item: "",
    sites: [site],
    ...rest,
  };
}

/** Groups facts by a key, keeping order. */
export function groupBy<T>(list: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const of = key(item);
    const group = groups.get(of);
    if (group) group.push(item);
    else groups.set(of, [item]);
  }
  return groups;
}
