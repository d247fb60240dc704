import type { Chronicle, EventKind, LedgerEvent } from "#lib/ledger/chronicle";
import { type Point, pointsAt } from "#lib/ledger/point";
import type { Former } from "#lib/ledger/reconcile";
import type { Judged } from "#lib/ledger/weight";
import type { Gate, Source } from "#lib/scan/report";

/** What `history --format json` prints. */
export interface HistoryReport {
  schema: "subready.history/1";
  source: Source;
  ruleset: string;
  commits: number;
  events: EventRow[];
  /** A row per commit at which a number changed, and per tag. */
  series: SeriesRow[];
  /** `readMs` = the list of commits and what had to be fetched, `scanMs` = their files, rules and the fold. */
  timing: { readMs: number; scanMs: number };
}

export interface EventRow {
  commit: string;
  date: string;
  kind: EventKind;
  /** Null for a change of a gate, as are all but `symbol`, which then is the extension. */
  rule: string | null;
  owner: string | null;
  scope: string | null;
  symbol: string;
  fingerprint: string | null;
  path: string | null;
  line: number | null;
  /** Where a moved finding was; with its former name if it had another. */
  from: Former | null;
  /** How a rejudged finding counted before, and how it does now. */
  judged: Judged | null;
  gate: { crate: string; from: string; to: string } | null;
}

export interface SeriesRow {
  commit: string;
  date: string;
  tags: string[];
  rules: Point["rules"];
  owners: Point["owners"];
  gate: Gate | null;
  status: Point["status"];
  pyo3: string | null;
}

interface LineOf {
  source: Source;
  ruleset: string;
  commits: readonly { sha: string; committedAt: Date }[];
  chronicle: Chronicle;
  releases: readonly { tag: string; on: string }[];
  timing: HistoryReport["timing"];
}

export function historyReport(line: LineOf): HistoryReport {
  const { chronicle, commits, releases, timing } = line;
  const tags = new Map<string, string[]>();
  for (const { tag, on } of releases) tags.set(on, [...(tags.get(on) ?? []), tag]);
  const positions = commits.flatMap(({ sha }, position) => (tags.has(sha) ? [position] : []));
  const at = (position: number) => {
    const { sha, committedAt } = commits[position]!;
    return { commit: sha, date: committedAt.toISOString() };
  };
  return {
    schema: "subready.history/1",
    source: line.source,
    ruleset: line.ruleset,
    commits: commits.length,
    events: chronicle.events.map((event) => ({ ...at(event.position), ...eventRow(event) })),
    series: pointsAt(chronicle.points, positions).map((point) => {
      const row = at(point.position);
      return { ...row, tags: tags.get(row.commit) ?? [], ...seriesRow(point) };
    }),
    timing: { readMs: Math.round(timing.readMs), scanMs: Math.round(timing.scanMs) },
  };
}

function eventRow({ kind, finding, from, judged, gate }: LedgerEvent): Omit<EventRow, "commit" | "date"> {
  const site = finding?.sites[0];
  return {
    kind,
    rule: finding?.rule ?? null,
    owner: finding?.owner ?? null,
    scope: finding?.scope ?? null,
    symbol: finding?.symbol ?? gate?.extension ?? "",
    fingerprint: finding?.fingerprint ?? null,
    path: site?.path ?? null,
    line: site?.line ?? null,
    from,
    judged,
    gate: gate && { crate: gate.crate, from: gate.from, to: gate.to },
  };
}

function seriesRow({ rules, owners, gateLegacy, gateOwnGil, status, pyo3Version }: Point) {
  const gate = gateLegacy && gateOwnGil ? { legacy: gateLegacy, ownGil: gateOwnGil } : null;
  return { rules, owners, gate, status, pyo3: pyo3Version };
}
