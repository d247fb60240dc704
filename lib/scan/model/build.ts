import type { Type } from "#lib/rust/type";
import { typePath } from "#lib/rust/type-text";
import type * as F from "#lib/scan/facts/facts";
import type { Callers } from "#lib/scan/model/callers";
import type { Declarations } from "#lib/scan/model/declarations";
import type { Gathering } from "#lib/scan/model/gathering";
import { addressFields } from "#lib/scan/model/laundered";
import type { MacroUses } from "#lib/scan/model/macro-uses";
import type {
  Crate,
  Expansion,
  FactsByKind,
  InFile,
  Kind,
  Located,
  Model,
  Package,
  SourceFile,
  Taint,
} from "#lib/scan/model/model";
import type { Names } from "#lib/scan/model/names";
import { perFile } from "#lib/scan/model/per-file";
import { perItem, perModel } from "#lib/scan/model/per-model";
import { calleesByBody, type Named, placed } from "#lib/scan/model/placed";
import type { Ask, Compute, Recall } from "#lib/scan/model/recall";
import { taintOf } from "#lib/scan/model/taint";
import { groupBy } from "#lib/scan/sighting";

/** What a model is made of. */
export interface Linked {
  crates: readonly Crate[];
  packages: ReadonlyMap<Crate, Package>;
  files: SourceFile[];
  byCrate: ReadonlyMap<Crate, readonly SourceFile[]>;
  names: Names;
  declarations: Declarations;
  macroUses: MacroUses;
  /** Facts of all files, for the type graph, and of those that are listed. */
  everywhere: Gathering;
  listed: Gathering;
  callers: Callers;
  recalls: Recall;
}

/** The model of one commit. Facts of crates that do not bind Python take part in the type graph only. */
export function buildModel(linked: Linked): Model {
  return new LinkedModel(linked);
}

type Scoped = { scope: number; cfg: string[] };

/** Kinds that what declares a macro may declare; the others stay where they are written. */
const EXPANDED: ReadonlySet<Kind> = new Set(["statics", "types", "calls", "macros", "writes", "literals", "addresses"]);

const allOf =
  <K extends Kind>(kind: K): InFile<K> =>
  (file) =>
    placed(file).list(kind);
const whole: { [K in Kind]: InFile<K> } = {
  statics: allOf("statics"),
  consts: allOf("consts"),
  types: allOf("types"),
  impls: allOf("impls"),
  fns: allOf("fns"),
  calls: allOf("calls"),
  macros: allOf("macros"),
  macroDefs: allOf("macroDefs"),
  writes: allOf("writes"),
  literals: allOf("literals"),
  addresses: allOf("addresses"),
  casts: allOf("casts"),
  modules: allOf("modules"),
  spawns: allOf("spawns"),
};

/** The questions whose answers may differ in the next commit. */
const asks = {
  crates: (model) => model.crates,
  files: (model) => model.files,
  filesOf: (model, crate: Crate) => model.filesOf(crate),
  package: (model, crate: Crate) => model.package(crate),
  gather: (model, kind: Kind, inFile: InFile<Kind>) => model.gather(kind, inFile),
  here: (model, kind: Kind, one: Located<FactsByKind[Kind]>) => model.here(kind, one),
  resolve: (model, path: string, from: Located<unknown>) => model.resolve(path, from),
  expansion: (model, of: Located<{ scope: number }>) => model.expansion(of),
  staticNamed: (model, path: string, from: Located<unknown>) => model.staticNamed(path, from),
  typeNamed: (model, path: string, from: Located<unknown>) => model.typeNamed(path, from),
  fnsNamed: (model, path: string, from: Located<unknown>) => model.fnsNamed(path, from),
  callersNamed: (model, name: string) => model.callersNamed(name),
  typesAt: (model, canonical: string) => (model as LinkedModel).typesAt(canonical),
  aliases: (model) => (model as LinkedModel).aliases(),
} satisfies Record<string, Ask>;

/** Each answer that may differ in the next commit is noted, so that what rests on it is known to hold or not. */
class LinkedModel implements Model {
  constructor(private readonly linked: Linked) {}

