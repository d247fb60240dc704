import type { Judged } from "#lib/ledger/weight";

/** A commit as a page names it. */
export interface CommitMark {
  sha: string;
  committedAt: Date;
  subject: string;
}

export interface Place {
  path: string;
  line: number;
  /** Former name, when it had another. */
  symbol?: string;
}

export interface LifeEvent {
  kind: string;
  commit: CommitMark;
  /** For a move: where it was and where it went. */
  from: Place | null;
  to: Place | null;
  /** In what it counts otherwise from here on. */
  judged: Judged | null;
  /** For a fix: the commit whose lines the finding's places are. */
  last: string | null;
}

export interface LifeSpan {
  from: CommitMark;
  /** First commit without it. */
  to: CommitMark | null;
  /** First release that has it, and the first after it that has not. */
  release: string | null;
  without: string | null;
}

export interface Life {
  spans: LifeSpan[];
  events: LifeEvent[];
  /** The first commit that was ever read already had it, so its beginning is not known. */
  baseline: boolean;
  /** The project has releases. */
  released: boolean;
  /** Newest commit that was read. */
  read: CommitMark | null;
}

interface LineMark extends CommitMark {
  /** Place on the recorded line; null off it. */
  position: number | null;
}

interface SpanRow {
  from: LineMark;
  to: LineMark | null;
}

/** A release and the place of the line at which it stands. */
export interface ReleaseMark {
  tag: string;
  position: number;
}

interface EventRow {
  kind: string;
  detail: string;
  commit: LineMark;
}

export function markOf(commit: CommitMark): CommitMark {
  return { sha: commit.sha, committedAt: commit.committedAt, subject: commit.subject };
}

/** `first` and `read` are the oldest and the newest commit of the project that were read; `now` is the finding's place. */
export function lifeOf(
  spans: SpanRow[],
  events: EventRow[],
  first: CommitMark | null,
  read: CommitMark | null,
  now: Place,
  releases: ReleaseMark[] = [],
): Life {
  const ordered = spans.toSorted((a, b) => inOrder(a.from, b.from));
  const marks = ordered.map(({ from, to }) => ({
    ...{ from: markOf(from), to: to && markOf(to) },
    ...releasesOf(from.position, to?.position ?? null, releases),
  }));
  return {
    spans: marks,
    events: withTargets(
      events.toSorted((a, b) => inOrder(a.commit, b.commit)),
      now,
    ),
    baseline: marks[0] !== undefined && marks[0].from.sha === first?.sha,
    released: releases.length > 0,
    read: read && markOf(read),
  };
}

/** Dates of commits may go back; the line does not. What is not on it has nothing but its date. */
function inOrder(a: LineMark, b: LineMark): number {
  if (a.position !== null && b.position !== null) return a.position - b.position;
  return a.committedAt.getTime() - b.committedAt.getTime();
}

/** `releases` are in order of the line. */
function releasesOf(from: number | null, to: number | null, releases: ReleaseMark[]) {
  if (from === null) return { release: null, without: null };
  const first = releases.find(({ position }) => position >= from && (to === null || position < to));
  const without = to === null ? null : releases.find(({ position }) => position >= to);
  return { release: first?.tag ?? null, without: without?.tag ?? null };
}

/** The commit whose lines the recorded places are, for a finding that is no longer there: as it was fixed, or else came or moved. */
export function lastSeen({ spans, events }: Life): string | null {
  const fixed = events.findLast(({ last }) => last !== null);
  return fixed?.last ?? events.findLast(isMove)?.commit.sha ?? spans.at(-1)?.from.sha ?? null;
}

/** A move records where it started; where it went is where the next one starts, or the place of today. */
function withTargets(rows: EventRow[], now: Place): LifeEvent[] {
  let next = now;
  const events = rows.toReversed().map((row): LifeEvent => {
    const event = {
      kind: row.kind,
      commit: markOf(row.commit),
      from: placeIn(row.detail),
      to: null as Place | null,
      judged: judgedIn(row.detail),
      last: lastIn(row),
    };
    if (isMove(event) && event.from) {
      event.to = next;
      next = event.from;
    }
    return event;
  });
  return events.reverse();
}

function lastIn({ kind, detail }: EventRow): string | null {
  const { last } = JSON.parse(detail) as { last?: unknown };
  return kind === "fixed" && typeof last === "string" ? last : null;
}

function isMove(event: { kind: string }): boolean {
  return event.kind === "moved";
}

/** In what an event says that a finding counts otherwise; null when it says nothing of it. */
export function judgedIn(detail: string): Judged | null {
  const { was, is } = JSON.parse(detail) as Partial<Judged>;
  return was && is ? { was, is } : null;
}

/** Where an event says that a finding was; null when it says nothing of it. */
export function placeIn(detail: string): Place | null {
  const { from } = JSON.parse(detail) as { from?: Partial<Place> };
  if (typeof from?.path !== "string" || typeof from.line !== "number") return null;
  const { path, line, symbol } = from;
  return { path, line, ...(symbol && { symbol }) };
}
