import { count, Day, plural } from "#components/format";
import { CheckMark } from "#components/marks";
import { Words } from "#components/words";
import type { CheckView } from "#lib/queries/milestone-checks";

/** The checks of one milestone, each with what shows it. */
export function MilestoneChecks({ checks, now }: { checks: CheckView[]; now: Date }) {
  return (
    <ul className="checks">
      {checks.map((check) => (
        <li key={check.id}>
          <CheckMark state={check.state} />
          <b>
            <Words text={check.title} />
          </b>
          <p>
            <Words text={check.note} />
            {check.since && (
              <>
                {" "}
                Since <Day date={check.since} now={now} />.
              </>
            )}
            {check.readAt && (
              <>
                {" "}
                Read by hand, <Day date={check.readAt} now={now} />.
              </>
            )}
            {check.left !== null && check.left > 0 && ` ${plural(check.left, "finding")} left.`}
          </p>
          {check.evidence.length > 0 && (
            <p>
              {check.evidence.map(({ text, url }) => (
                <a key={`${text} ${url}`} href={url}>
                  {text}
                </a>
              ))}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** “7 of 8” */
export function Ratio({ n, of }: { n: number; of: number }) {
  return (
    <>
      <b>{count(n)}</b> of {count(of)}
    </>
  );
}
