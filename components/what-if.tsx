import { Columns } from "#components/columns";
import { count, listed, plural } from "#components/format";
import { StatusMark } from "#components/marks";
import { Icon } from "#components/sprite";
import { Words } from "#components/words";
import type { Outcome } from "#lib/milestones/what-if";
import type { WhatIfView } from "#lib/queries/what-if";

/** The changes to choose from, ranked by what each would move; a plain GET form, so that a choice has an address. */
export function WhatIfForm({ view }: { view: WhatIfView }) {
  return (
    <form action="/milestones/what-if">
      {view.changes.map(({ change, chosen, projects, places, moves }) => (
        <label key={change.id}>
          <input type="checkbox" name="change" value={change.id} defaultChecked={chosen} />
          <span>
            <Words text={change.title} />
          </span>
          <span>
            {moves === 0 ? (
              <b>0</b>
            ) : (
              <a href={`/milestones/what-if?${choiceWith(view.chosen, change.id)}#moved`}>{count(moves)}</a>
            )}{" "}
            moved
          </span>
          <small>
            {change.milestone}. <Words text={change.note} /> It reaches {count(projects)} of{" "}
            {plural(view.projects, "project")}, {plural(places, "place")}.
          </small>
        </label>
      ))}
      <button className="btn go sm" type="submit">
        Suppose these
      </button>
    </form>
  );
}

/** The address of a choice, with one change more. */
function choiceWith(chosen: readonly string[], id: string): string {
  return new URLSearchParams([...new Set([...chosen, id])].map((one) => ["change", one])).toString();
}

/** Statuses today and after, and who moved. */
export function WhatIfOutcome({ view }: { view: WhatIfView }) {
  return (
    <div>
      <table className="packed">
        <caption className="sr">Projects by status, today and after</caption>
        <Columns names={["Status", "Today", "After", "Change"]} right={["Today", "After", "Change"]} />
        <tbody>
          {view.statuses.map(({ status, today, after }) => (
            <tr key={status}>
              <td>
                <StatusMark status={status} />
              </td>
              <td className="r">
                <a href={`/projects?q=status:${status}`}>{count(today)}</a>
              </td>
              <td className="r">{after === today ? count(after) : <a href="#moved">{count(after)}</a>}</td>
              <td className="r">
                {after === today ? "0" : `${after > today ? "+" : "−"}${count(Math.abs(after - today))}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">
        “Declared” after a change means that the author could declare it: no critical finding of its own, nothing left
        of PyO3's. Nobody's audit is done by it.
      </p>
    </div>
  );
}

/** The answer in one sentence. */
export function outcomeSentence(view: WhatIfView): string {
  if (view.chosen.length === 0) return "Choose what PyO3 would ship, and see which packages it frees.";
  const free = view.moved.filter(({ after }) => after === "declared").length;
  const own = view.statuses
    .filter(({ status }) => status === "hazardous" || status === "conflict")
    .reduce((sum, { after }) => sum + after, 0);
  const otherwise = view.moved.length - free;
  const parts = [
    `${plural(free, "project")} could declare own-GIL support`,
    ...(otherwise > 0 ? [`${count(otherwise)} would move otherwise`] : []),
    `${count(own)} would still hold critical findings of their own`,
  ];
  return `With ${plural(view.chosen.length, "change")}, ${listed(parts)}.`;
}

/** Where a project would stand; support that nobody declared yet is said to be possible, no more. */
export function AfterMark({ outcome: { today, after } }: { outcome: Outcome }) {
  if (after !== "declared" || today === "declared") return <StatusMark status={after} />;
  return (
    <span className="mk pos">
      <Icon glyph="positive" />
      <span className="state word">Could declare</span>
    </span>
  );
}
