import type { Type } from "#lib/rust/type";
import { typePath } from "#lib/rust/type-text";
import type * as F from "#lib/scan/facts/facts";
import { both } from "#lib/scan/model/condition";
import { addressFields } from "#lib/scan/model/laundered";
import { MacroUses } from "#lib/scan/model/macro-uses";
import type { Crate, Expansion, Located, Model, SourceFile, Taint } from "#lib/scan/model/model";
import { Names } from "#lib/scan/model/names";
import { calleesByBody, placed, placedRest } from "#lib/scan/model/placed";
import { taintOf } from "#lib/scan/model/taint";

/** Links the files of one commit. Facts of crates that do not bind Python take part in the type graph only. */
export function buildModel(crates: Crate[], files: SourceFile[]): Model {
  return new LinkedModel(crates, files);
}

type Scoped = { scope: number; cfg: string[] };

class LinkedModel implements Model {
  readonly statics: Located<F.StaticFact>[] = [];
  readonly consts: Located<F.ConstFact>[] = [];
  readonly types: Located<F.TypeFact>[] = [];
  readonly impls: Located<F.ImplFact>[] = [];
  readonly fns: Located<F.FnFact>[] = [];
  readonly calls: Located<F.CallFact>[] = [];
  readonly macros: Located<F.MacroCallFact>[] = [];
  readonly writes: Located<F.WriteFact>[] = [];
  readonly literals: Located<F.LiteralFact>[] = [];
  readonly addresses: Located<F.AddressFact>[] = [];
  readonly casts: Located<F.CastFact>[] = [];
  readonly modules: Model["modules"] = [];
  readonly spawns: Model["spawns"] = [];
  private readonly names: Names;
  private readonly macroUses: MacroUses;
  private readonly typesByPath = new Map<string, Located<F.TypeFact>>();
  private readonly staticsByPath = new Map<string, Located<F.StaticFact>>();
  private readonly projections = new Map<string, Located<F.TypeFact>[]>();
  private readonly fnsByPath = new Map<string, Located<F.FnFact>>();
  private readonly writesByStatic = new Map<F.StaticFact, Located<F.WriteFact>[]>();

  constructor(
    readonly crates: Crate[],
    readonly files: SourceFile[],
  ) {
    this.names = new Names(files, crates);
    this.macroUses = new MacroUses(files);
    for (const file of files) this.add(file);
    for (const write of this.writes) this.linkWrite(write);
  }

  resolve(path: string, from: Located<unknown>): string | null {
    const { scope } = from.fact as Scoped;
    return this.names.resolve(path, from.file, scope);
  }

  taint(type: Type, from: Located<unknown>): Taint {
    return taintOf(
      {
        resolve: (path, at) => this.resolve(path, at),
        typeNamed: (canonical) => this.typesByPath.get(canonical) ?? null,
        addressIn: (of, field) => addressFields(this).get(of.fact)?.get(field) ?? null,
        associated: (of, trait, name) => this.associated(of, trait, name),
      },
      type,
      from,
    );
  }

  expansion({ file, fact }: Located<{ scope: number }>): Expansion | null {
    return this.macroUses.around(file, fact.scope) ?? null;
  }

