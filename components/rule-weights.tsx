import { originWords } from "#components/finding-words";
import { Figure } from "#components/format";
import { SeverityMark } from "#components/marks";
import type { RuleView } from "#lib/queries/rule";

/** What the rule gives beside what its findings weigh in effect, when the two differ somewhere. */
export function RuleWeights({ view }: { view: Pick<RuleView, "meta" | "weights"> }) {
  const { meta, weights } = view;
  return (
    <>
      <table className="stackable packed">
        <thead>
          <tr>
            <th scope="col">In effect</th>
            <th scope="col">Where the value comes from</th>
            <th scope="col" className="r">
              Places
            </th>
          </tr>
        </thead>
        <tbody>
          {weights.map(({ severity, origin, places }) => (
            <tr key={`${severity} ${origin}`}>
              <td data-l="In effect">
                <SeverityMark severity={severity} />
              </td>
              <td data-l="Origin">{origin ? originWords[origin] : "not what decides"}</td>
              <td className="r" data-l="Places">
                <Figure n={places} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">
        The rule gives <SeverityMark severity={meta.severity} />. A finding weighs less where the value is known to be
        one object for all interpreters, or where a condition keeps the code out of what is judged. Nothing is raised
        that way.
      </p>
    </>
  );
}
