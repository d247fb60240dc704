import { Columns } from "#components/columns";
import { Ratio } from "#components/rows";
import { Words } from "#components/words";
import type { MilestoneLine } from "#lib/queries/milestones";

interface MilestoneTableProps {
  milestones: MilestoneLine[];
  /** What somebody should look at, by milestone. */
  drifts: ReadonlyMap<string, unknown>;
}

/** All goals in one view: checks of PyO3, projects of the ecosystem. */
export function MilestoneTable({ milestones, drifts }: MilestoneTableProps) {
  return (
    <table className="stackable packed">
      <caption className="sr">The goals at a glance</caption>
      <Columns names={["Goal", "In short", "PyO3, checks met", "Projects"]} right={["PyO3, checks met", "Projects"]} />
      <tbody>
        {milestones.map(({ id, title, horizon, met, of, share }) => (
          <tr key={id}>
            <td>
              <a className="name" href={`/milestones/${id}`}>
                {id}
              </a>
              <span className="under">{horizon}</span>
              {drifts.has(id) && (
                <span className="under">
                  <a className="review" href={`/milestones/${id}#issue`}>
                    needs review
                  </a>
                </span>
              )}
            </td>
            <td className="wide">
              <Words text={title} />
            </td>
            <td className="r" data-l="PyO3, checks met">
              <Ratio n={met} of={of} href={`/milestones/${id}#checks`} />
            </td>
            <td className="r" data-l="Projects">
              {share ? (
                <Ratio n={share.holds} of={share.of} href={`/milestones/${id}#projects`} />
              ) : (
                <span className="q">not measured</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