  get crates(): readonly Crate[] {
    return this.note(this.linked.crates, asks.crates);
  }
  get files(): SourceFile[] {
    return this.note(this.linked.files, asks.files);
  }
  package(crate: Crate): Package {
    return this.note(this.linked.packages.get(crate)!, asks.package, crate);
  }
  filesOf(crate: Crate): readonly SourceFile[] {
    return this.note(this.linked.byCrate.get(crate)!, asks.filesOf, crate);
  }
  get statics() {
    return this.gather("statics", whole.statics);
  }
  get consts() {
    return this.gather("consts", whole.consts);
  }
  get types() {
    return this.gather("types", whole.types);
  }
  get impls() {
    return this.gather("impls", whole.impls);
  }
  get fns() {
    return this.gather("fns", whole.fns);
  }
  get calls() {
    return this.gather("calls", whole.calls);
  }
  get macros() {
    return this.gather("macros", whole.macros);
  }
  get macroDefs() {
    return this.gather("macroDefs", whole.macroDefs);
  }
  get writes() {
    return this.gather("writes", whole.writes);
  }
  get literals() {
    return this.gather("literals", whole.literals);
  }
  get addresses() {
    return this.gather("addresses", whole.addresses);
  }
  get casts() {
    return this.gather("casts", whole.casts);
  }
  get modules() {
    return this.gather("modules", whole.modules);
  }
  get spawns() {
    return this.gather("spawns", whole.spawns);
  }

  gather<K extends Kind>(kind: K, inFile: InFile<K>): readonly Located<FactsByKind[K]>[] {
    const { listed, macroUses } = this.linked;
    const list = listed.gather(kind, inFile, EXPANDED.has(kind) ? macroUses : null);
    return this.note(list, asks.gather, kind, inFile);
  }

  recall<K extends object, T>(of: K, compute: Compute<K, T>): T {
    return this.linked.recalls.value(this, of, compute);
  }

  resolve(path: string, from: Located<unknown>): string | null {
    return this.note(this.resolved(path, from), asks.resolve, path, from);
  }

  taint(type: Type, from: Located<unknown>): Taint {
    return taintOf(
      {
        resolve: (path, at) => this.resolve(path, at),
        typesNamed: (canonical) => this.typesAt(canonical),
        addressIn: (of, field) => addressFields(this).get(of.fact)?.get(field) ?? null,
        associated: (of, trait, name) => this.associated(of, trait, name),
      },
      type,
      from,
    );
  }

  here<K extends Kind>(kind: K, one: Located<FactsByKind[K]>): Located<FactsByKind[K]> | null {
    if (one.file.facts.macroDefs.length === 0 || !EXPANDED.has(kind)) return one;
    return this.note(this.linked.macroUses.moved(kind, one), asks.here, kind, one);
  }

  expansion(of: Located<{ scope: number }>): Expansion | null {
    return this.note(this.linked.macroUses.around(of.file, of.fact.scope) ?? null, asks.expansion, of);
  }

