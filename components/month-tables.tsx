import { Columns } from "#components/columns";
import { count } from "#components/format";
import { StatusMark } from "#components/marks";
import type { MonthView } from "#lib/queries/ecosystem-month";

/** Every project of a month with its answer, and the way to what was found in it then. */
export function MonthProjects({ month, today, asked }: MonthProjectsProps) {
  const query = new URLSearchParams([["at", month], ...asked.rules.map((rule) => ["rule", rule])]);
  return (
    <table className="stackable packed">
      <caption className="sr">Projects and their answer</caption>
      <Columns names={["Project", "Held", "Status then", "Findings then", "Since then"]} />
      <tbody>
        {asked.rows.map(({ slug, holds, status }) => (
          <tr key={slug}>
            <td>
              <a className="name" href={`/projects/${slug}`}>
                {slug}
              </a>
            </td>
            <td data-l="Held">{holds ? <b>yes</b> : "no"}</td>
            <td data-l="Status then">
              <StatusMark status={status} />
            </td>
            <td data-l="Findings then">
              <a href={`/projects/${slug}/findings?${query}`}>findings</a>
            </td>
            <td data-l="Since then">
              <a href={`/projects/${slug}/compare?from=${month}&to=${today}`}>what changed</a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface MonthProjectsProps extends Pick<MonthView, "month" | "today"> {
  asked: NonNullable<MonthView["asked"]>;
}

/** What is asked in a month, each count leading to its projects. */
export function MonthQuestions({ month, of, questions }: Pick<MonthView, "month" | "of"> & QuestionsProps) {
  return (
    <table className="stackable packed">
      <caption className="sr">Counts of the month</caption>
      <Columns names={["Projects …", "Held for"]} right={["Held for"]} />
      <tbody>
        {questions.map(({ id, name, holds }) => (
          <tr key={id}>
            <td className="wide">{name}</td>
            <td className="r" data-l="Held for">
              <a href={`/milestones/months/${month}?ask=${id}`}>
                <b>{count(holds)}</b> of {count(of)}
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface QuestionsProps {
  questions: MonthView["groups"][number]["questions"];
}
