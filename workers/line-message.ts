import type { LineReport } from "#lib/commands/line-reports";
import type { Finding } from "#lib/scan/finding";
import { applied, deltaOf, type ReportDelta } from "#lib/scan/report-delta";

/** What a thread says of one commit, as text: to copy many small objects costs more. */
export interface LineNote {
  at: number;
  said: string;
}

/** `done` after the last one. */
export type LineMessage = LineNote | "done";

interface Said {
  report: ReportDelta | null;
  parent: ReportDelta | null;
}

/** Tells of reports how they differ from the one before. */
export class LineWriter {
  private found: readonly Finding[] = [];

  write({ at, report, parent }: LineReport): LineNote {
    const before = this.found;
    const said: Said = { report: report && deltaOf(before, report), parent: parent && deltaOf(before, parent) };
    this.found = report?.findings ?? before;
    return { at, said: JSON.stringify(said) };
  }
}

/** Makes reports again of what one thread says of one stretch. */
export class LineReader {
  private found: readonly Finding[] = [];

  read({ at, said }: LineNote): LineReport {
    const before = this.found;
    const { report, parent }: Said = JSON.parse(said);
    const line = { at, report: report && applied(before, report), parent: parent && applied(before, parent) };
    this.found = line.report?.findings ?? before;
    return line;
  }
}
