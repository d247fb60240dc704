import { jobWord } from "#components/activity-now";
import { Columns } from "#components/columns";
import { Age, clean, plural, within } from "#components/format";
import { Words } from "#components/words";
import type { ShelvedWork } from "#lib/queries/activity";

/** Failures with their reason and what a person can do. */
export function ActivityShelf({ shelf, now }: { shelf: ShelvedWork[]; now: Date }) {
  if (shelf.length === 0) return <p className="q">Nothing was given up.</p>;
  return (
    <table className="stackable">
      <caption className="sr">Failed work</caption>
      <Columns names={["Project", "What happened", "What to do", "Attempts", "Last"]} right={["Last"]} />
      <tbody>
        {shelf.map((work) => (
          <tr key={`${work.slug} ${work.job} ${work.at?.getTime()} ${work.message}`}>
            <td>
              {work.slug ? (
                <a className="name" href={`/projects/${work.slug}`}>
                  {work.slug}
                </a>
              ) : (
                <span className="name">no project</span>
              )}
              <span className="under">
                {work.job ? jobWord(work.job) : "fetch repository"} · {clean(work.code, 30)}
              </span>
            </td>
            <td data-l="What">
              <Words text={work.message} />
            </td>
            <td data-l="To do" className="q">
              {work.remedy ? <Words text={work.remedy} /> : "Nothing known; the worker’s log has the details."}
            </td>
            <td data-l="Attempts" className="q">
              {work.attempts > 0 && plural(work.attempts, "attempt")}
              {work.nextAt && work.nextAt > now && `, next ${within(now, work.nextAt)}`}
            </td>
            <td data-l="Last" className="r">
              {work.at && <Age date={work.at} now={now} suffix />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
