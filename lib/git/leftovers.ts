import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** A killed git leaves locks, which block the next one for ever, and half-received packs, which only take room. */
export async function clearLeftovers(gitDir: string): Promise<void> {
  const inObjects = await namesIn(join(gitDir, "objects", "pack"));
  const halves = inObjects.filter((name) => /(^|\/)\.?tmp[-_]|\.lock$/.test(name));
  await remove(join(gitDir, "objects", "pack"), halves);
  await remove(gitDir, (await readdir(gitDir)).filter(isLock));
  await remove(join(gitDir, "refs"), (await namesIn(join(gitDir, "refs"))).filter(isLock));
}

const isLock = (name: string) => name.endsWith(".lock");

async function namesIn(dir: string): Promise<string[]> {
  return readdir(dir, { recursive: true }).catch(() => []);
}

async function remove(dir: string, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => rm(join(dir, name), { recursive: true, force: true })));
}
