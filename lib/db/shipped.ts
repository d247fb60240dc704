import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { migrationsFolder } from "#lib/db/migration";
import { type LedgerExport, readLedger } from "#lib/ledger/export";

/** The records of projects that come with this release, and the date as of which they are. */
export interface Shipped {
  asOf: Date;
  slugs: string[];
  /** Null for a record of another version of subready. */
  ledger(slug: string): LedgerExport | null;
}

export const LEDGER_SUFFIX = ".jsonl.br";

export function shippedFolder(): string {
  return join(dirname(migrationsFolder()), "ledgers");
}

/** Null when this checkout ships none. `npm run snapshot` writes them. */
export function openShipped(folder = shippedFolder()): Shipped | null {
  const index = join(folder, "index.json");
  if (!existsSync(index)) return null;
  const { asOf } = JSON.parse(readFileSync(index, "utf8")) as { asOf: string };
  const files = readdirSync(folder).filter((name) => name.endsWith(LEDGER_SUFFIX));
  return {
    asOf: new Date(asOf),
    slugs: files.map((name) => name.slice(0, -LEDGER_SUFFIX.length)).sort(),
    ledger: (slug) =>
      readLedger(brotliDecompressSync(readFileSync(join(folder, `${slug}${LEDGER_SUFFIX}`))).toString()),
  };
}
