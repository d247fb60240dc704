import { Columns } from "#components/columns";
import { Age, clean, count } from "#components/format";
import { StatusMark } from "#components/marks";
import type { Grid, ThreadLine } from "#lib/queries/milestone";

interface GridProps {
  grid: Grid;
  /** What is answered with yes or no, as a column head. */
  asks?: string;
  measured?: boolean;
}

/** Every project with its answer, and the findings behind it. */
export function MilestoneGrid({ grid, asks = "Holds", measured = true }: GridProps) {
  if (grid.rows.length === 0) return <p className="q">No project with an extension is read yet.</p>;
  return (
    <table className="m-grid stackable packed">
      <caption className="sr">Projects and what they hold</caption>
      <Columns names={["Project", asks, "Status", "Findings that count here, in production code"]} />
      <tbody>
        {grid.rows.map((row) => (
          <tr key={row.slug} id={row.slug}>
            <td>
              <a className="name" href={`/projects/${row.slug}#milestones`}>
                {row.slug}
              </a>
            </td>
            <td data-l={asks}>{!measured ? "not measured" : row.holds ? <b>yes</b> : "no"}</td>
            <td data-l="Status">
              <StatusMark status={row.status} />
            </td>
            <td className="cells wide">
              {row.cells.map(({ id, symbol }) => (
                <a key={id} href={`/projects/${row.slug}/findings/${id}`}>
                  <code>{clean(symbol, 60)}</code>
                </a>
              ))}
              {grid.rules.map(({ code, slug }, at) => {
                const n = row.findings[at] ?? 0;
                return n === 0 ? null : (
                  <a key={code} href={`/projects/${row.slug}/findings?rule=${slug}`}>
                    {slug} {count(n)}
                  </a>
                );
              })}
              {row.cells.length === 0 && row.findings.every((n) => n === 0) && <span className="q">none</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The issues and pull requests that it rests on. */
export function MilestoneThreads({ threads, now }: { threads: ThreadLine[]; now: Date }) {
  return (
    <table className="stackable packed">
      <caption className="sr">Threads upstream</caption>
      <Columns names={["Thread", "Title", "State", "Since", "Known"]} />
      <tbody>
        {threads.map((thread) => (
          <tr key={thread.id}>
            <td>
              <a href={thread.url}>{thread.id}</a>
            </td>
            <td className="wide">
              {thread.title !== null && (
                <a className="plain" href={thread.url}>
                  {clean(thread.title, 160)}
                </a>
              )}
            </td>
            <td data-l="State">{thread.state === "unknown" ? "not read yet" : thread.state}</td>
            <td data-l="Since">{thread.stateAt ? <Age date={thread.stateAt} now={now} suffix /> : "–"}</td>
            <td data-l="Known">{thread.knownAt ? <Age date={thread.knownAt} now={now} suffix /> : "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
