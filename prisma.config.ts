import { defineConfig } from "prisma/config";

// `prisma generate` insists on a native schema engine that it then never asks anything; without this it would download one.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
});
