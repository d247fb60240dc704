import { Columns } from "#components/columns";
import { ownerWord } from "#components/finding-words";
import { Figure } from "#components/format";
import { SeverityMark } from "#components/marks";
import { Words } from "#components/words";
import type { CataloguedRule } from "#lib/queries/rules";

interface RuleTableProps {
  rules: CataloguedRule[];
  /** The group that they belong to. */
  name: string;
  /** Projects counted over; without any, a zero would claim too much. */
  read: number;
}

/** Rules of one group: slug, what it says, and how often it holds today. */
export function RuleTable({ rules, name, read }: RuleTableProps) {
  return (
    <table className="rtable stackable packed">
      <caption className="sr">{name}</caption>
      <Columns
        names={["Rule", "What it says", "Severity", "Owner", "Findings", "Places", "Projects"]}
        right={["Findings", "Places", "Projects"]}
      />
      <tbody>
        {rules.map((rule) => (
          <tr key={rule.slug}>
            <td>
              <a className="name" href={`/rules/${rule.slug}`}>
                {rule.slug}
              </a>
              <span className="under">{rule.code}</span>
            </td>
            <td className="q wide">
              <Words text={rule.summary} />
            </td>
            <td data-l="Severity">
              <SeverityMark severity={rule.severity} />
            </td>
            <td data-l="Owner">{ownerWord(rule.owner)}</td>
            <td className="r" data-l="Findings">
              <Counted n={rule.findings} read={read} />
            </td>
            <td className="r" data-l="Places">
              <Counted n={rule.places} read={read} />
            </td>
            <td className="r" data-l="Projects">
              <Counted n={rule.projects} read={read} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Counted({ n, read }: { n: number; read: number }) {
  if (read > 0) return <Figure n={n} />;
  return (
    <span className="zero">
      –<span className="sr"> nothing read yet</span>
    </span>
  );
}