  staticNamed(path: string, from: Located<unknown>): Located<F.StaticFact> | null {
    const canonical = /^[\w:$#]+$/.test(path) ? this.resolve(path, from) : null;
    return (canonical && this.staticsByPath.get(canonical)) || null;
  }

  typeNamed(path: string, from: Located<unknown>): Located<F.TypeFact> | null {
    const canonical = this.resolve(path, from);
    return (canonical && this.typesByPath.get(canonical)) || null;
  }

  fnNamed(path: string, from: Located<unknown>): Located<F.FnFact> | null {
    if (path.startsWith("Self::"))
      return this.fnsByPath.get(`${this.names.home(from.file, this.implScope(from))}::${path.slice(6)}`) ?? null;
    const canonical = this.resolve(path, from);
    return (canonical && this.fnsByPath.get(canonical)) || null;
  }

  writesTo(item: Located<F.StaticFact>): Located<F.WriteFact>[] {
    return this.writesByStatic.get(item.fact) ?? [];
  }

  callees({ file, fact }: Located<{ body: number }>): string[] {
    return calleesByBody(file).get(fact.body) ?? [];
  }

  reach(fn: Located<F.FnFact>, depth: number): Located<F.FnFact>[] {
    const seen = new Set([fn]);
    let edge = [fn];
    for (let step = 0; step < depth; step++) {
      const next: Located<F.FnFact>[] = [];
      for (const at of edge) {
        const inside = { ...at, fact: { scope: at.fact.body, cfg: [] } };
        for (const path of this.callees(at)) {
          const callee = this.fnNamed(path, inside);
          if (!callee || seen.has(callee)) continue;
          seen.add(callee);
          next.push(callee);
        }
      }
      edge = next;
    }
    return [...seen];
  }

  enclosingFn(of: Located<{ scope: number }>): Located<F.FnFact> | null {
    const { bodies } = placed(of.file);
    for (let at = of.fact.scope; at >= 0; at = of.file.facts.scopes[at]!.parent) {
      const fn = bodies.get(at);
      if (fn) return fn;
    }
    return null;
  }

  /** Aliases in impls are what their traits' associated types stand for. */
  private associated(of: string, trait: string | null, name: string): Located<F.TypeFact> | null {
    for (const alias of this.projections.get(name) ?? []) {
      const impl = alias.file.facts.impls.find(({ body }) => body === alias.fact.scope);
      const path = impl && typePath(impl.type);
      if (!path || this.resolve(path, { ...alias, fact: impl }) !== of) continue;
      if (trait === null || impl.trait?.split("::").at(-1) === trait) return alias;
    }
    return null;
  }

  private implScope(from: Located<unknown>): number {
    let at = (from.fact as Scoped).scope;
    while (at > 0 && from.file.facts.scopes[at]!.kind !== "impl") at = from.file.facts.scopes[at]!.parent;
    return at;
  }

  /** What a macro declares stands where the macro is used. */
  private here<T extends Located<{ scope: number }>>(file: SourceFile, found: T[]): T[] {
    if (file.facts.macroDefs.length === 0) return found;
    return found.map((one) => {
      const expansion = this.macroUses.around(file, one.fact.scope);
      if (!expansion) return one;
      const scope = one.scope === "prod" ? expansion.scope : one.scope;
      return { ...one, cfg: both(expansion.cfg, one.cfg), scope };
    });
  }

  private addStatics(file: SourceFile, counts: boolean): void {
    for (const [path, found] of placed(file).statics) {
      // A macro that nothing uses declares nothing.
      if (this.macroUses.around(file, found.fact.scope) === null) continue;
      const [item] = this.here(file, [found]);
      this.staticsByPath.set(path, item!);
      if (counts) this.statics.push(item!);
    }
  }

  private addProjection(type: Located<F.TypeFact>): void {
    const { scopes } = type.file.facts;
    if (type.fact.kind !== "alias" || scopes[type.fact.scope]!.kind !== "impl") return;
    const known = this.projections.get(type.fact.name);
    if (known) known.push(type);
    else this.projections.set(type.fact.name, [type]);
  }

  private add(file: SourceFile): void {
    const { types, fns } = placed(file);
    for (const [path, type] of types) {
      this.typesByPath.set(path, type);
      this.addProjection(type);
    }
    for (const [path, fn] of fns) this.fnsByPath.set(path, fn);
    const counts = file.crate.binding !== "none" && file.crate.inScope;
    this.addStatics(file, counts);
    if (!counts) return;
    for (const type of this.here(
      file,
      types.map(([, found]) => found),
    ))
      this.types.push(type);
    for (const [, fn] of fns) this.fns.push(fn);
    const rest = placedRest(file);
    this.consts.push(...rest.consts);
    this.impls.push(...rest.impls);
    this.calls.push(...this.here(file, rest.calls));
    this.macros.push(...this.here(file, rest.macros));
    this.writes.push(...this.here(file, rest.writes));
    this.literals.push(...this.here(file, rest.literals));
    this.addresses.push(...this.here(file, rest.addresses));
    this.casts.push(...rest.casts);
    this.modules.push(...rest.modules);
    this.spawns.push(...rest.spawns);
  }

  private linkWrite(write: Located<F.WriteFact>): void {
    const target = this.staticNamed(write.fact.target, write);
    if (!target) return;
    const found = this.writesByStatic.get(target.fact);
    if (found) found.push(write);
    else this.writesByStatic.set(target.fact, [write]);
  }
}
