import { Columns } from "#components/columns";
import { Age, count } from "#components/format";
import { GateMark, SeverityMark } from "#components/marks";
import { Pyo3 } from "#components/project-table";
import { Counted, weighingUrl } from "#components/rows";
import type { CandidateLine } from "#lib/queries/overview";
import type { ProjectLine } from "#lib/queries/project-line";

/** Candidates and what is left in them, which is PyO3's. */
export function ClosestTable({ lines, now }: { lines: CandidateLine[]; now: Date }) {
  return (
    <table className="stackable packed">
      <Columns
        names={["Project", "What is left", "Crate", "Framework", "PyO3", "Checked"]}
        right={["Crate", "Framework", "Checked"]}
      />
      <tbody>
        {lines.map(({ project, left }) => (
          <tr key={project.slug}>
            <td>
              <a className="name" href={`/projects/${project.slug}`}>
                {project.slug}
              </a>
            </td>
            <td data-l="Left" className="wide">
              <Left slug={project.slug} left={left} />
            </td>
            <td className="r" data-l="Crate">
              <Counted
                n={(project.answer?.crateCritical ?? 0) + (project.answer?.crateModerate ?? 0)}
                href={weighingUrl(project.slug, "crate")}
              />
            </td>
            <td className="r" data-l="Framework">
              <Counted n={project.answer?.framework ?? 0} href={weighingUrl(project.slug, "framework")} />
            </td>
            <td data-l="PyO3">{project.answer && <Pyo3 answer={project.answer} />}</td>
            <td className="r" data-l="Checked">
              {project.checkedAt && <Age date={project.checkedAt} now={now} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const shownAtMost = 3;

function Left({ slug, left }: { slug: string; left: CandidateLine["left"] }) {
  if (left.length === 0) return <span className="q">nothing known</span>;
  const rest = left.slice(shownAtMost).reduce((sum, rule) => sum + rule.places, 0);
  return (
    <>
      {left.slice(0, shownAtMost).map((rule, at) => (
        <span key={rule.slug}>
          {at > 0 && ", "}
          {!rule.blocks && (
            <>
              <Counted n={rule.places} href={`/projects/${slug}/findings?rule=${rule.slug}`} />
              &nbsp;
            </>
          )}
          <a className="plain" href={`/rules/${rule.slug}`}>
            <code>{rule.slug}</code>
          </a>
        </span>
      ))}
      {rest > 0 && (
        <span className="q">
          {" "}
          and <Counted n={rest} href={weighingUrl(slug, "framework")} /> more
        </span>
      )}
    </>
  );
}

/** Projects that legacy interpreters load with no check, and what stands behind the import. */
export function UnguardedTable({ lines, now }: { lines: ProjectLine[]; now: Date }) {
  return (
    <table className="stackable packed">
      <Columns
        names={["Project", "Legacy", "Own GIL", "PyO3", "Crate-owned behind it", "Framework", "Checked"]}
        right={["Framework", "Checked"]}
      />
      <tbody>
        {lines.map(({ slug, answer, checkedAt }) => (
          <tr key={slug}>
            <td>
              <a className="name" href={`/projects/${slug}`}>
                {slug}
              </a>
            </td>
            <td data-l="Legacy">{answer && <GateMark gate={answer.gateLegacy} status={answer.status} unguarded />}</td>
            <td data-l="Own GIL">{answer && <GateMark gate={answer.gateOwnGil} status={answer.status} />}</td>
            <td data-l="PyO3">{answer && <Pyo3 answer={answer} />}</td>
            <td data-l="Behind it">
              {answer && answer.crateCritical > 0 ? (
                <SeverityMark severity="critical">
                  <Counted
                    n={`${count(answer.crateCritical)} critical`}
                    href={weighingUrl(slug, "crate", ["critical"])}
                  />
                </SeverityMark>
              ) : (
                <span className="q">none known</span>
              )}
            </td>
            <td className="r" data-l="Framework">
              <Counted n={answer?.framework ?? 0} href={weighingUrl(slug, "framework")} />
            </td>
            <td className="r" data-l="Checked">
              {checkedAt && <Age date={checkedAt} now={now} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
