import type { Context } from "#lib/commands/context";
import { openMirror, type Tracked } from "#lib/commands/mirror-of";
import { isAppError } from "#lib/errors";
import { listLine } from "#lib/git/line";
import { newestOf, type Side, sideNamed } from "#lib/queries/compare";

const MOST = 120;

/**
 * The commit that a release, a date or a revision names. Between two recorded commits nothing differs, so a commit of the line
 * that changed nothing stands for the recorded one before it. Null when nothing of the project is called so.
 */
export async function findSide(ctx: Context, project: Tracked, text: string): Promise<Side | null> {
  const asked = text.trim().slice(0, MOST);
  if (!asked) return null;
  const known = await sideNamed(ctx.store, project.id, asked);
  if (known) return known;
  const repository = await openMirror(ctx, project).catch((error) => {
    if (isAppError(error)) return null;
    throw error;
  });
  if (!repository) return null;
  try {
    const commit = await repository.resolve(asked);
    const line = await listLine(repository.gitDir, commit.sha);
    return await newestOf(
      ctx.store,
      project.id,
      line.map(({ sha }) => sha),
      asked,
    );
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  } finally {
    await repository.close();
  }
}
