import { Columns } from "#components/columns";
import { StatusMark } from "#components/marks";
import { Counted, Ratio } from "#components/rows";
import { Section } from "#components/section";
import type { EcosystemQuestion, EcosystemView } from "#lib/queries/ecosystem-month";

interface Then {
  /** `2026-08` */
  month: string;
  /** The month of now. */
  today: string;
}

interface EcosystemTablesProps {
  view: EcosystemView;
  /** Null for the projects of today. */
  then: Then | null;
}

const methods: Record<string, string> = {
  goals: "What each goal asks of every project.",
  classes: "Projects without any finding of a class.",
  statuses: "Each project has one.",
  levels: "What the readiness index weighs; who is unknown has none.",
};

/** The projects with their answers, and everything else that can be asked of them. */
export function EcosystemTables({ view, then }: EcosystemTablesProps) {
  const { asked, groups, index } = view;
  const here = then ? `/milestones/months/${then.month}` : "/milestones/today";
  const method = asked
    ? `Projects ${asked.asks}: those for which it ${then ? "held" : "holds"} first.`
    : "All that count.";
  return (
    <>
      <Section id="projects" title="Projects" method={method} first>
        <AskedProjects view={view} then={then} />
      </Section>
      {groups.map(({ id, title, questions }) => (
        <Section key={id} id={id} title={title} method={methods[id] ?? null}>
          <Questions here={here} of={view.of} questions={questions} word={then ? "Held for" : "Holds for"} />
          {id === "levels" && index.projects > 0 && (
            <p className="note">
              Weighed as in the <a href="/milestones/readiness#levels">readiness index</a>, they add up to{" "}
              <Counted n={(index.tenths / 10).toFixed(1)} href="#levels" />; ÷{" "}
              <Counted n={index.projects} href="#levels" />, that is{" "}
              <b>
                <Counted n={(index.tenths / 10 / index.projects).toFixed(2)} href="#levels" />
              </b>
              .
            </p>
          )}
        </Section>
      ))}
    </>
  );
}

/** Every project with its answer, and the way to what is or was found in it. */
function AskedProjects({ view: { asked, rows }, then }: EcosystemTablesProps) {
  if (rows.length === 0) return <p className="q">No project with an extension is read yet.</p>;
  const query = new URLSearchParams([
    ...(then ? [["at", then.month]] : []),
    ...(asked?.rules ?? []).map((rule) => ["rule", rule]),
  ]);
  const heads = then ? { holds: "Held", status: "Status then" } : { holds: "Holds", status: "Status" };
  const findings = then ? "Findings then" : "Findings";
  return (
    <table className="stackable packed">
      <caption className="sr">Projects and their answer</caption>
      <Columns
        names={["Project", ...(asked ? [heads.holds] : []), heads.status, findings, ...(then ? ["Since then"] : [])]}
      />
      <tbody>
        {rows.map(({ slug, holds, status }) => (
          <tr key={slug}>
            <td>
              <a className="name" href={`/projects/${slug}`}>
                {slug}
              </a>
            </td>
            {asked && <td data-l={heads.holds}>{holds ? <b>yes</b> : "no"}</td>}
            <td data-l={heads.status}>
              <StatusMark status={status} />
            </td>
            <td data-l={findings}>
              <a href={`/projects/${slug}/findings?${query}`}>findings</a>
            </td>
            {then && (
              <td data-l="Since then">
                <a href={`/projects/${slug}/compare?from=${then.month}&to=${then.today}`}>what changed</a>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface QuestionsProps {
  /** Address of the page, to ask again. */
  here: string;
  of: number;
  questions: EcosystemQuestion[];
  word: string;
}

/** What can be asked, each count leading to its projects. */
function Questions({ here, of, questions, word }: QuestionsProps) {
  const weighed = questions.some(({ tenths }) => tenths !== null);
  const names = ["Projects …", ...(weighed ? ["Weight"] : []), word, ...(weighed ? ["Adds"] : [])];
  return (
    <table className="stackable packed">
      <caption className="sr">Counts of projects</caption>
      <Columns names={names} right={names.slice(1)} />
      <tbody>
        {questions.map(({ id, name, holds, tenths }) => {
          const rows = `${here}?ask=${id}#projects`;
          return (
            <tr key={id}>
              <td className="wide">{name}</td>
              {tenths !== null && (
                <td className="r" data-l="Weight" data-fixed>
                  {(tenths / 10).toFixed(1)}
                </td>
              )}
              <td className="r" data-l={word}>
                <Ratio n={holds} of={of} href={rows} />
              </td>
              {tenths !== null && (
                <td className="r" data-l="Adds">
                  <Counted n={((tenths * holds) / 10).toFixed(1)} href={rows} />
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
