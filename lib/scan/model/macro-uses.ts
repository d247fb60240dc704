import type { MacroDefFact } from "#lib/scan/facts/facts";
import type { Scope } from "#lib/scan/finding";
import { both } from "#lib/scan/model/condition";
import type { FileChanges } from "#lib/scan/model/file-changes";
import type { Expansion, Kind, Located, MacroUse, SourceFile } from "#lib/scan/model/model";
import { perFile } from "#lib/scan/model/per-file";
import { placed } from "#lib/scan/model/placed";

interface Definition {
  fact: MacroDefFact;
  file: SourceFile;
}

type Use = Located<MacroUse>;

/** What is of these kinds declares something, be it a class that PyO3's macro makes of it. */
const DECLARING: ReadonlySet<Kind> = new Set(["statics", "types", "macros"]);

/** Longest chain of macros that use each other. */
const MOST_CHAINED = 256;

/** What a macro declares belongs to the places that use it: it has their scope and conditions, and is nothing without them. */
export class MacroUses {
  private readonly definitions = new Map<string, Definition[]>();
  private readonly known = new Map<MacroDefFact, Expansion | null>();
  private readonly underway = new Set<MacroDefFact>();
  /** Those of the commit before; what is as it was stays the same object. */
  private earlier: ReadonlyMap<MacroDefFact, Expansion | null>;
  private readonly expandedFacts: WeakMap<Located<unknown>, Located<unknown>>;
  /** Names of the macros that are defined here; the same object as long as they are the same. */
  private readonly defined: ReadonlySet<string>;
  /** Of all files, by the macro's name; null until asked. */
  private uses: Map<string, Use[]> | null = null;
  /** The same object as long as what macros declare stays where it is. */
  places: object = {};

  /** `before` is that of the commit before, if any. */
  constructor(
    private files: readonly SourceFile[],
    before: MacroUses | null = null,
  ) {
    for (const file of files)
      for (const fact of file.facts.macroDefs) push(this.definitions, fact.name, { fact, file });
    this.earlier = before?.known ?? new Map();
    this.expandedFacts = before?.expandedFacts ?? new WeakMap();
    const { definitions } = this;
    const same =
      before?.defined.size === definitions.size && [...before.defined].every((name) => definitions.has(name));
    this.defined = same ? before.defined : new Set(definitions.keys());
  }

  /** The uses in the files of the next commit: itself, having looked again where one came or went, unless macros are defined otherwise. */
  goOn(changes: FileChanges): MacroUses {
    const { files, gone, come } = changes;
    const changed = [...gone, ...come];
    const redefined = changed.some(({ facts }) => facts.macroDefs.length > 0);
    const next = redefined ? new MacroUses(files, this) : this;
    next.files = files;
    if (!this.uses || next.defined !== this.defined) return next;
    next.uses = this.uses;
    const names = new Set(changed.flatMap((file) => [...usesIn(file, this.defined).keys()]));
    for (const name of names) renew(this.uses, name, changes, usesOf(come, name, this.defined));
    if (!redefined) this.expandAgain(names);
    return next;
  }

  /** Of these macros; the others stay what they are if these do not end up elsewhere. */
  private expandAgain(names: ReadonlySet<string>): void {
    this.earlier = new Map(this.known);
    const again = [...names]
      .flatMap((name) => this.definitions.get(name) ?? [])
      .filter(({ fact }) => this.known.delete(fact));
    const same = again.every((one) => {
      this.expansion(one);
      const [before, now] = [this.earlier.get(one.fact), this.known.get(one.fact)];
      return before?.scope === now?.scope && before?.cfg === now?.cfg;
    });
    if (same) return;
    this.known.clear();
    this.places = {};
  }

  /** Of the macro whose definition something stands in: undefined outside of macros, null when nothing uses it. */
  around(file: SourceFile, scope: number): Expansion | null | undefined {
    if (file.facts.macroDefs.length === 0) return undefined;
    const { scopes, macroDefs } = file.facts;
    for (let at = scope; at >= 0; at = scopes[at]!.parent) {
      if (scopes[at]!.kind !== "macro-def") continue;
      const fact = macroDefs.find(({ body }) => body === at);
      return fact && this.expansion({ fact, file });
    }
    return undefined;
  }

  /** What a macro declares stands where the macro is used; in one that nothing uses it is nothing. */
  moved<T extends { scope: number }>(kind: Kind, one: Located<T>): Located<T> | null {
    if (one.file.facts.macroDefs.length === 0) return one;
    const expansion = this.around(one.file, one.fact.scope);
    if (expansion === null && DECLARING.has(kind)) return null;
    if (!expansion) return one;
    const known = this.expandedFacts.get(one) as Located<T> | undefined;
    const scope = one.scope === "prod" ? expansion.scope : one.scope;
    const cfg = both(expansion.cfg, one.cfg);
    if (known?.scope === scope && known.cfg === cfg) return known;
    const moved = { ...one, cfg, scope };
    this.expandedFacts.set(one, moved);
    return moved;
  }

