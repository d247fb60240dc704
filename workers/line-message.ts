import type { LineReport } from "#lib/commands/line-reports";
import type { Finding } from "#lib/scan/finding";
import { applied, deltaOf, type ReportDelta } from "#lib/scan/report-delta";

/** What a thread says of one commit, as text: to copy many small objects costs more. `done` after the last one. */
export type LineMessage = { said: string } | "done";

interface Said {
  at: number;
  report: ReportDelta | null;
  parent: ReportDelta | null;
}

/** Tells of reports how they differ from the one before. */
export class LineWriter {
  private found: readonly Finding[] = [];

  write({ at, report, parent }: LineReport): LineMessage {
    const before = this.found;
    const said: Said = { at, report: report && deltaOf(before, report), parent: parent && deltaOf(before, parent) };
    this.found = report?.findings ?? before;
    return { said: JSON.stringify(said) };
  }
}

/** Makes reports again of what one thread says of one stretch. */
export class LineReader {
  private found: readonly Finding[] = [];

  read({ said }: Exclude<LineMessage, "done">): LineReport {
    const before = this.found;
    const { at, report, parent }: Said = JSON.parse(said);
    const line = { at, report: report && applied(before, report), parent: parent && applied(before, parent) };
    this.found = line.report?.findings ?? before;
    return line;
  }
}
