import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

const EVERY_MS = 500;

/** Calls `onExceeded` once when the folder has grown over its limit. Returns how to stop watching. */
export function watchSize({ dir, maxBytes }: { dir: string; maxBytes: number }, onExceeded: () => void): () => void {
  let timer: NodeJS.Timeout;
  let stopped = false;
  const look = async () => {
    if ((await sizeOf(dir)) > maxBytes) onExceeded();
    else if (!stopped) timer = setTimeout(look, EVERY_MS);
  };
  timer = setTimeout(look, EVERY_MS);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** Bytes of all files below a folder; those that vanish meanwhile count nothing. */
export async function sizeOf(dir: string): Promise<number> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) return sizeOf(path);
      return (await stat(path).catch(() => null))?.size ?? 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
