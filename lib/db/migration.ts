import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "#lib/errors";

export interface Migration {
  /** Folder name; the order of names is the order of application. */
  name: string;
  sql: string;
  /** As Prisma writes it: sha256 of the file. */
  checksum: string;
}

/** `prisma/migrations` of the nearest folder at or above one of these that has it. */
export function findMigrations(starts: string[]): string {
  for (const start of starts) {
    for (let folder = start; ; folder = dirname(folder)) {
      const migrations = join(folder, "prisma", "migrations");
      if (existsSync(migrations)) return migrations;
      if (folder === dirname(folder)) break;
    }
  }
  throw new AppError(
    "internal",
    "The folder prisma/migrations is missing.",
    "Run subready from a complete checkout of its repository.",
  );
}

/** The migrations of this checkout; works from source, from a bundle under the project folder, and in Next. */
export function migrationsFolder(): string {
  // A bundler may put something else than a file's URL here; then the working folder decides.
  const here = import.meta.url.startsWith("file:") ? [dirname(fileURLToPath(import.meta.url))] : [];
  return findMigrations([...here, process.cwd()]);
}

export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? entry.name : [],
  );
  return names.sort().map((name) => {
    const bytes = readFileSync(join(folder, name, "migration.sql"));
    return { name, sql: bytes.toString("utf8"), checksum: createHash("sha256").update(bytes).digest("hex") };
  });
}