  private allUses(): Map<string, Use[]> {
    const found = new Map<string, Use[]>();
    for (const file of this.files)
      for (const [name, uses] of usesIn(file, this.defined)) for (const use of uses) push(found, name, use);
    return found;
  }

  private expansion(of: Definition): Expansion | null | undefined {
    // A macro that uses itself has no other place for that; a chain of thousands is nobody's code.
    if (this.underway.has(of.fact) || this.underway.size === MOST_CHAINED) return null;
    let found = this.known.get(of.fact);
    if (found === undefined) {
      this.underway.add(of.fact);
      found = this.expanded(of);
      this.underway.delete(of.fact);
      this.known.set(of.fact, found);
    }
    // Nothing here uses what is made for other crates: it counts where it is defined.
    return found === null && of.fact.exported ? undefined : found;
  }

  private expanded({ fact, file }: Definition): Expansion | null {
    const places: { scope: Scope; cfg: string | null }[] = [];
    const uses: Use[] = [];
    this.uses ??= this.allUses();
    for (const use of this.uses.get(fact.name) ?? []) {
      if (this.definitionFor(fact.name, use.file)?.fact !== fact) continue;
      const outer = this.around(use.file, use.fact.scope);
      if (outer === null) continue;
      const scope = outer && use.scope === "prod" ? outer.scope : use.scope;
      places.push({ scope, cfg: outer ? both(outer.cfg, use.cfg) : use.cfg });
      uses.push(use);
    }
    const first = places.find(({ scope }) => scope === "prod") ?? places[0];
    if (!first) return null;
    const alike = places.filter(({ scope }) => scope === first.scope);
    const cfg = alike.every((place) => place.cfg === first.cfg) ? first.cfg : null;
    const scope = file.scope === "prod" ? first.scope : file.scope;
    const before = this.earlier.get(fact);
    const same =
      before?.scope === scope &&
      before.cfg === cfg &&
      before.uses.length === uses.length &&
      before.uses.every((use, at) => use === uses[at]);
    return same ? before : { macro: fact.name, scope, cfg, uses, params: fact.params };
  }

  /** Which of several macros of one name a file means: its own, one of its crate, one that another crate exports. */
  private definitionFor(name: string, file: SourceFile): Definition | undefined {
    const all = this.definitions.get(name) ?? [];
    return (
      all.find((one) => one.file === file) ??
      all.find((one) => one.file.crate === file.crate) ??
      all.find((one) => one.fact.exported)
    );
  }
}

/** What may use one of these macros, by the macro's name. */
function usesIn(file: SourceFile, defined: ReadonlySet<string>): ReadonlyMap<string, Use[]> {
  const answer = lastAnswer(file);
  if (answer.defined !== defined) {
    answer.defined = defined;
    answer.uses = new Map();
    for (const [name, use] of mentionsIn(file, defined)) push(answer.uses, name, use);
  }
  return answer.uses;
}

function* mentionsIn(file: SourceFile, defined: ReadonlySet<string>): Iterable<[string, Use]> {
  const use = (scope: number, cfg: string[], args: string | null): Use =>
    placed(file).locator.locate({ scope, cfg, args });
  for (const { path, scope, cfg, args, item } of file.facts.macros) {
    if (defined.has(last(path))) yield [last(path), use(scope, cfg, args)];
    // A macro may be handed on by its name.
    if (item)
      for (const [word] of args.matchAll(/[a-z_]\w*/g)) if (defined.has(word)) yield [word, use(scope, cfg, null)];
  }
  for (const { scope, paths } of file.facts.callees)
    for (const path of paths) {
      const name = path.endsWith("!") ? last(path).slice(0, -1) : "";
      if (defined.has(name)) yield [name, use(scope, [], null)];
    }
}

/** What was found the last time that a file was asked. */
const lastAnswer = perFile(() => ({ defined: new Set() as ReadonlySet<string>, uses: new Map<string, Use[]>() }));

const last = (path: string): string => path.slice(path.lastIndexOf(":") + 1);

/** Takes out uses in files that are gone, and puts in those of files that have come; in the order of the files. */
function renew(uses: Map<string, Use[]>, name: string, { position }: FileChanges, fresh: readonly Use[]): void {
  const all = [...(uses.get(name) ?? []).filter(({ file }) => position.has(file)), ...fresh];
  uses.set(
    name,
    all.sort((a, b) => position.get(a.file)! - position.get(b.file)!),
  );
}

const usesOf = (files: readonly SourceFile[], name: string, defined: ReadonlySet<string>): Use[] =>
  files.flatMap((file) => usesIn(file, defined).get(name) ?? []);

function push<T>(into: Map<string, T[]>, key: string, value: T): void {
  const known = into.get(key);
  if (known) known.push(value);
  else into.set(key, [value]);
}
