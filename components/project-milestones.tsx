import { Columns } from "#components/columns";
import { plural } from "#components/format";
import { Words } from "#components/words";
import type { ProjectMilestone } from "#lib/queries/milestone";

/** What a project itself owes for each goal, and what it waits for. */
export function ProjectMilestones({ milestones }: { milestones: ProjectMilestone[] }) {
  return (
    <table className="stackable packed">
      <caption className="sr">Milestones</caption>
      <Columns names={["Goal", "In short", "Holds", "Its own", "Waits for others"]} />
      <tbody>
        {milestones.map(({ id, title, holds, lacks, own, others }) => (
          <tr key={id}>
            <td>
              <a className="name" href={`/milestones/${id}`}>
                {id}
              </a>
            </td>
            <td className="wide">
              <Words text={title} />
            </td>
            <td data-l="Holds">{holds === null ? "not measured" : holds ? <b>yes</b> : "no"}</td>
            <td data-l="Its own">{lacks ?? <Owed owed={own} />}</td>
            <td data-l="Waits for others">
              <Owed owed={others} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Owed({ owed: { findings, url } }: { owed: ProjectMilestone["own"] }) {
  if (findings === 0) return <span className="q">nothing</span>;
  return <a href={url}>{plural(findings, "finding")}</a>;
}
