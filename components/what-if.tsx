import { Fragment } from "react";
import { Columns } from "#components/columns";
import { count, plural } from "#components/format";
import { StatusMark } from "#components/marks";
import { Counted, todayUrl } from "#components/rows";
import { Words } from "#components/words";
import type { WhatIfView } from "#lib/queries/what-if";
import type { Status } from "#lib/scan/report";

/** The address of a choice, and of a list under it. */
export function whatIfUrl(chosen: readonly string[], list: { status?: Status[]; reach?: string } = {}): string {
  const asked = [
    ...[...new Set(chosen)].map((id) => ["change", id]),
    ...(list.status ?? []).map((status) => ["status", status]),
    ...(list.reach ? [["reach", list.reach]] : []),
  ];
  const query = asked.length > 0 ? `?${new URLSearchParams(asked)}` : "";
  return `/milestones/what-if${query}${list.status ? "#who" : ""}${list.reach ? "#reach" : ""}`;
}

/** One project under a choice, finding by finding. */
export function whatIfProjectUrl(slug: string, chosen: readonly string[]): string {
  const query = new URLSearchParams(chosen.map((id) => ["change", id])).toString();
  return `/milestones/what-if/${slug}${query && `?${query}`}`;
}

/** The changes to choose from, ranked by what each would move; a plain GET form, so that a choice has an address. */
export function WhatIfForm({ view }: { view: WhatIfView }) {
  return (
    <form action="/milestones/what-if">
      {view.changes.map(({ change, chosen, projects, places, moves }) => {
        const rows = whatIfUrl(view.chosen, { reach: change.id });
        return (
          <label key={change.id}>
            <input type="checkbox" name="change" value={change.id} defaultChecked={chosen} />
            <span>
              <Words text={change.title} />
            </span>
            <span>
              <Counted n={moves} href={rows} /> moved
            </span>
            <small>
              <a className="plain" href={`/milestones/${change.milestone}`}>
                {change.milestone}
              </a>
              . <Words text={change.note} /> It reaches{" "}
              <Counted n={`${count(projects)} of ${plural(view.projects, "project")}`} href={rows} />,{" "}
              <Counted n={plural(places, "place")} href={rows} />.
            </small>
          </label>
        );
      })}
      <button className="btn go sm" type="submit">
        Suppose these
      </button>
    </form>
  );
}

/** Statuses today and after; each figure leads to the projects that have the status, or would. */
export function WhatIfOutcome({ view }: { view: WhatIfView }) {
  return (
    <div>
      <table className="packed">
        <caption className="sr">Projects by status, today and after</caption>
        <Columns names={["Status", "Today", "After", "Change"]} right={["Today", "After", "Change"]} />
        <tbody>
          {view.statuses.map(({ status, today, after }) => {
            const rows = whatIfUrl(view.chosen, { status: [status] });
            return (
              <tr key={status}>
                <td>
                  <StatusMark status={status} />
                </td>
                <td className="r">
                  <Counted n={today} href={todayUrl(`status-${status}`)} />
                </td>
                <td className="r">
                  <Counted n={after} href={rows} />
                </td>
                <td className="r">
                  <Counted n={signed(after - today)} href={rows} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="note">
        “Declared” after a change means that the author could declare it: no critical finding of its own, nothing left
        of PyO3's. Nobody's audit is done by it.
      </p>
    </div>
  );
}

const signed = (n: number): string => (n === 0 ? "0" : `${n > 0 ? "+" : "−"}${count(Math.abs(n))}`);

/** The answer in one sentence. */
export function OutcomeSentence({ view }: { view: WhatIfView }) {
  const { chosen, moved, statuses } = view;
  if (chosen.length === 0) return "Choose what PyO3 would ship, and see which packages it frees.";
  const free = moved.filter(({ after }) => after === "declared").length;
  const otherwise = moved.length - free;
  const held: Status[] = ["hazardous", "conflict"];
  const own = statuses.filter(({ status }) => held.includes(status)).reduce((sum, { after }) => sum + after, 0);
  const parts = [
    {
      n: plural(free, "project"),
      says: "could declare own-GIL support",
      href: whatIfUrl(chosen, { status: ["declared"] }),
    },
    ...(otherwise > 0 ? [{ n: count(otherwise), says: "would move otherwise", href: "#who" }] : []),
    {
      n: count(own),
      says: "would still hold critical findings of their own",
      href: whatIfUrl(chosen, { status: held }),
    },
  ];
  return (
    <>
      With <Counted n={plural(chosen.length, "change")} href="#changes" />,{" "}
      {parts.map(({ n, says, href }, at) => (
        <Fragment key={says}>
          {at > 0 && (at === parts.length - 1 ? " and " : ", ")}
          <Counted n={n} href={href} /> <Words text={says} />
        </Fragment>
      ))}
      .
    </>
  );
}
