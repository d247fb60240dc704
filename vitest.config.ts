import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lib,components,workers,app}/**/*.test.{ts,tsx}"],
    pool: "threads",
    // One module cache per thread: reading TypeScript itself once per file would cost more than the tests.
    isolate: false,
    // One more than there are cores: a third of a test's time is spent waiting for git.
    maxWorkers: availableParallelism() + 1,
    // No test is about time; a busy machine may take what it needs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A file that is what it was is not transformed again in the next run.
    experimental: { fsModuleCache: true, fsModuleCachePath: ".build/vitest" },
    setupFiles: ["./workers/setup/vitest.ts"],
  },
});
