import { afterAll, afterEach, vi } from "vitest";
import { endFile } from "#lib/db/test-folder";

// Output that nobody asked for is a defect: a test that expects it spies on console itself.
for (const method of ["error", "warn"] as const) {
  const original = console[method];
  console[method] = (...args: unknown[]) => {
    original(...args);
    throw new Error(`unexpected console.${method}: ${String(args[0])}`);
  };
}
afterEach(() => vi.restoreAllMocks());
afterAll(endFile);
