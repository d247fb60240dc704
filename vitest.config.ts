import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lib,components,workers,app}/**/*.test.{ts,tsx}"],
    pool: "threads",
    // One module cache per thread: reading TypeScript itself once per file would cost more than the tests.
    isolate: false,
    // Left to itself it would keep one core of two for a watcher that does not run.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // No test is about time; a busy machine may take what it needs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ["./workers/setup/vitest.ts"],
  },
});
