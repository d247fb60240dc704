import type { WorkContext } from "#lib/commands/context";
import { sameSource } from "#lib/commands/project-source";
import { importLedger } from "#lib/db/import-ledger";
import { listProjects } from "#lib/db/projects";
import { openShipped, type Shipped } from "#lib/db/shipped";

/** Gives projects that were never read the record that came with the release. Returns how many have taken one over. */
export async function importShipped(ctx: WorkContext, shipped: Shipped | null = openShipped()): Promise<number> {
  if (!shipped) return 0;
  const known = new Set(shipped.slugs);
  let count = 0;
  for (const { id, slug, source, scannedAt } of await listProjects(ctx.store)) {
    if (scannedAt || !known.has(slug)) continue;
    const ledger = shipped.ledger(slug);
    if (ledger && sameSource(ledger.project.source, source) && importLedger(ctx.store, id, ledger, shipped.asOf))
      count++;
  }
  return count;
}
