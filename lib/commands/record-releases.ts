import type { WorkContext } from "#lib/commands/context";
import { areRecorded, recordReleases as record } from "#lib/db/releases";
import { listLine } from "#lib/git/line";
import { readReleases } from "#lib/git/releases";
import { namesVersion, type Tag } from "#lib/git/tags";

/** Marks the releases that were tagged since the history was read; a tag may come long after its commit. */
export async function recordReleases(
  ctx: WorkContext,
  projectId: string,
  { gitDir, tags }: { gitDir: string; tags: readonly Tag[] },
): Promise<number> {
  const project = await ctx.store.client.project.findUnique({ where: { id: projectId } });
  if (project?.historyState !== "complete" || !project.historyTo) return 0;
  if (areRecorded(ctx.store, projectId, tags.filter(namesVersion))) return 0;
  const line = await listLine(gitDir, project.historyTo);
  const positions = new Map(line.map(({ sha }, position) => [sha, position]));
  const releases = await readReleases(gitDir, [...positions.keys()], tags);
  const placed = releases.map(({ on, ...release }) => {
    const position = positions.get(on)!;
    return { ...release, on: line[position]!, position };
  });
  return record(ctx.store, projectId, placed);
}
