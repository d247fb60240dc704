import type { FileFacts } from "#lib/scan/facts/facts";
import { buildModel } from "#lib/scan/model/build";
import { type Externs, externsOf } from "#lib/scan/model/externs";
import { Gathering } from "#lib/scan/model/gathering";
import { MacroUses } from "#lib/scan/model/macro-uses";
import type { Crate, Model, SourceFile } from "#lib/scan/model/model";
import { moduleTree } from "#lib/scan/model/modules";
import { Names } from "#lib/scan/model/names";
import { Recall } from "#lib/scan/model/recall";
import type { Plan, PlannedFile } from "#lib/scan/plan";

/** Links the files of one commit after another; what the change between two does not reach is used again. */
export class Linker {
  private byPath = new Map<string, SourceFile>();
  private names: Names | null = null;
  private packages: Plan["packages"] | null = null;
  private externs: Externs = new Map();
  private macroUses: MacroUses | null = null;
  private readonly everywhere = new Gathering();
  private readonly listed = new Gathering();
  private readonly recalls: Recall;

  /** `follows` when more than one commit will be linked. */
  constructor(private readonly follows: boolean) {
    this.recalls = new Recall(follows);
  }

  /** Places every file in its crate's module tree and links them. Files without facts are left out. */
  link(plan: Plan, facts: ReadonlyMap<string, FileFacts>): Model {
    const { crates, packages, manifests } = plan;
    const placed: SourceFile[] = [];
    for (const [crate, mine] of groupByCrate(plan)) {
      const oids = new Map(mine.map((f) => [f.path, f.oid]));
      const factsOf = (path: string): FileFacts | undefined => facts.get(oids.get(path) ?? "");
      const places = moduleTree(crate, manifests.cargo.get(crate.dir), [...oids.keys()], factsOf);
      for (const { path, oid, scope } of mine) {
        const known = factsOf(path);
        if (!known) continue;
        const now = { path, oid, facts: known, crate, scope, ...places.get(path)!, memo: [] };
        const before = this.byPath.get(path);
        placed.push(before && isSameFile(before, now) ? before : now);
      }
    }
    this.byPath = new Map(placed.map((file) => [file.path, file]));
    if (packages !== this.packages) this.externs = externsOf(packages);
    this.packages = packages;
    this.names = this.names?.goOn(placed, this.externs) ?? new Names(placed, this.externs, this.follows);
    this.macroUses = new MacroUses(placed, this.macroUses);
    this.everywhere.move(placed);
    this.listed.move(placed.filter(({ crate }) => crate.binding !== "none" && crate.inScope));
    const { names, macroUses, everywhere, listed, recalls } = this;
    return buildModel({ crates, packages, files: placed, names, macroUses, everywhere, listed, recalls });
  }
}

/** In the order of the crates, so that files which stay keep theirs whatever comes or goes. */
function groupByCrate({ crates, files }: Plan): Map<Crate, PlannedFile[]> {
  const byCrate = new Map<Crate, PlannedFile[]>(crates.map((crate) => [crate, []]));
  for (const file of files) byCrate.get(file.crate)!.push(file);
  return byCrate;
}

function isSameFile(a: SourceFile, b: SourceFile): boolean {
  const { facts, crate, scope, module, cfg } = a;
  const inPlace = facts === b.facts && crate === b.crate && scope === b.scope && module === b.module;
  return inPlace && cfg.length === b.cfg.length && cfg.every((condition, at) => condition === b.cfg[at]);
}
