import { Columns } from "#components/columns";
import { plural } from "#components/format";
import { Words } from "#components/words";
import type { ProjectMilestone } from "#lib/queries/milestone";

/** What a project itself owes for each goal, and what it waits for. */
export function ProjectMilestones({ slug, milestones }: { slug: string; milestones: ProjectMilestone[] }) {
  return (
    <table className="stackable packed">
      <caption className="sr">Milestones</caption>
      <Columns names={["Goal", "In short", "Holds", "Its own", "Waits for others"]} />
      <tbody>
        {milestones.map(({ id, title, holds, own, others }) => (
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
            <td data-l="Its own">
              <Owed slug={slug} owed={own} owner="crate" />
            </td>
            <td data-l="Waits for others">
              <Owed slug={slug} owed={others} owner="framework" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface OwedProps {
  slug: string;
  owed: ProjectMilestone["own"];
  owner: "crate" | "framework";
}

function Owed({ slug, owed, owner }: OwedProps) {
  if (owed.findings === 0) return <span className="q">nothing</span>;
  if (owed.cells.length > 0) return <a href={`/milestones/M1#${slug}`}>{plural(owed.findings, "finding")}</a>;
  const asked = new URLSearchParams(owed.rules.map((rule) => ["rule", rule]));
  for (const one of owner === "crate" ? ["crate"] : ["framework", "dependency"]) asked.append("owner", one);
  for (const one of ["blocker", "critical", "moderate"]) asked.append("severity", one);
  return <a href={`/projects/${slug}/findings?${asked}`}>{plural(owed.findings, "finding")}</a>;
}
