import type { Store } from "#lib/db/store";
import { remembered } from "#lib/queries/remembered";
import type { Status } from "#lib/scan/report";
import { groupBy } from "#lib/scan/sighting";

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
  at: number;
  status: Status;
}

/** Projects by status, month by month up to `now`, from every tracked project whose history is recorded. */
export function ecosystem(store: Store, now: Date): EcosystemMoment[] {
  const lines = remembered(store, "statuses", (ids) =>
    groupBy(
      store.read((sql) => sql.prepare<[string], Row>(LINES).all(JSON.stringify(ids))),
      ({ projectId }) => projectId,
    ),
  );
  if (lines.length === 0) return [];
  const earliest = lines.reduce((least, [first]) => Math.min(least, first?.at ?? least), now.getTime());
  const months = monthEnds(new Date(Math.max(earliest, SINCE)), now);
  const moments = months.map((at) => ({ at, counts: none(), known: 0 }));
  for (const line of lines) {
    let point = -1;
    for (const moment of moments) {
      while (point + 1 < line.length && line[point + 1]!.at <= moment.at.getTime()) point++;
      const status = line[point]?.status;
      if (!status || status === "not-applicable") continue;
      moment.counts[status]++;
      moment.known++;
    }
  }
  return moments.filter(({ known }) => known > 0);
}

const LINES = `
SELECT p.projectId, c.committedAt AS at, p.status
FROM Point p JOIN "Commit" c ON c.id = p.commitId JOIN Project o ON o.id = p.projectId
WHERE p.projectId IN (SELECT value FROM json_each(?)) AND o.historyState = 'complete' AND c.position IS NOT NULL
ORDER BY p.projectId, c.position`;

/** Before PyO3 0.15 hardly a project of today had an extension in Rust. */
const SINCE = Date.UTC(2019, 0, 1);

const none = () => Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;

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
