import type { SourceFile } from "#lib/scan/model/model";

/** Computes something once for each file in its place, also when further models are built with it. */
export function perFile<T>(compute: (file: SourceFile) => T): (file: SourceFile) => T {
  const known = new WeakMap<SourceFile, { value: T }>();
  return (file) => {
    let found = known.get(file);
    if (!found) {
      found = { value: compute(file) };
      known.set(file, found);
    }
    return found.value;
  };
}
