import type { Origin, Owner, Scope } from "#lib/scan/finding";

export const originWords: Record<Origin, string> = {
  "process-shared": "same object in every interpreter",
  "static-extension-type": "one C copy per process",
  "per-interpreter": "made per interpreter",
};

export const scopeWords: Record<Scope, string> = {
  prod: "production",
  test: "tests",
  bench: "benchmarks",
  example: "examples",
  build: "build script",
  vendored: "vendored copy",
};

/** Who would have to change, in a word. */
export function ownerWord(owner: Owner): string {
  return owner === "framework" ? "PyO3" : owner;
}
