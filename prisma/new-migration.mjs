// node prisma/new-migration.mjs <what-changes>: writes the next migration from schema.prisma, for a person to read and commit.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { schemaDifference } from "./schema-difference.mjs";

const folder = fileURLToPath(new URL("./migrations", import.meta.url));

async function missingSql() {
  const scratch = mkdtempSync(join(tmpdir(), "subready-migration-"));
  const file = join(scratch, "subready.db");
  const database = new Database(file);
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) database.exec(readFileSync(join(folder, entry.name, "migration.sql"), "utf8"));
  }
  database.close();
  const sql = await schemaDifference(file);
  rmSync(scratch, { recursive: true });
  return sql;
}

const what = process.argv[2];
if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(what ?? "")) {
  console.error("Say what changes in a few words: node prisma/new-migration.mjs add-owner");
  process.exit(2);
}
const sql = await missingSql();
if (sql === "") {
  console.log("prisma/migrations already says what schema.prisma asks for.");
} else {
  const name = `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${what.replaceAll("-", "_")}`;
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, "migration.sql"), sql);
  console.log(`Wrote prisma/migrations/${name}/migration.sql: read it, then commit it.`);
}
