import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { type Client, openClient } from "#lib/db/client";
import { storeFailure } from "#lib/db/failure";
import { type Migrated, migrate } from "#lib/db/migrate";

export type { Prisma } from "#lib/db/generated/client";
export type * from "#lib/db/generated/models";

/** The open connection of better-sqlite3; everything on it is synchronous. */
export type Sql = Database.Database;

/**
 * The open database. Times in SQL are integers: milliseconds since 1970.
 * One process writes at a time and never across an `await`: `client` for reads and single writes, `transaction` for the rest.
 */
export interface Store {
  client: Client;
  file: string;
  /** What opening it had to do first. */
  migrated: Migrated;
  /** Reads from one moment, without waiting for anyone. */
  read<T>(work: (sql: Sql) => T): T;
  /** All or nothing, and nothing in between: `work` holds the write lock and cannot wait for anything. */
  transaction<T>(work: (sql: Sql) => T): T;
  close(): Promise<void>;
}

/** Opens `subready.db` in the data folder; creates it, or backs it up and migrates it, when that is due. */
export async function openStore(dataDir: string): Promise<Store> {
  const file = join(dataDir, "subready.db");
  const migrated = explained(() => {
    mkdirSync(dataDir, { recursive: true });
    return migrate(file);
  });
  const client = openClient(file);
  const sql = new Database(file, { timeout: 5000 });
  return {
    client,
    file,
    migrated,
    read: (work) => explained(() => sql.transaction(work).deferred(sql)),
    transaction: (work) => explained(() => sql.transaction(work).immediate(sql)),
    async close() {
      await client.$disconnect();
      sql.close();
    },
  };
}

function explained<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeFailure(error);
  }
}
