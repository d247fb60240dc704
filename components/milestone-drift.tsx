import { Age, clean, Day, plural } from "#components/format";
import { Counted } from "#components/rows";
import { Words } from "#components/words";
import type { DiffLine } from "#lib/milestones/line-diff";
import type { DriftView, IssueView } from "#lib/queries/milestone-drift";

/** What somebody should look at, in an ochre margin. */
export function DriftNotes({ drifts }: { drifts: readonly DriftView[] }) {
  return drifts.map(({ kind, text, url }) => (
    <p className="flag" key={`${kind} ${text}`}>
      <b>Needs review.</b>{" "}
      <a className="plain" href={url}>
        <Words text={text} cap={400} />
      </a>
    </p>
  ));
}

/** Milestones with something to look at, each with its first words. */
export function DriftList({ drifts, read }: { drifts: ReadonlyMap<string, readonly DriftView[]>; read: boolean }) {
  if (drifts.size === 0 && !read) return null;
  if (drifts.size === 0)
    return <p className="q">Nothing that the issue or its threads say disagrees with the evidence.</p>;
  return (
    <ul className="flags">
      {[...drifts].map(([id, [first, ...others]]) => (
        <li key={id} className="flag">
          <b>
            <a href={`/milestones/${id}#issue`}>{id}</a> needs review.
          </b>{" "}
          <a className="plain" href={first?.url}>
            <Words text={first?.text ?? ""} cap={300} />
          </a>
          {others.length > 0 && (
            <>
              {" "}
              And <Counted n={others.length} href={`/milestones/${id}#issue`} /> more.
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

interface IssueNotesProps {
  issue: IssueView;
  /** Whether the difference is unfolded. */
  isOpen?: boolean;
  now: Date;
}

/** When the issue was read, what it left open, and what its text changed last. */
export function IssueNotes({ issue, isOpen = false, now }: IssueNotesProps) {
  return (
    <>
      <p className="q">
        {issue.readAt ? (
          <>
            The issue was read <Age date={issue.readAt} now={now} suffix />.
          </>
        ) : (
          "The issue’s text was not read yet, so it is not compared. What is said of its threads was read when this release was made."
        )}
        {issue.failure && ` The last request failed: ${clean(issue.failure, 200)}`}
      </p>
      {issue.placeholders.map(({ heading, text }) => (
        <p className="q" key={heading}>
          Under “{clean(heading, 60)}” the issue has no list: “{clean(text, 160)}”
        </p>
      ))}
      {issue.candidates.length > 0 && (
        <details className="same">
          <summary>
            {plural(issue.candidates.length, "thread elsewhere names it", "threads elsewhere name it")}; none is
            followed by itself
          </summary>
          <ul>
            {issue.candidates.map(({ id, title, url }) => (
              <li key={id}>
                <a href={url}>{clean(id, 80)}</a> {clean(title, 160)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {issue.changed && (
        <details className="same" open={isOpen}>
          <summary>
            What its text changed on <Day date={issue.changed.at} now={now} />
          </summary>
          <pre className="diff">
            <Difference lines={issue.changed.lines} />
          </pre>
        </details>
      )}
    </>
  );
}

const SIGN = { added: "+ ", removed: "− ", same: "  ", skipped: "" } as const;

function Line({ kind, text }: DiffLine) {
  if (kind === "added") return <ins>{text}</ins>;
  return kind === "removed" ? <del>{text}</del> : text;
}

function Difference({ lines }: { lines: readonly DiffLine[] }) {
  return lines.map(({ kind, text }, at) => (
    // The lines of one difference never change places.
    <span key={String(at)} className={kind}>
      <i>{SIGN[kind]}</i>
      <Line kind={kind} text={clean(text, 300)} />
    </span>
  ));
}
