import { randomUUID } from "node:crypto";
import Database from "better-sqlite3";
import { backUp } from "#lib/db/backup";
import { storeFailure } from "#lib/db/failure";
import { type Migration, migrationsFolder, readMigrations } from "#lib/db/migration";
import { AppError } from "#lib/errors";

export interface Migrated {
  applied: string[];
  /** Copy made before the first of them; null when there was nothing to lose or nothing to do. */
  backup: string | null;
}

// The columns that Prisma's own tools create and read, so that either may be used on the same database.
const TABLE = `
CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id TEXT PRIMARY KEY NOT NULL,
  checksum TEXT NOT NULL,
  finished_at DATETIME,
  migration_name TEXT NOT NULL,
  logs TEXT,
  rolled_back_at DATETIME,
  started_at DATETIME NOT NULL DEFAULT current_timestamp,
  applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

/** Brings a database file up to date, creating it when it is not there. Two processes may do so at once. */
export function migrate(file: string, folder = migrationsFolder()): Migrated {
  const known = readMigrations(folder);
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { timeout: 10_000 });
    database.pragma("journal_mode = WAL");
    // A migration that rebuilds a table drops the old one, which would take its children along.
    database.pragma("foreign_keys = OFF");
    const pending = known.slice(countApplied(database, known));
    const backup = pending.length > 0 && pending.length < known.length ? backUp(file) : null;
    const applied = pending.flatMap((migration) => (apply(database!, known, migration) ? migration.name : []));
    return { applied, backup };
  } catch (error) {
    throw storeFailure(error);
  } finally {
    database?.close();
  }
}

/** Names of the migrations that a database file still lacks. Changes nothing. */
export function dueMigrations(file: string, folder = migrationsFolder()): string[] {
  const known = readMigrations(folder);
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { readonly: true, timeout: 5000 });
    return known.slice(countApplied(database, known)).map(({ name }) => name);
  } catch (error) {
    throw storeFailure(error);
  } finally {
    database?.close();
  }
}

interface Row {
  name: string;
  checksum: string;
  finished: number;
}

/** Refuses a database that is not a beginning of the known migrations. */
function countApplied(database: Database.Database, known: Migration[]): number {
  const exists = database.prepare("SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'").get();
  if (!exists) return 0;
  const rows = database
    .prepare(
      `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`,
    )
    .all() as Row[];
  rows.forEach((row, index) => {
    refuse(row, known[index], known);
  });
  return rows.length;
}

function refuse(row: Row, expected: Migration | undefined, known: Migration[]): void {
  if (!known.some(({ name }) => name === row.name)) {
    throw new AppError(
      "newer-database",
      `The database was written by another version of subready: this one does not know its migration ${row.name}.`,
      "Update subready to that version, or restore a backup from before the update.",
    );
  }
  if (row.finished === 0) {
    throw new AppError(
      "corrupt",
      `The migration ${row.name} was begun by another tool and never finished.`,
      "Restore the newest file of the backups folder.",
    );
  }
  if (row.name !== expected?.name || row.checksum !== expected.checksum) {
    throw new AppError(
      "internal",
      `The migration ${row.name} is not the one that the database was made with.`,
      "Restore prisma/migrations from the repository: an applied migration must never be edited, nor one slipped in before it.",
    );
  }
}

/** False when another process was faster. */
function apply(database: Database.Database, known: Migration[], migration: Migration): boolean {
  const startedAt = Date.now();
  const run = database.transaction(() => {
    database.exec(TABLE);
    if (countApplied(database, known) > known.indexOf(migration)) return false;
    database.exec(migration.sql);
    if (database.prepare("PRAGMA foreign_key_check").get()) throw new Error("it leaves references to missing rows");
    database
      .prepare(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
         VALUES (?, ?, ?, ?, ?, 1)`,
      )
      .run(randomUUID(), migration.checksum, migration.name, startedAt, Date.now());
    return true;
  });
  try {
    return run.immediate();
  } catch (error) {
    const failure = storeFailure(error);
    if (failure instanceof AppError) throw failure;
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError(
      "internal",
      `The migration ${migration.name} failed and was undone: ${reason}.`,
      "The database is as it was. Report this, with the message.",
      { cause: error },
    );
  }
}
