import { mkdir, symlink } from "node:fs/promises";
import { dirname } from "node:path";
import type { WorkContext } from "#lib/commands/context";
import { mirrorDir, openMirror } from "#lib/commands/mirror-of";
import { wantedProjects } from "#lib/commands/projects-file";
import { type HistoryTools, readHistory } from "#lib/commands/read-history";
import { type ScanTools, scanCommit } from "#lib/commands/scan-commit";
import { exportLedger } from "#lib/db/export-ledger";
import { createProject, updateProject } from "#lib/db/projects";
import { AppError } from "#lib/errors";
import { branchOf } from "#lib/git/mirror";
import { type LedgerExport, writeLedger } from "#lib/ledger/export";

export interface Snapshot {
  slug: string;
  /** A clone with all of its files. */
  clone: string;
}

/** What subready records of a catalogue project, read from a clone as if it were the project's mirror. */
export async function snapshotProject(
  ctx: WorkContext,
  { slug, clone }: Snapshot,
  tools: HistoryTools & ScanTools,
): Promise<string> {
  const wanted = wantedProjects(null, "").find((project) => project.slug === slug);
  if (!wanted) throw new AppError("usage", `The catalogue has no ${slug}.`, "Give the slug of one of its projects.");
  const project = await createProject(ctx.store, wanted, ctx.clock());
  const mirror = mirrorDir(ctx, project.id);
  await mkdir(dirname(mirror), { recursive: true });
  await symlink(clone, mirror);
  const repository = await openMirror(ctx, project);
  const { sha } = await repository.resolve("HEAD");
  await updateProject(ctx.store, project.id, { defaultBranch: await branchOf(repository) });
  await repository.close();
  await scanCommit(ctx, { projectId: project.id, sha }, tools);
  await readHistory(ctx, { projectId: project.id }, tools);
  return writeLedger(ofArchives(exportLedger(ctx.store, project.id)));
}

/** Where a clone is too large to be had, archives of releases stand for commits, and say so in their subjects. */
function ofArchives(ledger: LedgerExport): LedgerExport {
  const archives = ledger.commits.every(({ subject }) => subject.startsWith("Release archive of "));
  if (!archives) return ledger;
  const columns = { ...ledger.project.columns, historyStart: "archives" };
  return { ...ledger, project: { ...ledger.project, columns } };
}
