import { clean, count, Day, plural, shortSha } from "#components/format";
import { type EventKind, EventMark, gateFace } from "#components/marks";
import { commitUrl } from "#components/source";
import type { EventLine } from "#lib/queries/activity-events";
import type { DayOfReading, LatelyLine } from "#lib/queries/overview";
import type { LegacyGate } from "#lib/scan/report";

interface LedgerProps {
  lines: LatelyLine[];
  now: Date;
  /** Dates reach back into other years. */
  dated?: boolean;
}

/** Date, mark, a sentence that starts with the name, and the source in mono. */
export function Ledger({ lines, now, dated = false }: LedgerProps) {
  return (
    <ol className={dated ? "ledger dated" : "ledger"}>
      {lines.map((line) =>
        line.kind === "event" ? (
          <EventRow key={`e ${line.event.key}`} event={line.event} now={now} />
        ) : (
          <ReadRow key={`r ${line.day.at.getTime()}`} day={line.day} now={now} />
        ),
      )}
    </ol>
  );
}

function EventRow({ event, now }: { event: EventLine; now: Date }) {
  const kind = event.kind as EventKind;
  return (
    <li>
      <Day date={event.at} now={now} />
      <EventMark kind={kind}>
        {event.gates ? undefined : <Whole event={event} text={`${count(event.count)} ${kind}`} />}
      </EventMark>
      <span className="p">
        <Who slug={event.slug} /> {event.gates ? gateSentence(event.gates) : <Named event={event} />}
      </span>
      <Commit origin={event} sha={event.sha} />
    </li>
  );
}

function ReadRow({ day, now }: { day: DayOfReading; now: Date }) {
  const [scan, ...others] = day.newest;
  if (!scan) return null;
  const rest = day.projects - day.newest.length;
  return (
    <li>
      <Day date={day.at} now={now} />
      <EventMark kind="read">{others.length > 0 ? `${count(day.projects)} read` : undefined}</EventMark>
      {others.length === 0 ? (
        <span className="p">
          <Who slug={scan.slug} /> was read: {plural(scan.files, "Rust file")}
          {scan.problems > 0 && `, ${plural(scan.problems, "problem")} in the receipt`}.
        </span>
      ) : (
        <span className="p">
          {day.newest.map(({ slug }, at) => (
            <span key={slug}>
              {at > 0 && (rest === 0 && at === others.length ? " and " : ", ")}
              <Who slug={slug} />
            </span>
          ))}
          {rest > 0 && ` and ${plural(rest, "other")}`} were read.
        </span>
      )}
      {others.length === 0 ? (
        <Commit origin={scan} sha={scan.sha} />
      ) : (
        <span className="src">
          <a href="/activity#scans">scans</a>
        </span>
      )}
    </li>
  );
}

const PHRASE: Record<string, [before: string, after: string]> = {
  appeared: ["now has ", "."],
  fixed: ["no longer has ", "."],
  regressed: ["has ", " again."],
  moved: ["keeps ", " in a new place."],
  rejudged: ["keeps ", ", counted differently from here on."],
  reclassified: ["has ", " judged anew; the code did not change."],
};

function Named({ event }: { event: EventLine }) {
  const [before, after] = PHRASE[event.kind] ?? ["changed ", "."];
  const rest = event.count - event.findings.length;
  return (
    <>
      {before}
      {event.findings.map((finding, at) => (
        <span key={finding.id}>
          {at > 0 && (rest === 0 && at === event.findings.length - 1 ? " and " : ", ")}
          <a href={`/projects/${event.slug}/findings/${finding.id}`}>
            <code>{clean(finding.symbol, 60)}</code>
          </a>
        </span>
      ))}
      {rest > 0 && (
        <>
          {" "}
          and <Whole event={event} text={`${count(rest)} more`} />
        </>
      )}
      {after}
    </>
  );
}

/** What names only a few of the findings leads to all of them: the commit, compared with the one before it. */
function Whole({ event: { slug, before, sha }, text }: { event: EventLine; text: string }) {
  if (!before) return text;
  return (
    <a className="plain" href={`/projects/${slug}/compare?from=${shortSha(before)}&to=${shortSha(sha)}`}>
      {text}
    </a>
  );
}

/** The gate's words before and after: only the legacy gate is ever told apart by them. */
function gateSentence({ from, to }: { from: string; to: string }): string {
  const word = (gate: string) => gateFace({ gate: gate as LegacyGate, status: null, unguarded: gate === "loads" }).word;
  return `went from ${word(from)} to ${word(to)} in legacy interpreters.`;
}

function Who({ slug }: { slug: string }) {
  return (
    <a className="who plain" href={`/projects/${slug}`}>
      {slug}
    </a>
  );
}

function Commit({ origin, sha }: { origin: { source: string; archives: boolean }; sha: string }) {
  const url = commitUrl(origin, sha);
  return <span className="src">{url ? <a href={url}>{shortSha(sha)}</a> : shortSha(sha)}</span>;
}
