import type { FileFacts } from "#lib/scan/facts/facts";
import { buildModel } from "#lib/scan/model/build";
import { Callers } from "#lib/scan/model/callers";
import { Declarations } from "#lib/scan/model/declarations";
import { type Externs, externsOf } from "#lib/scan/model/externs";
import { fileChanges } from "#lib/scan/model/file-changes";
import { Gathering } from "#lib/scan/model/gathering";
import { MacroUses } from "#lib/scan/model/macro-uses";
import type { Crate, Model, SourceFile } from "#lib/scan/model/model";
import { Names } from "#lib/scan/model/names";
import { Placing } from "#lib/scan/model/placing";
import { Recall } from "#lib/scan/model/recall";
import type { Plan, PlannedFile } from "#lib/scan/plan";

/** Links the files of one commit after another; what the change between two does not reach is used again. */
export class Linker {
  private files: readonly SourceFile[] = [];
  private names: Names | null = null;
  private packages: Plan["packages"] | null = null;
  private readonly declarations = new Declarations();
  private externs: Externs = new Map();
  private macroUses: MacroUses | null = null;
  private readonly placing = new Placing();
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
      groupByCrate(plan).map(({ crate, files }) => [
        crate,
        this.placing.place(crate, manifests.cargo.get(crate.dir), files, facts),
      ]),
    );
    const placed = [...byCrate.values()].flat();
    const changes = fileChanges(this.files, placed);
    this.files = placed;
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
}

/** In the order of the crates, so that files which stay keep theirs whatever comes or goes. */
function groupByCrate({ crates, files }: Plan): { crate: Crate; files: PlannedFile[] }[] {
  const byCrate = new Map(crates.map((crate) => [crate, { crate, files: [] as PlannedFile[] }]));
  for (const file of files) byCrate.get(file.crate)!.files.push(file);
  return [...byCrate.values()];
}
