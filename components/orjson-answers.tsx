import { Markdown } from "#components/markdown";
import { Words } from "#components/words";
import type { Answer } from "#lib/rules/orjson-answers";

/** Claims that are often heard, each with what is so instead. */
export function OrjsonAnswers({ answers }: { answers: readonly Answer[] }) {
  return (
    <table className="matrix stackable">
      <thead>
        <tr>
          <th scope="col">It said</th>
          <th scope="col" className="wide">
            What is so
          </th>
        </tr>
      </thead>
      <tbody>
        {answers.map(({ id, claim, answer, rules, references }) => (
          <tr key={id} id={id}>
            <th scope="row">
              <Words text={claim} />
            </th>
            <td data-l="What is so">
              <Markdown text={answer} />
              <p className="small q">
                {rules.map((slug) => (
                  <span key={slug}>
                    <a href={`/rules/${slug}`}>{slug}</a>{" "}
                  </span>
                ))}
                {references.map(({ title, url }) => (
                  <span key={url}>
                    · <a href={url}>{title}</a>{" "}
                  </span>
                ))}
              </p>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
