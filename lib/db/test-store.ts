import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { migrate } from "#lib/db/migrate";
import { openStore, type Store } from "#lib/db/store";
import { afterFile, testFolder } from "#lib/db/test-folder";

let template: Buffer | null = null;

function emptyDatabase(): Buffer {
  const file = join(testFolder(), "subready.db");
  migrate(file);
  return readFileSync(file);
}

/** An empty store of its own; migrations run once per thread. It closes and vanishes after the last test of the file. */
export async function openTestStore(): Promise<Store> {
  const folder = testFolder();
  template ??= emptyDatabase();
  writeFileSync(join(folder, "subready.db"), template);
  const store = await openStore(folder);
  afterFile(() => store.close());
  return store;
}
