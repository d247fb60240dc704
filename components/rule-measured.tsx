import { plural } from "#components/format";
import { Words } from "#components/words";
import type { Measured } from "#lib/rules/measured";

/** How often the rule was right on code that a person had labelled before. */
export function RuleMeasured({ measured }: { measured: Measured | null }) {
  if (!measured) {
    return (
      <p className="small q">
        Not measured: no place of this kind is among the labelled ones. Its examples are its proof.
      </p>
    );
  }
  const { judged, confirmed, group, labelled, found, date, ruleset, repositories } = measured;
  const others = judged - confirmed;
  return (
    <div className="cols2">
      <div>
        <h3>Precision</h3>
        <p className="say">
          {confirmed} of {judged}
        </p>
        <p className="small q">
          reported places confirmed by a label.
          {others > 0 && ` The other ${plural(others, "place")} may be wrong, or of a kind that was not labelled.`}
        </p>
      </div>
      <div>
        <h3>Recall</h3>
        <p className="say">
          {found} of {labelled}
        </p>
        <p className="small q">
          <Words
            text={`labelled places of this kind (${group}) reported, by this rule or another one of the kind. ${plural(repositories, "repository", "repositories")}, ${date}, ruleset ${ruleset}.`}
          />
        </p>
      </div>
    </div>
  );
}
