import type { Finding } from "#lib/scan/finding";

/**
 * One commit's findings as sorted lines that a person can review: those of production code by name, with their places;
 * all others as a count by rule and scope.
 */
export function snapshotOf(commit: string, findings: readonly Finding[]): string[] {
  const named = new Map<string, number>();
  for (const finding of findings) {
    const line = lineOf(finding);
    named.set(line, (named.get(line) ?? 0) + finding.sites.length);
  }
  const lines = [...named].map(([line, places]) => (places === 1 ? line : `${line} ×${places}`));
  return [`commit ${commit}`, ...lines.sort()];
}

function lineOf({ rule, scope, severity, crate, item, symbol }: Finding): string {
  if (scope !== "prod") return `${rule} ${scope}`;
  return `${rule} prod ${severity} ${[crate, item, symbol].filter((part) => part !== "").join("::")}`;
}

/** Places by rule and scope, in order: `SI-010 prod` → 40. */
export function countsOf(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const [, key, places] = /^(SI-\d+ \S+).*?(?: ×(\d+))?$/.exec(line) ?? [];
    if (key) counts.set(key, (counts.get(key) ?? 0) + Number(places ?? 1));
  }
  return counts;
}

/** Lines that came (`+`) and went (`-`), without those that stayed. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  const old = new Set(before);
  const now = new Set(after);
  return [
    ...before.filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ];
}
