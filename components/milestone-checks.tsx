import { Day, plural } from "#components/format";
import { CheckMark } from "#components/marks";
import { Counted, Ratio } from "#components/rows";
import { Words } from "#components/words";
import type { PartProgress } from "#lib/milestones/evaluate";
import type { CheckView } from "#lib/queries/milestone-checks";

/** Anchor of the checks that one part of a milestone's formula counts. */
export const partId = (milestone: string, part: string): string => `${milestone}-${part.replaceAll(" ", "-")}`;

interface MilestoneChecksProps {
  /** Of the milestone. */
  id: string;
  checks: CheckView[];
  formula: PartProgress[];
  /** Where each part's checks stand. */
  here?: string;
  now: Date;
}

/** The checks of one milestone, each with what shows it; under the parts of its formula where it has several. */
export function MilestoneChecks({ id, checks, formula, here = "", now }: MilestoneChecksProps) {
  if (formula.length < 2) return <CheckList checks={checks} now={now} />;
  return formula.map(({ name, weight, met, of, checks: ids }) => (
    <div key={name} id={partId(id, name)} className="part">
      <h3>
        {name.charAt(0).toUpperCase() + name.slice(1)}: <Ratio n={met} of={of} href={`${here}#${partId(id, name)}`} />
        <small data-fixed>weight {weight}</small>
      </h3>
      <CheckList checks={checks.filter((check) => ids.includes(check.id))} now={now} />
    </div>
  ));
}

function CheckList({ checks, now }: Pick<MilestoneChecksProps, "checks" | "now">) {
  if (checks.length === 0) return <p className="q">None.</p>;
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
            {check.left && (
              <>
                {" "}
                <Counted n={plural(check.left.findings, "finding")} href={check.left.url} /> left.
              </>
            )}
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
          </p>
          {check.evidence.length > 0 && (
            <p className="shows">
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
