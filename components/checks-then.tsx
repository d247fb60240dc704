import { Day } from "#components/format";
import { MilestoneChecks } from "#components/milestone-checks";
import { Ratio } from "#components/rows";
import { Words } from "#components/words";
import type { MilestoneThen } from "#lib/queries/milestone";

interface ChecksThenProps {
  /** Of the milestone. */
  id: string;
  past: MilestoneThen;
  now: Date;
}

/** The checks that were met after one commit; those that were not are named. */
export function ChecksThen({ id, past: { at, value, of, commit, parts, checks, others }, now }: ChecksThenProps) {
  return (
    <>
      <p className="note">
        As of <Day date={at} now={now} />
        {commit && (
          <>
            , after{" "}
            <a href={commit.url}>
              <code>{commit.text}</code>
            </a>
          </>
        )}
        , <Ratio n={value} of={of} href="#checks" /> were met. <a href={`/milestones/${id}#checks`}>Checks of today</a>
      </p>
      <MilestoneChecks id={id} checks={checks} formula={parts} now={now} />
      {others.length > 0 && (
        <p className="note">
          Not met then:{" "}
          {others.map(({ id: check, title }, place) => (
            <span key={check}>
              {place > 0 && "; "}
              <Words text={title} />
            </span>
          ))}
          .
        </p>
      )}
    </>
  );
}
