import { ChartTable } from "#components/chart-table";
import { Columns } from "#components/columns";
import { count } from "#components/format";
import { Counted, monthUrl, todayUrl } from "#components/rows";
import { StepChart } from "#components/step-chart";
import type { IndexMoment, ReadinessView } from "#lib/queries/readiness";

const weight = (tenths: number): string => (tenths / 10).toFixed(1);

/** Every level with its weight, what it adds and who is at it. */
export function ReadinessLevels({ view }: { view: ReadinessView }) {
  return (
    <table className="stackable packed">
      <caption className="sr">Projects by weight</caption>
      <Columns names={["Status", "Weight", "Projects", "Adds", "Which"]} right={["Weight", "Projects", "Adds"]} />
      <tbody>
        {view.levels.map(({ id, name, tenths, projects }) => (
          <tr key={id}>
            <td>
              <b>{name}</b>
            </td>
            <td className="r" data-l="Weight" data-fixed>
              {weight(tenths)}
            </td>
            <td className="r" data-l="Projects">
              <Counted n={projects.length} href={todayUrl(id)} />
            </td>
            <td className="r" data-l="Adds">
              <Counted n={weight(tenths * projects.length)} href={todayUrl(id)} />
            </td>
            <td className="wide">
              {projects.length === 0 && <span className="q">nobody</span>}
              {projects.map(({ slug }, at) => (
                <span key={slug}>
                  {at > 0 && ", "}
                  <a href={`/projects/${slug}`}>{slug}</a>
                </span>
              ))}
            </td>
          </tr>
        ))}
        <tr id="together">
          <td>
            <b>Together</b>
          </td>
          <td />
          <td className="r" data-l="Projects">
            <b>
              <Counted n={view.projects} href="#levels" />
            </b>
          </td>
          <td className="r" data-l="Adds">
            <b>
              <Counted n={weight(view.tenths)} href="#levels" />
            </b>
          </td>
          <td className="wide">
            <Counted n={weight(view.tenths)} href="#levels" /> ÷ <Counted n={view.projects} href="#levels" /> ={" "}
            <b>
              <Counted n={view.value.toFixed(2)} href="#levels" />
            </b>
          </td>
        </tr>
      </tbody>
    </table>
  );
}

/** The index month by month, with a line for each ruleset that published one. */
export function ReadinessChart({ view, now }: { view: ReadinessView; now: Date }) {
  const { months, published, value } = view;
  const [first] = months;
  if (!first || months.length < 2) return <p className="note">No history is recorded yet.</p>;
  const inHundredths = (moments: readonly IndexMoment[]) =>
    moments.map(({ at, value }) => ({ at, value: Math.round(value * 100) }));
  return (
    <>
      <p className="note">
        In hundredths, so that the line at the top is an index of one. Early months count few projects; the table has
        the number of each.
      </p>
      <StepChart
        label={`Readiness index since ${first.at.getUTCFullYear()}; now ${value.toFixed(2)} of ${count(view.projects)} projects.`}
        lines={[
          { key: "now", name: "today", tone: "accent", points: inHundredths(months) },
          ...published.map(({ ruleset, days }) => ({
            ...{ key: ruleset, name: "earlier", tone: "info" as const, points: inHundredths(days) },
          })),
        ]}
        from={first.at}
        to={now}
        ceiling={100}
      />
      <ChartTable
        caption="Readiness index"
        head={["Month", "Rules", "Projects", "Sum of weights", "Index"]}
        rows={[
          ...rowsOf(months, "today's").map(({ key, at, cells: [rules, ...figures] }) => ({
            key,
            cells: [
              <time key="month">{at.slice(0, 7)}</time>,
              rules,
              ...figures.map((figure) => <Counted key={figure} n={figure} href={`${monthUrl(new Date(at))}#levels`} />),
            ],
          })),
          ...published.flatMap(({ ruleset, days }) =>
            rowsOf(days, ruleset.slice(0, 12)).map(({ key, at, cells }) => ({
              key,
              cells: [<time key="day">{at}</time>, ...cells.map((cell) => <Published key={cell} text={cell} />)],
            })),
          ),
        ]}
      />
    </>
  );
}

function rowsOf(moments: readonly IndexMoment[], rules: string) {
  return moments.toReversed().map(({ at, tenths, projects, value }) => ({
    key: `${rules} ${at.toISOString()}`,
    at: at.toISOString().slice(0, 10),
    cells: [rules, count(projects), weight(tenths), value.toFixed(2)] as const,
  }));
}

/** What earlier rules made of a day: it was published, and its rows are those rules' and no longer kept. */
const Published = ({ text }: { text: string }) => <span data-fixed>{text}</span>;
