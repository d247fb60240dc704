import { distinct, manifestsOf, planSource } from "#lib/commands/scan-source";
import type { SourceTree } from "#lib/commands/source-tree";
import type { Repository } from "#lib/git/repository";

/** Brings what a scan of this tree reads, in two requests: the manifests, and the files that they lead to. Returns how many files. */
export async function fetchTree(repository: Repository, tree: SourceTree): Promise<number> {
  await repository.fetchMissing(distinct(manifestsOf(tree)));
  const { plan } = await planSource(tree);
  await repository.fetchMissing(distinct(plan.files));
  return plan.files.length;
}
