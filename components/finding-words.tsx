import type { Judged, Weight } from "#lib/ledger/weight";
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

/** `critical → info, production → tests`: what of a finding counts otherwise than before. */
export function judgedWords({ was, is }: Judged): string {
  const words = ({ severity, owner, scope }: Partial<Weight>) => [
    severity,
    owner && ownerWord(owner),
    scope && scopeWords[scope],
  ];
  const now = words(is);
  return words(was)
    .flatMap((word, at) => (word ? [`${word} → ${now[at]}`] : []))
    .join(", ");
}

/** Who would have to change, in a word. */
export function ownerWord(owner: Owner): string {
  return owner === "framework" ? "PyO3" : owner;
}
