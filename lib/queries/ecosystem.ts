import type { Store } from "#lib/db/store";
import type { Status } from "#lib/scan/report";

/** How many projects stood where at the end of a month, of those whose history reaches back that far. */
export interface EcosystemMoment {
  at: Date;
  counts: Record<Status, number>;
  /** Projects with a recorded state at that date and an extension to judge: the denominator. */
  known: number;
}

const STATUSES: Status[] = [
  ...(["declared", "candidate", "needs-audit", "hazardous"] as const),
  ...(["conflict", "unknown", "not-applicable"] as const),
];

interface Row {
  projectId: string;
  at: number | bigint;
  status: string;
}

/** Projects by status, month by month up to `now`, from every tracked project whose history is recorded. */
export async function ecosystem(store: Store, now: Date): Promise<EcosystemMoment[]> {
  const rows = await store.client.$queryRaw<Row[]>`
    SELECT p.projectId, c.committedAt AS at, p.status
    FROM Point p JOIN "Commit" c ON c.id = p.commitId JOIN Project o ON o.id = p.projectId
    WHERE o.removedAt IS NULL AND o.historyState = 'complete' AND c.position IS NOT NULL
    ORDER BY p.projectId, c.position`;
  if (rows.length === 0) return [];
  const earliest = rows.reduce((least, { at }) => Math.min(least, Number(at)), now.getTime());
  const months = monthEnds(new Date(Math.max(earliest, SINCE)), now);
  const moments = months.map((at) => ({ at, counts: none(), known: 0 }));
  for (const line of linesOf(rows)) {
    let point = -1;
    for (const moment of moments) {
      while (point + 1 < line.length && Number(line[point + 1]!.at) <= moment.at.getTime()) point++;
      const status = line[point]?.status as Status | undefined;
      if (!status || status === "not-applicable") continue;
      moment.counts[status]++;
      moment.known++;
    }
  }
  return moments.filter(({ known }) => known > 0);
}

/** Before PyO3 0.15 hardly a project of today had an extension in Rust. */
const SINCE = Date.UTC(2019, 0, 1);

const none = () => Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;

function* linesOf(rows: Row[]): Iterable<Row[]> {
  let line: Row[] = [];
  for (const row of rows) {
    if (line[0] && line[0].projectId !== row.projectId) {
      yield line;
      line = [];
    }
    line.push(row);
  }
  if (line.length > 0) yield line;
}

/** The last moment of each month, and now. */
function monthEnds(from: Date, now: Date): Date[] {
  const ends: Date[] = [];
  for (let month = 1; ; month++) {
    const end = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + month, 1) - 1);
    if (end >= now) break;
    ends.push(end);
  }
  return [...ends, now];
}
