import type { ReactNode } from "react";
import { judgedWords } from "#components/finding-words";
import { clean, Day, shortSha } from "#components/format";
import { type EventKind, EventMark } from "#components/marks";
import { commitUrl, type Origin } from "#components/source";
import type { CommitMark, Life, LifeEvent } from "#lib/queries/finding-life";

interface LifeEventsProps {
  life: Life;
  present: boolean;
  origin: Origin;
  now: Date;
}

/** What happened to one finding, oldest first, in a ledger. */
export function LifeEvents({ life, present, origin, now }: LifeEventsProps) {
  const first = life.spans[0];
  return (
    <>
      <Releases spans={life.spans} released={life.released} />
      <ol className="ledger dated">
        {first && life.baseline && (
          <Line mark={<EventMark kind="read">Known since</EventMark>} commit={first.from} origin={origin} now={now}>
            The first commit that was read already has it. When it came in is not known.
          </Line>
        )}
        {life.events.map((event) => (
          <Line
            key={`${event.kind} ${event.commit.sha}`}
            mark={<EventMark kind={event.kind as EventKind} />}
            commit={event.commit}
            origin={origin}
            now={now}
          >
            {said(event)}
          </Line>
        ))}
        {present && life.read && !(life.baseline && life.read.sha === first?.from.sha) && (
          <Line mark={<EventMark kind="read">Present</EventMark>} commit={life.read} origin={origin} now={now}>
            The newest commit that was read still has it.
          </Line>
        )}
      </ol>
    </>
  );
}

/** The releases between which it is shipped. */
function Releases({ spans, released }: { spans: Life["spans"]; released: boolean }) {
  const shipped = spans.filter(({ release, without, to }) => release ?? without ?? to);
  if (shipped.length === 0 || !released) return null;
  return (
    <p className="q">
      {shipped.map(({ from, to, release, without }, at) => (
        <span key={from.sha}>
          {at > 0 && " "}
          {release ? (
            <>
              {at === 0 ? "First" : "Again"} shipped in <b>{clean(release, 40)}</b>
            </>
          ) : (
            "In no release"
          )}
          {without && (
            <>
              , not in <b>{clean(without, 40)}</b> and later
            </>
          )}
          {release && to && !without && ", fixed on the default branch and in no release since"}.
        </span>
      ))}
    </p>
  );
}

interface LineProps {
  mark: ReactNode;
  commit: CommitMark;
  origin: Origin;
  now: Date;
  children: ReactNode;
}

function Line({ mark, commit, origin, now, children }: LineProps) {
  const href = commitUrl(origin, commit.sha);
  return (
    <li>
      <Day date={commit.committedAt} now={now} />
      {mark}
      <span className="p">{children}</span>
      <span className="src">{href ? <a href={href}>{shortSha(commit.sha)}</a> : shortSha(commit.sha)}</span>
    </li>
  );
}

function said(event: LifeEvent): ReactNode {
  if (event.from && event.to) {
    const same = event.from.path === event.to.path;
    return (
      <>
        {event.from.symbol && (
          <>
            Was <code>{clean(event.from.symbol, 80)}</code>.{" "}
          </>
        )}
        <code>
          {clean(event.from.path)}:{event.from.line}
        </code>{" "}
        →{" "}
        <code>
          {same ? "" : clean(event.to.path)}:{event.to.line}
        </code>
        . Same finding, {event.from.symbol ? "new name" : "new place"}.
      </>
    );
  }
  const judged = event.judged ? `${judgedWords(event.judged)}. ` : "";
  if (event.kind === "reclassified") return `${judged}A rule changed. The code did not.`;
  if (event.kind === "rejudged") return `${judged}${clean(event.commit.subject, 140)}`;
  return clean(event.commit.subject, 140);
}