  staticNamed(path: string, from: Located<unknown>): Located<F.StaticFact> | null {
    const canonical = /^[\w:$#]+$/.test(path) ? this.resolved(path, from) : null;
    const [found] = this.at("statics", canonical);
    const answer = found ? this.linked.macroUses.moved("statics", found) : null;
    return this.note(answer, asks.staticNamed, path, from);
  }

  typeNamed(path: string, from: Located<unknown>): Located<F.TypeFact> | null {
    return this.note(this.at("types", this.resolved(path, from))[0] ?? null, asks.typeNamed, path, from);
  }

  typesAt(canonical: string): readonly Located<F.TypeFact>[] {
    return this.note(this.at("types", canonical), asks.typesAt, canonical);
  }

  fnNamed(path: string, from: Located<unknown>): Located<F.FnFact> | null {
    return this.fnsNamed(path, from)[0] ?? null;
  }

  fnsNamed(path: string, from: Located<unknown>): readonly Located<F.FnFact>[] {
    const canonical = path.startsWith("Self::")
      ? `${this.linked.names.home(from.file, implScope(from))}::${path.slice(6)}`
      : this.resolved(path, from);
    return this.note(this.at("fns", canonical), asks.fnsNamed, path, from);
  }

  writesTo(item: Located<F.StaticFact>): readonly Located<F.WriteFact>[] {
    // What is written to one of several that share a path is written to each of them.
    const named = this.staticNamed(item.fact.name, item) ?? item;
    return writesByStatic(this).get(named.fact) ?? [];
  }

  callersNamed(name: string): readonly Located<F.FnFact>[] {
    return this.note(this.linked.callers.named(name), asks.callersNamed, name);
  }

  callees({ file, fact }: Located<{ body: number }>): string[] {
    return calleesByBody(file).get(fact.body) ?? [];
  }

  called(of: Located<{ body: number }>): readonly Located<F.FnFact>[] {
    return calledBy(this, of);
  }

  reach(fn: Located<F.FnFact>, depth: number): Located<F.FnFact>[] {
    const seen = new Set([fn]);
    let edge = [fn];
    for (let step = 0; step < depth; step++) {
      const next: Located<F.FnFact>[] = [];
      for (const at of edge) {
        for (const callee of this.called(at)) {
          if (seen.has(callee)) continue;
          seen.add(callee);
          next.push(callee);
        }
      }
      edge = next;
    }
    return [...seen];
  }

  enclosingFn(of: Located<{ scope: number }>): Located<F.FnFact> | null {
    const bodies = placed(of.file).bodies();
    for (let at = of.fact.scope; at >= 0; at = of.file.facts.scopes[at]!.parent) {
      const fn = bodies.get(at);
      if (fn) return fn;
    }
    return null;
  }

  /** Aliases in impls are what their traits' associated types stand for. */
  private associated(of: string, trait: string | null, name: string): Located<F.TypeFact> | null {
    for (const alias of this.recall(this.linked.recalls, aliasesByName).get(name) ?? []) {
      const impl = alias.file.facts.impls.find(({ body }) => body === alias.fact.scope);
      const path = impl && typePath(impl.type);
      if (!path || this.resolve(path, { ...alias, fact: impl }) !== of) continue;
      if (trait === null || impl.trait?.split("::").at(-1) === trait) return alias;
    }
    return null;
  }

  aliases(): readonly Located<F.TypeFact>[] {
    return this.note(this.linked.everywhere.gather("types", aliasesInImpls, null), asks.aliases);
  }

  private note<T>(answer: T, ask: Ask, a?: unknown, b?: unknown): T {
    return this.linked.recalls.note(answer, ask, a, b);
  }

  private resolved(path: string, from: Located<unknown>): string | null {
    return this.linked.names.resolve(path, from.file, (from.fact as Scoped).scope);
  }

  private at<K extends Named>(kind: K, canonical: string | null): readonly Located<FactsByKind[K]>[] {
    return canonical === null ? NOTHING : this.linked.declarations.at(kind, canonical, this.linked.names);
  }
}

const NOTHING: readonly never[] = [];

function implScope(from: Located<unknown>): number {
  let at = (from.fact as Scoped).scope;
  while (at > 0 && from.file.facts.scopes[at]!.kind !== "impl") at = from.file.facts.scopes[at]!.parent;
  return at;
}

const aliasesInImpls: InFile<"types"> = perFile((file) =>
  placed(file)
    .list("types")
    .filter(({ fact }) => fact.kind === "alias" && file.facts.scopes[fact.scope]!.kind === "impl"),
);
const aliasesByName = (model: Model) => groupBy((model as LinkedModel).aliases(), ({ fact }) => fact.name);

const calledBy = perItem((model, of: Located<{ body: number }>) => {
  const inside = { ...of, fact: { scope: of.fact.body, cfg: [] } };
  return model.callees(of).flatMap((path) => model.fnsNamed(path, inside));
});

const writesByStatic = perModel((model) => {
  const found = new Map<F.StaticFact, Located<F.WriteFact>[]>();
  for (const write of model.writes) {
    const target = model.staticNamed(write.fact.target, write);
    if (!target) continue;
    const known = found.get(target.fact);
    if (known) known.push(write);
    else found.set(target.fact, [write]);
  }
  return found;
});
