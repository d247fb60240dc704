import type { SourceFile } from "#lib/scan/model/model";

let slots = 0;

/** Computes something once for each file in its place, also when further models are built with it. */
export function perFile<T>(compute: (file: SourceFile) => T): (file: SourceFile) => T {
  // A slot of the file itself: there are dozens of these for hundreds of files, and a weak map each costs ten times as much.
  const slot = slots++;
  return (file) => {
    const known = file.memo[slot] as { value: T } | undefined;
    if (known) return known.value;
    const found = { value: compute(file) };
    file.memo[slot] = found;
    return found.value;
  };
}
