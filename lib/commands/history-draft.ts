import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { Context } from "#lib/commands/context";
import { type Chronicle, emptyChronicle } from "#lib/ledger/chronicle";
import { ruleset } from "#lib/rules/index";
import { FACTS_VERSION } from "#lib/scan/facts/facts";

/** How far a line is folded. */
export interface Fold {
  /** How many commits, from the first on. */
  done: number;
  /** The newest of them; null before the first one. */
  sha: string | null;
  chronicle: Chronicle;
}

export const unfolded = (): Fold => ({ done: 0, sha: null, chronicle: emptyChronicle() });

/** Where a fold is kept while it is under way, so that a worker which is stopped or killed goes on from there. */
export interface FoldKeeper {
  load(): Promise<Fold>;
  save(fold: Fold): Promise<void>;
}

/** Raised when a chronicle holds something else: a fold of another version of the program is no beginning. */
const SHAPE = 1;

/**
 * Keeps a project's fold in a file of the data folder. One that other rules made, or that is damaged, is as good as none; where it
 * cannot be kept, on a full disk say, the work goes on without.
 */
export function draftOf(ctx: Pick<Context, "env">, project: { id: string; paths: string }): FoldKeeper {
  const file = draftFile(ctx, project.id);
  const made = JSON.stringify([SHAPE, ruleset, FACTS_VERSION, project.paths]);
  return {
    async load() {
      try {
        const draft: Fold & { made: string } = deserialize(await readFile(file));
        return draft.made === made ? draft : unfolded();
      } catch {
        return unfolded();
      }
    },
    async save(fold) {
      try {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(`${file}.new`, serialize({ ...fold, made }));
        await rename(`${file}.new`, file);
      } catch {
        await rm(`${file}.new`, { force: true }).catch(() => {});
      }
    },
  };
}

/** Once the history is recorded, or the project is not tracked any more. */
export async function dropDraft(ctx: Pick<Context, "env">, projectId: string): Promise<void> {
  await rm(draftFile(ctx, projectId), { force: true });
}

const draftFile = ({ env }: Pick<Context, "env">, projectId: string) => join(env.dataDir, "drafts", projectId);
