import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findMigrations, migrationsFolder } from "#lib/db/migration";
import { testFolder } from "#lib/db/test-folder";

test("the migrations of this checkout are found from its source", () => {
  expect(migrationsFolder()).toBe(join(process.cwd(), "prisma", "migrations"));
});

test("the nearest folder above a bundle decides, then the next start", () => {
  const root = testFolder();
  const bundle = join(root, ".build", "chunks");
  mkdirSync(bundle, { recursive: true });
  mkdirSync(join(root, "prisma", "migrations"), { recursive: true });
  expect(findMigrations([bundle, process.cwd()])).toBe(join(root, "prisma", "migrations"));
  expect(findMigrations([testFolder(), bundle])).toBe(join(root, "prisma", "migrations"));
});

test("an incomplete checkout is told so", () => {
  expect(() => findMigrations([testFolder()])).toThrow("prisma/migrations is missing");
});
