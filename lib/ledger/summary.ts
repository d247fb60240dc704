import type { Extension, ScanReport, Status } from "#lib/scan/report";
import { hazardIn } from "#lib/scan/verdict";

/** What a list says about a project: the worst of its extensions, and what its own code and its framework add up to. */
export interface Summary {
  status: Status;
  worst: Extension | null;
  unguarded: boolean;
  /** Places, as a verdict counts them. A crate that two extensions are built from counts once; without extension nothing does. */
  crateCritical: number;
  crateModerate: number;
  /** Critical and moderate hazards that PyO3 brings along. */
  framework: number;
}

export const worstFirst: Status[] = [
  "conflict",
  "hazardous",
  "unknown",
  "needs-audit",
  "candidate",
  "declared",
  "not-applicable",
];

export function summarise({ extensions, coverage, findings }: ScanReport): Summary {
  const rank = ({ verdict }: Extension) => worstFirst.indexOf(verdict.status);
  const worst = extensions.reduce<Extension | null>((a, b) => (a && rank(a) <= rank(b) ? a : b), null);
  // Not the sum over extensions: those that are built from one crate share its code, and with it every hazard.
  const { crate, framework } = hazardIn(worst ? findings : []);
  // An unreadable manifest may have hidden an extension.
  const unsure = coverage.problems.some(({ path }) => path.endsWith("Cargo.toml"));
  return {
    status: worst?.verdict.status ?? (unsure ? "unknown" : "not-applicable"),
    worst,
    unguarded: worst?.verdict.unguarded ?? false,
    crateCritical: crate.critical,
    crateModerate: crate.moderate,
    framework: framework.critical + framework.moderate,
  };
}
