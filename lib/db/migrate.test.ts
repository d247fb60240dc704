import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { dueMigrations, migrate } from "#lib/db/migrate";
import { migrationsFolder, readMigrations } from "#lib/db/migration";
import { testFolder } from "#lib/db/test-folder";

/** A folder with these migrations, in order. */
function migrations(...scripts: string[]): string {
  const folder = testFolder();
  scripts.forEach((sql, index) => {
    mkdirSync(join(folder, `${index + 1}_step`));
    writeFileSync(join(folder, `${index + 1}_step`, "migration.sql"), sql);
  });
  return folder;
}

const START = `CREATE TABLE parent (id INTEGER PRIMARY KEY);
CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id) ON DELETE CASCADE);
INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1);`;

function databaseAt(...scripts: string[]): string {
  const file = join(testFolder(), "subready.db");
  if (scripts.length > 0) migrate(file, migrations(...scripts));
  return file;
}

function query<T>(file: string, sql: string): T[] {
  const database = new Database(file, { readonly: true });
  const rows = database.prepare<[], T>(sql).all();
  database.close();
  return rows;
}

const codeOf = (code: string) => expect.objectContaining({ name: "AppError", code, remedy: expect.any(String) });
const backups = (file: string) => join(file, "..", "backups");

describe("applying", () => {
  test("makes a new database without a backup, and has nothing to do the next time", () => {
    const file = databaseAt();
    const names = readMigrations(migrationsFolder()).map(({ name }) => name);
    expect(migrate(file)).toEqual({ applied: names, backup: null });
    expect(migrate(file)).toEqual({ applied: [], backup: null });
    expect(existsSync(backups(file))).toBe(false);
  });

  test("names what is due without doing any of it", () => {
    const folder = migrations(START, "CREATE TABLE b (x)");
    const file = databaseAt(START);
    expect(dueMigrations(file, folder)).toEqual(["2_step"]);
    expect(dueMigrations(file, folder)).toEqual(["2_step"]);
    migrate(file, folder);
    expect(dueMigrations(file, folder)).toEqual([]);
  });

  test("writes the rows that Prisma's tools expect", () => {
    const file = databaseAt("CREATE TABLE a (x)");
    expect(query(file, "SELECT * FROM _prisma_migrations")).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        migration_name: "1_step",
        checksum: "e0782122f01bfe9d4a4df45c1e26dafd152b24305ab01f8b8cdb00ddf4ebc354",
        started_at: expect.any(Number),
        finished_at: expect.any(Number),
        rolled_back_at: null,
        logs: null,
        applied_steps_count: 1,
      },
    ]);
  });

  test("copies the database before it changes it", () => {
    const file = databaseAt(START);
    const { applied, backup } = migrate(file, migrations(START, "DROP TABLE child"));
    expect(applied).toEqual(["2_step"]);
    expect(query(backup!, "SELECT id FROM child")).toEqual([{ id: 1 }]);
    expect(() => query(file, "SELECT id FROM child")).toThrow("no such table");
  });

  test("keeps the children of a table that is rebuilt", () => {
    const file = databaseAt(START);
    const rebuild = `PRAGMA defer_foreign_keys=ON; PRAGMA foreign_keys=OFF;
      CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO new_parent (id) SELECT id FROM parent;
      DROP TABLE parent; ALTER TABLE new_parent RENAME TO parent;
      PRAGMA foreign_keys=ON; PRAGMA defer_foreign_keys=OFF;`;
    migrate(file, migrations(START, rebuild));
    expect(query(file, "SELECT * FROM child")).toEqual([{ id: 1, parent: 1 }]);
  });
});

describe("a migration that fails", () => {
  const before = "SELECT (SELECT COUNT(*) FROM child) AS children, (SELECT COUNT(*) FROM _prisma_migrations) AS done";

  test("leaves the database as it was", () => {
    const file = databaseAt(START);
    const broken = migrations(START, "DELETE FROM child; SELECT x FROM nowhere");
    expect(() => migrate(file, broken)).toThrow("2_step failed and was undone: no such table: nowhere");
    expect(query(file, before)).toEqual([{ children: 1, done: 1 }]);
  });

  test("may not leave a reference to a missing row", () => {
    const file = databaseAt(START);
    expect(() => migrate(file, migrations(START, "DELETE FROM parent"))).toThrow("references to missing rows");
    expect(query(file, before)).toEqual([{ children: 1, done: 1 }]);
  });

  test("says that the disk is full when it is", () => {
    const file = databaseAt(START);
    const greedy = "DELETE FROM child; PRAGMA max_page_count = 1; CREATE TABLE big AS SELECT zeroblob(100000) AS x";
    expect(() => migrate(file, migrations(START, greedy))).toThrow(codeOf("disk-full"));
    expect(query(file, before)).toEqual([{ children: 1, done: 1 }]);
  });
});

describe("a database that does not fit", () => {
  test("is refused when it comes from a newer version", () => {
    const file = databaseAt(START, "CREATE TABLE later (x)");
    expect(() => migrate(file, migrations(START))).toThrow(codeOf("newer-database"));
    expect(query(file, "SELECT COUNT(*) AS done FROM _prisma_migrations")).toEqual([{ done: 2 }]);
  });

  test("is refused when an applied migration was edited", () => {
    const file = databaseAt(START);
    expect(() => migrate(file, migrations(`${START} `))).toThrow("1_step is not the one");
  });

  test("is refused when another tool left a migration unfinished, unless that was rolled back", () => {
    const file = databaseAt(START);
    const folder = migrations(START, "CREATE TABLE later (x)");
    const row = "INSERT INTO _prisma_migrations (id, checksum, migration_name, rolled_back_at) VALUES";
    const database = new Database(file);
    database.exec(`${row} ('x', 'y', '2_step', NULL)`);
    expect(() => migrate(file, folder)).toThrow(codeOf("corrupt"));
    database.exec("UPDATE _prisma_migrations SET rolled_back_at = 1 WHERE id = 'x'");
    database.close();
    expect(migrate(file, folder).applied).toEqual(["2_step"]);
  });

  test("is refused when it is no database", () => {
    const file = databaseAt();
    writeFileSync(file, "not a database".repeat(1000));
    expect(() => migrate(file)).toThrow(codeOf("corrupt"));
  });

  test("is refused when it was damaged", () => {
    const file = databaseAt(START);
    const copy = join(testFolder(), "subready.db");
    cpSync(file, copy);
    const bytes = Buffer.alloc(4096, 0xff);
    writeFileSync(copy, bytes, { flag: "r+" });
    expect(() => migrate(copy)).toThrow(codeOf("corrupt"));
  });
});
