import { summarise } from "#lib/ledger/summary";
import type { LegacyGate, OwnGilGate, ScanReport, Status, Verdict } from "#lib/scan/report";
import { hazardIn } from "#lib/scan/verdict";

/** A project's figures at a commit; they hold until the next point. */
export interface Point {
  position: number;
  /** Rule code → number of findings of scope `prod` that no comment allows. */
  rules: Record<string, number>;
  /** In places, as verdicts count them. */
  owners: Verdict["hazard"];
  /** Of the worst extension. */
  status: Status;
  gateLegacy: LegacyGate | null;
  gateOwnGil: OwnGilGate | null;
  unguarded: boolean;
  pyo3Version: string | null;
}

export function pointOf(report: ScanReport, position: number): Point {
  const { status, worst, unguarded } = summarise(report);
  const counts = new Map<string, number>();
  for (const { rule, scope, suppressed } of report.findings)
    if (scope === "prod" && suppressed === null) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return {
    position,
    rules: Object.fromEntries([...counts].sort()),
    // Without an extension nothing counts, as in lists.
    owners: hazardIn(worst ? report.findings : []),
    status,
    gateLegacy: worst?.verdict.gate.legacy ?? null,
    gateOwnGil: worst?.verdict.gate.ownGil ?? null,
    unguarded,
    pyo3Version: worst?.pyo3.version ?? null,
  };
}

/** Whether one goes on where the other began. */
export function samePoint({ position: a, ...before }: Point, { position: b, ...after }: Point): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

/** Points in order of the line, with one more at each of these positions that has none of its own. */
export function pointsAt(points: readonly Point[], positions: Iterable<number>): Point[] {
  const own = new Map(points.map((point) => [point.position, point]));
  for (const position of positions) {
    const holds = points.findLast((point) => point.position <= position);
    if (holds && !own.has(position)) own.set(position, { ...holds, position });
  }
  return [...own.values()].sort((a, b) => a.position - b.position);
}
