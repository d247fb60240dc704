import { Columns } from "#components/columns";
import { Ratio } from "#components/milestone-checks";
import { Words } from "#components/words";
import type { MilestoneLine } from "#lib/queries/milestones";

/** All goals in one view: checks of PyO3, projects of the ecosystem. */
export function MilestoneTable({ milestones }: { milestones: MilestoneLine[] }) {
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
            </td>
            <td className="wide">
              <Words text={title} />
            </td>
            <td className="r" data-l="PyO3, checks met">
              <a className="plain" href={`/milestones/${id}#checks`}>
                <Ratio n={met} of={of} />
              </a>
            </td>
            <td className="r" data-l="Projects">
              {share ? (
                <a className="plain" href={`/milestones/${id}#projects`}>
                  <Ratio n={share.holds} of={share.of} />
                </a>
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
