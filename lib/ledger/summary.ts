import type { Extension, ScanReport, Status } from "#lib/scan/report";

/** What a list says about a project: the worst of its extensions, and what its own code and its framework add up to. */
export interface Summary {
  status: Status;
  worst: Extension | null;
  unguarded: boolean;
  crateCritical: number;
  crateModerate: number;
  /** Critical and moderate hazards that PyO3 brings along. */
  framework: number;
}

const WORST_FIRST: Status[] = [
  "conflict",
  "hazardous",
  "unknown",
  "needs-audit",
  "candidate",
  "declared",
  "not-applicable",
];

export function summarise({ extensions, coverage }: ScanReport): Summary {
  const rank = ({ verdict }: Extension) => WORST_FIRST.indexOf(verdict.status);
  const worst = extensions.reduce<Extension | null>((a, b) => (a && rank(a) <= rank(b) ? a : b), null);
  const sum = (count: (extension: Extension) => number) => extensions.reduce((total, one) => total + count(one), 0);
  // An unreadable manifest may have hidden an extension.
  const unsure = coverage.problems.some(({ path }) => path.endsWith("Cargo.toml"));
  return {
    status: worst?.verdict.status ?? (unsure ? "unknown" : "not-applicable"),
    worst,
    unguarded: worst?.verdict.unguarded ?? false,
    crateCritical: sum(({ verdict }) => verdict.hazard.crate.critical),
    crateModerate: sum(({ verdict }) => verdict.hazard.crate.moderate),
    framework: sum(({ verdict }) => verdict.hazard.framework.critical + verdict.hazard.framework.moderate),
  };
}
