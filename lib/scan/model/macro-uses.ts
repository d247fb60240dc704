import type { MacroCallFact, MacroDefFact } from "#lib/scan/facts/facts";
import type { Scope } from "#lib/scan/finding";
import { both } from "#lib/scan/model/condition";
import type { Expansion, Located, MacroUse, SourceFile } from "#lib/scan/model/model";
import { locatorOf } from "#lib/scan/model/placed";

interface Definition {
  fact: MacroDefFact;
  file: SourceFile;
}

interface Use {
  file: SourceFile;
  scope: number;
  cfg: string[];
  call: MacroCallFact | null;
}

type Standing = { scope: number; cfg: string[] };

/** What a macro declares belongs to the places that use it: it has their scope and conditions, and is nothing without them. */
export class MacroUses {
  private readonly definitions = new Map<string, Definition[]>();
  private readonly uses = new Map<string, Use[]>();
  private readonly known = new Map<MacroDefFact, Expansion | null>();

  constructor(files: readonly SourceFile[]) {
    for (const file of files)
      for (const fact of file.facts.macroDefs) push(this.definitions, fact.name, { fact, file });
    if (this.definitions.size > 0) for (const file of files) this.addUses(file);
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

  private addUses(file: SourceFile): void {
    const add = (name: string, { scope, cfg }: Standing, call: MacroCallFact | null): void => {
      if (this.definitions.has(name)) push(this.uses, name, { file, scope, cfg, call });
    };
    for (const fact of file.facts.macros) {
      add(last(fact.path), fact, fact);
      // A macro may be handed on by its name.
      if (fact.item) for (const [word] of fact.args.matchAll(/[a-z_]\w*/g)) add(word, fact, null);
    }
    for (const { scope, paths } of file.facts.callees)
      for (const path of paths) if (path.endsWith("!")) add(last(path).slice(0, -1), { scope, cfg: [] }, null);
  }

  private expansion(of: Definition): Expansion | null | undefined {
    const known = this.known.get(of.fact);
    if (known !== undefined) return known;
    // A macro that uses itself has no other place for that.
    this.known.set(of.fact, null);
    const found = this.expanded(of);
    this.known.set(of.fact, found);
    // Nothing here uses what is made for other crates: it counts where it is defined.
    return found === null && of.fact.exported ? undefined : found;
  }

  private expanded({ fact, file }: Definition): Expansion | null {
    const places: { scope: Scope; cfg: string | null }[] = [];
    const uses: Located<MacroUse>[] = [];
    for (const use of this.uses.get(fact.name) ?? []) {
      if (this.definitionFor(fact.name, use.file)?.fact !== fact) continue;
      const found = locatorOf(use.file).locate(use);
      const outer = this.around(use.file, use.scope);
      if (outer === null) continue;
      const scope = outer && found.scope === "prod" ? outer.scope : found.scope;
      places.push({ scope, cfg: outer ? both(outer.cfg, found.cfg) : found.cfg });
      uses.push({ ...found, fact: { scope: use.scope, cfg: use.cfg, args: use.call?.args ?? null } });
    }
    const first = places.find(({ scope }) => scope === "prod") ?? places[0];
    if (!first) return null;
    const alike = places.filter(({ scope }) => scope === first.scope);
    const cfg = alike.every((place) => place.cfg === first.cfg) ? first.cfg : null;
    const expansion = { macro: fact.name, scope: first.scope, cfg, uses, params: fact.params };
    return file.scope === "prod" ? expansion : { ...expansion, scope: file.scope };
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

const last = (path: string): string => path.slice(path.lastIndexOf(":") + 1);

function push<T>(into: Map<string, T[]>, key: string, value: T): void {
  const known = into.get(key);
  if (known) known.push(value);
  else into.set(key, [value]);
}
