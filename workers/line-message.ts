import type { LineReport } from "#lib/commands/line-reports";
import type { Finding } from "#lib/scan/finding";
import { applied, type ReportDelta } from "#lib/scan/report-delta";

/** What a thread says of one commit; `done` after the last one. */
export type LineMessage = { at: number; report: ReportDelta | null; parent: ReportDelta | null } | "done";

/** Makes reports again of what one thread says of one stretch. */
export class LineReader {
  private found: readonly Finding[] = [];

  read({ at, report, parent }: Exclude<LineMessage, "done">): LineReport {
    const before = this.found;
    const line = { at, report: report && applied(before, report), parent: parent && applied(before, parent) };
    this.found = line.report?.findings ?? before;
    return line;
  }
}
