import type { Finding } from "#lib/scan/finding";
import type { ScanReport } from "#lib/scan/report";

/** A report as it differs from one before it: nearly all findings stay the very same objects, which a plain copy would lose. */
export interface ReportDelta {
  /** Without findings. */
  report: ScanReport;
  /** For each finding its place among those before, or -1 for the next fresh one. */
  places: number[];
  fresh: Finding[];
}

export function deltaOf(before: readonly Finding[], { findings, ...report }: ScanReport): ReportDelta {
  const known = new Map(before.map((finding, place) => [finding, place]));
  const places = findings.map((finding) => known.get(finding) ?? -1);
  return { report: { ...report, findings: [] }, places, fresh: findings.filter((_, at) => places[at] === -1) };
}

/** The report again, from findings that are as those before were. */
export function applied(before: readonly Finding[], { report, places, fresh }: ReportDelta): ScanReport {
  let next = 0;
  const findings = places.map((place) => (place === -1 ? fresh[next++]! : before[place]!));
  return { ...report, findings };
}
