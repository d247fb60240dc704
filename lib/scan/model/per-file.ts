import type { SourceFile } from "#lib/scan/model/model";

let slots = 0;

/** Computes something once for each file in its place, also when further models are built with it. */
export function perFile<T extends object | string>(compute: (file: SourceFile) => T): (file: SourceFile) => T {
  // A slot of the file itself: there are dozens of these for hundreds of files, and a weak map each costs ten times as much.
  const slot = slots++;
  return (file) => {
    const known = file.memo[slot] as T | undefined;
    if (known !== undefined) return known;
    const found = compute(file);
    file.memo[slot] = found;
    return found;
  };
}

/** Room for all of it, at once: growing slot by slot costs more than most of what is computed. */
export const emptyMemo = (): unknown[] => new Array(slots);
