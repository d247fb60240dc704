import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { migrate } from "#lib/db/migrate";
import { openStore, type Store } from "#lib/db/store";

const opened: Store[] = [];
const folders: string[] = [];
let template: Buffer | null = null;

/** A folder that vanishes after the last test of the file. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "subready-test-"));
  folders.push(folder);
  return folder;
}

function emptyDatabase(): Buffer {
  const file = join(testFolder(), "subready.db");
  migrate(file);
  return readFileSync(file);
}

/** An empty store of its own; migrations run once per test file. It closes and vanishes after the last test. */
export async function openTestStore(): Promise<Store> {
  const folder = testFolder();
  template ??= emptyDatabase();
  writeFileSync(join(folder, "subready.db"), template);
  const store = await openStore(folder);
  opened.push(store);
  return store;
}

afterAll(async () => {
  for (const store of opened) await store.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
