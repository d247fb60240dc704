import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { migrate } from "#lib/db/migrate";
import { testFolder } from "#lib/db/test-folder";
import { schemaDifference } from "../../prisma/schema-difference.mjs";

function migrated(): string {
  const file = join(testFolder(), "subready.db");
  migrate(file);
  return file;
}

test("the migrations make exactly what schema.prisma asks for", async () => {
  expect(await schemaDifference(migrated())).toBe("");
});

test("a missing index is a difference", async () => {
  const file = migrated();
  const database = new Database(file);
  database.exec("DROP INDEX Span_findingId_idx");
  database.close();
  expect(await schemaDifference(file)).toContain('CREATE INDEX "Span_findingId_idx"');
});
