import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { storeFailure } from "#lib/db/failure";

const KEEP = 5;

/** Where the backups of a database are. */
function backupFolder(databaseFile: string): string {
  return join(dirname(databaseFile), "backups");
}

/** Copies a database, even one in use, to its backups folder; the newest five stay. Returns the copy's path. */
export function backUp(databaseFile: string, at = new Date()): string {
  const folder = backupFolder(databaseFile);
  const copy = join(folder, `subready-${at.toISOString().replaceAll(/[:.]/g, "-")}.db`);
  // Another name until it is whole, so that an interrupted copy never counts as a backup.
  const partial = `${copy}.${process.pid}.partial`;
  try {
    mkdirSync(folder, { recursive: true });
    const database = new Database(databaseFile, { timeout: 5000 });
    try {
      database.prepare("VACUUM INTO ?").run(partial);
    } finally {
      database.close();
    }
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { force: true });
    throw storeFailure(error);
  }
  forget(folder);
  return copy;
}

function forget(folder: string): void {
  const copies = readdirSync(folder).filter((name) => /^subready-.*\.db$/.test(name));
  for (const name of copies.sort().slice(0, -KEEP)) rmSync(join(folder, name));
}
