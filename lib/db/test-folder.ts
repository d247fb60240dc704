import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const endings: (() => void | Promise<void>)[] = [];

/**
 * For tests: done after the last test of this file, latest first. The set-up of every test file sees to it; an
 * `afterAll` in a module that files share would run for the first of them only.
 */
export const afterFile = (ending: () => void | Promise<void>): void => void endings.push(ending);

export async function endFile(): Promise<void> {
  for (const ending of endings.splice(0).reverse()) await ending();
}

/** For tests: a folder that vanishes after the last test of the file. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "subready-test-"));
  afterFile(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
