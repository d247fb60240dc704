import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";

const schemaFile = fileURLToPath(new URL("./schema.prisma", import.meta.url));

// Prisma's own schema engine as WebAssembly; the native one would have to be downloaded.
async function loadEngine() {
  const glue = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const engine = await import(glue);
  const bytes = readFileSync(glue.replace(/\.js$/, ".wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": engine });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engine.SchemaEngine;
}
// One instance per process is all that its glue can bear.
const SchemaEngine = await loadEngine();

/**
 * SQL that turns the tables of a database into what schema.prisma asks for.
 * @param {string} databaseFile
 * @returns {Promise<string>} empty when they agree
 */
export async function schemaDifference(databaseFile) {
  const schema = readFileSync(schemaFile, "utf8");
  const database = bindMigrationAwareSqlAdapterFactory(new PrismaBetterSqlite3({ url: databaseFile }));
  const engine = await SchemaEngine.new({ datamodels: [[schemaFile, schema]] }, () => {}, database);
  const files = [{ path: schemaFile, content: schema }];
  const { stdout } = await engine.diff({
    from: { tag: "schemaDatasource", files, configDir: "." },
    to: { tag: "schemaDatamodel", files },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout.trim() === "-- This is an empty migration." ? "" : stdout;
}
