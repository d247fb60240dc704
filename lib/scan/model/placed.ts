import type { FnFact } from "#lib/scan/facts/facts";
import { Locator } from "#lib/scan/model/locate";
import type { FactsByKind, Kind, Located, SourceFile } from "#lib/scan/model/model";
import { ownNames } from "#lib/scan/model/own-names";
import { perFile } from "#lib/scan/model/per-file";
import { groupBy } from "#lib/scan/sighting";

/** Kinds whose facts other files know by a path. */
export type Named = "types" | "fns" | "statics";

type List<K extends Kind> = readonly Located<FactsByKind[K]>[];
type ByPath<K extends Named> = ReadonlyMap<string, List<K>>;

/** A file's facts, located; each when it is first asked for: of most nobody ever asks. */
class Placed {
  readonly locator: Locator;
  private readonly given: { [K in Kind]?: readonly FactsByKind[K][] } = {};
  private readonly located = new Map<FactsByKind[Kind], Located<FactsByKind[Kind]>>();
  private readonly lists: { [K in Kind]?: List<K> } = {};
  private readonly paths: { [K in Named]?: ByPath<K> } = {};
  private byBody: ReadonlyMap<number, Located<FnFact>> | null = null;

  constructor(private readonly file: SourceFile) {
    this.locator = new Locator(file);
  }

  /** In source order. */
  list<K extends Kind>(kind: K): List<K> {
    const known: List<K> | undefined = this.lists[kind];
    if (known) return known;
    const found: List<K> = this.pick(kind, () => true);
    Object.assign(this.lists, { [kind]: found });
    return found;
  }

  /** Those of a kind that pass a test, in source order. */
  pick<K extends Kind>(kind: K, picks: (fact: FactsByKind[K]) => boolean): Located<FactsByKind[K]>[] {
    return this.facts(kind)
      .filter(picks)
      .map((fact) => {
        const known = this.located.get(fact) as Located<FactsByKind[K]> | undefined;
        const found = known ?? this.locator.locate(fact);
        if (!known) this.located.set(fact, found);
        return found;
      });
  }

  private facts<K extends Kind>(kind: K): readonly FactsByKind[K][] {
    const known: readonly FactsByKind[K][] | undefined = this.given[kind];
    if (known) return known;
    const facts = factsOf(this.file, kind);
    Object.assign(this.given, { [kind]: facts });
    return facts;
  }

  /** By canonical path, the last first. */
  byPath<K extends Named>(kind: K): ByPath<K> {
    const known: ByPath<K> | undefined = this.paths[kind];
    if (known) return known;
    const { paths } = ownNames(this.file);
    const found: ByPath<K> = groupBy(this.list(kind).toReversed(), ({ fact }) => `${paths[fact.scope]!}::${fact.name}`);
    Object.assign(this.paths, { [kind]: found });
    return found;
  }

  /** Functions by the scope of their body. */
  bodies(): ReadonlyMap<number, Located<FnFact>> {
    this.byBody ??= new Map(this.list("fns").map((fn) => [fn.fact.body, fn]));
    return this.byBody;
  }
}

export const placed = perFile((file) => new Placed(file));

function factsOf<K extends Kind>(file: SourceFile, kind: K): FactsByKind[K][];
function factsOf({ facts }: SourceFile, kind: Kind): FactsByKind[Kind][] {
  if (kind === "casts") return facts.casts ?? [];
  if (kind !== "modules" && kind !== "spawns") return facts[kind];
  const wanted = kind === "modules" ? "mod" : "spawn";
  return facts.scopes.flatMap((scope, body) => (scope.kind === wanted ? { ...scope, scope: scope.parent, body } : []));
}

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
