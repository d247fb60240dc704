/** A commit as a page names it. */
export interface CommitMark {
  sha: string;
  committedAt: Date;
  subject: string;
}

export interface Place {
  path: string;
  line: number;
}

export interface LifeEvent {
  kind: string;
  commit: CommitMark;
  /** For a move: where it was and where it went. */
  from: Place | null;
  to: Place | null;
}

export interface Life {
  spans: { from: CommitMark; to: CommitMark | null }[];
  events: LifeEvent[];
  /** The first commit that was ever read already had it, so its beginning is not known. */
  baseline: boolean;
  /** Newest commit that was read. */
  read: CommitMark | null;
}

interface SpanRow {
  from: CommitMark;
  to: CommitMark | null;
}

interface EventRow {
  kind: string;
  detail: string;
  commit: CommitMark;
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
): Life {
  const marks = spans.map((span) => ({ from: markOf(span.from), to: span.to && markOf(span.to) }));
  return {
    spans: marks.sort((a, b) => a.from.committedAt.getTime() - b.from.committedAt.getTime()),
    events: withTargets(events, now),
    baseline: marks[0] !== undefined && marks[0].from.sha === first?.sha,
    read: read && markOf(read),
  };
}

/** The newest commit whose lines the recorded places are, for a finding that is no longer there. */
export function lastSeen(life: Life): CommitMark | null {
  const seen = [...life.spans.map((span) => span.from), ...life.events.filter(isMove).map((event) => event.commit)];
  return seen.sort((a, b) => b.committedAt.getTime() - a.committedAt.getTime())[0] ?? null;
}

/** A move records where it started; where it went is where the next one starts, or the place of today. */
function withTargets(rows: EventRow[], now: Place): LifeEvent[] {
  let next = now;
  const events = rows.toReversed().map((row): LifeEvent => {
    const event = { kind: row.kind, commit: markOf(row.commit), from: placeIn(row.detail), to: null as Place | null };
    if (isMove(event) && event.from) {
      event.to = next;
      next = event.from;
    }
    return event;
  });
  return events.reverse();
}

function isMove(event: { kind: string }): boolean {
  return event.kind === "moved";
}

function placeIn(detail: string): Place | null {
  const { from } = JSON.parse(detail) as { from?: Partial<Place> };
  return from && typeof from.path === "string" && typeof from.line === "number"
    ? { path: from.path, line: from.line }
    : null;
}
