import type { FileFacts } from "#lib/scan/facts/facts";
import { buildModel } from "#lib/scan/model/build";
import { Callers } from "#lib/scan/model/callers";
import { Declarations } from "#lib/scan/model/declarations";
import { type Externs, externsOf } from "#lib/scan/model/externs";
import { fileChanges } from "#lib/scan/model/file-changes";
import { Gathering } from "#lib/scan/model/gathering";
import { MacroUses } from "#lib/scan/model/macro-uses";
import type { Manifest } from "#lib/scan/model/manifest";
import type { Crate, Model, SourceFile } from "#lib/scan/model/model";
import { type CrateFiles, isSameTree, type ModulePlace, moduleTree } from "#lib/scan/model/modules";
import { Names } from "#lib/scan/model/names";
import { emptyMemo } from "#lib/scan/model/per-file";
import { Recall } from "#lib/scan/model/recall";
import { settled } from "#lib/scan/model/settled";
import type { Plan, PlannedFile } from "#lib/scan/plan";

/** Links the files of one commit after another; what the change between two does not reach is used again. */
export class Linker {
  private files: readonly SourceFile[] = [];
  private byCrate: ReadonlyMap<Crate, readonly SourceFile[]> = new Map();
  private byPath = new Map<string, SourceFile>();
  private names: Names | null = null;
  private packages: Plan["packages"] | null = null;
  private readonly declarations = new Declarations();
  private externs: Externs = new Map();
  private macroUses: MacroUses | null = null;
  private readonly trees = new WeakMap<Crate, Tree>();
  private readonly everywhere = new Gathering();
  private readonly listed = new Gathering();
  private readonly callers = new Callers();
  private readonly recalls: Recall;

  /** `follows` when more than one commit will be linked. */
  constructor(private readonly follows: boolean) {
    this.recalls = new Recall(follows);
  }

  /** Places every file in its crate's module tree and links them. Files without facts are left out. */
  link(plan: Plan, facts: ReadonlyMap<string, FileFacts>): Model {
    const { crates, packages, manifests } = plan;
    const byCrate = new Map(
      groupByCrate(plan).map(({ crate, files }) => {
        const said = new Map(files.map(({ path, oid }) => [path, facts.get(oid)]));
        const now = this.place(files, said, this.tree(crate, manifests.cargo.get(crate.dir), said));
        return [crate, settled(this.byCrate.get(crate) ?? [], now)];
      }),
    );
    const placed = [...byCrate.values()].flat();
    this.byCrate = byCrate;
    const changes = fileChanges(this.files, placed);
    this.files = placed;
    this.byPath = new Map(placed.map((file) => [file.path, file]));
    if (packages !== this.packages) this.externs = externsOf(packages);
    this.packages = packages;
    this.names = this.names?.goOn(changes, this.externs) ?? new Names(placed, this.externs, this.follows);
    this.declarations.move(changes);
    this.macroUses = this.macroUses?.goOn(changes) ?? new MacroUses(placed);
    this.everywhere.move(changes);
    const listed = placed.filter(({ crate }) => crate.binding !== "none" && crate.inScope);
    const changesListed = fileChanges(this.listed.files, listed);
    this.listed.move(changesListed);
    this.callers.move(changesListed);
    const { names, declarations, macroUses, everywhere, listed: ours, callers, recalls } = this;
    const linked = { crates, packages, files: placed, byCrate, names, declarations, macroUses, everywhere };
    return buildModel({ ...linked, listed: ours, callers, recalls });
  }

  /** The module tree of a crate: that of the commit before, when all that it rests on is as it was. */
  private tree(crate: Crate, manifest: Manifest | undefined, files: CrateFiles): Tree {
    const before = this.trees.get(crate);
    const built = before?.manifest === manifest || JSON.stringify(before?.manifest) === JSON.stringify(manifest);
    const same = before && built && isSameTree(before.files, files);
    const tree = { manifest, files, places: same ? before.places : moduleTree(crate, manifest, files) };
    this.trees.set(crate, tree);
    return tree;
  }

  /** Files that are what they were, where they were, are the same objects. */
  private place(files: readonly PlannedFile[], said: CrateFiles, { places }: Tree): SourceFile[] {
    return files.flatMap(({ path, oid, crate, scope }): SourceFile[] => {
      const facts = said.get(path);
      if (!facts) return [];
      const place = places.get(path)!;
      const before = this.byPath.get(path);
      if (before?.facts === facts && before.crate === crate && before.scope === scope && isAt(before, place))
        return [before];
      return [{ path, oid, facts, crate, scope, ...place, memo: emptyMemo() }];
    });
  }
}

interface Tree {
  manifest: Manifest | undefined;
  files: CrateFiles;
  places: ReadonlyMap<string, ModulePlace>;
}

/** In the order of the crates, so that files which stay keep theirs whatever comes or goes. */
function groupByCrate({ crates, files }: Plan): { crate: Crate; files: PlannedFile[] }[] {
  const byCrate = new Map(crates.map((crate) => [crate, { crate, files: [] as PlannedFile[] }]));
  for (const file of files) byCrate.get(file.crate)!.files.push(file);
  return [...byCrate.values()];
}

function isAt({ module, cfg }: SourceFile, place: ModulePlace): boolean {
  const same = cfg === place.cfg || (cfg.length === place.cfg.length && cfg.every((one, at) => one === place.cfg[at]));
  return same && module === place.module;
}
