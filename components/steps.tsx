import { Words } from "#components/words";
import type { RuleMeta } from "#lib/scan/rule";

/** What to do, in order. */
export function Steps({ remedy }: { remedy: RuleMeta["remedy"] }) {
  return (
    <ol className="steps">
      {remedy.map((step) => (
        <li key={step.title}>
          <div>
            <b>
              <Words text={step.title} />
            </b>
            <Words text={step.text} cap={1200} />
          </div>
        </li>
      ))}
    </ol>
  );
}
