import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { onTestFinished, vi } from "vitest";

/** For tests: a folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), "subready-test-")));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** For tests: a shell script that takes git's place for the rest of the test; `$GIT` in it is the real one. */
export async function replaceGit(script: string): Promise<void> {
  const bin = join(await temporaryFolder(), "bin");
  const real = execFileSync("sh", ["-c", "command -v git"]).toString().trim();
  await mkdir(bin);
  await writeFile(join(bin, "git"), `#!/bin/sh\nGIT=${real}\n${script}\n`);
  await chmod(join(bin, "git"), 0o755);
  vi.stubEnv("PATH", `${bin}${delimiter}${process.env.PATH}`);
  onTestFinished(() => void vi.unstubAllEnvs());
}

/** For tests: every call of the real git from now on, as one line of its arguments. */
export async function recordGit(): Promise<() => Promise<string[]>> {
  const file = join(await temporaryFolder(), "calls");
  await replaceGit(`printf '%s\\n' "$*" >> '${file}'\nexec "$GIT" "$@"`);
  return async () => (await readFile(file, "utf8").catch(() => "")).split("\n").filter(Boolean);
}
