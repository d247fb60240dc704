import { Columns } from "#components/columns";
import { ownerWord, scopeWords } from "#components/finding-words";
import { clean, count, Day, shortSha } from "#components/format";
import { GateMark, SeverityMark, StatusMark } from "#components/marks";
import type { ComparedFinding, Comparison } from "#lib/queries/compare";
import type { LegacyGate, OwnGilGate, Status } from "#lib/scan/report";

/** Both ends of a comparison, side by side. */
export function CompareSides({ slug, result, now }: { slug: string; result: Comparison; now: Date }) {
  return (
    <table className="stackable">
      <caption className="sr">Verdict of {slug} at both commits</caption>
      <Columns
        names={["Commit", "Date", "Legacy", "Own GIL", "Status", "Critical", "Moderate", "PyO3"]}
        right={["Critical", "Moderate"]}
      />
      <tbody>
        {[result.from, result.to].map(({ name, sha, at, point }) => (
          <tr key={`${name} ${sha}`}>
            <td>
              <span className="name">{clean(name, 40)}</span> <code>{shortSha(sha)}</code>
            </td>
            <td data-l="Date">
              <Day date={at} now={now} />
            </td>
            {point ? (
              <>
                <td data-l="Legacy">
                  <GateMark
                    gate={point.gateLegacy as LegacyGate | null}
                    status={point.status as Status}
                    unguarded={point.unguarded}
                  />
                </td>
                <td data-l="Own GIL">
                  <GateMark gate={point.gateOwnGil as OwnGilGate | null} status={point.status as Status} />
                </td>
                <td data-l="Status">
                  <StatusMark status={point.status as Status} />
                </td>
                <td className="r" data-l="Critical">
                  {count(point.critical)}
                </td>
                <td className="r" data-l="Moderate">
                  {count(point.moderate)}
                </td>
                <td data-l="PyO3">{clean(point.pyo3Version ?? "–", 20)}</td>
              </>
            ) : (
              <td colSpan={6}>not recorded</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Findings that differ between two commits. */
export function ComparedTable({ slug, title, rows }: { slug: string; title: string; rows: ComparedFinding[] }) {
  return (
    <table className="ftable stackable">
      <caption className="sr">{title}</caption>
      <Columns names={["Symbol", "Severity", "Rule", "Owner", "Place"]} />
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <a className="name mono" href={`/projects/${slug}/findings/${row.id}`}>
                {clean(row.symbol, 120) || "module"}
              </a>
            </td>
            <td data-l="Severity">
              {row.was.severity && (
                <>
                  <SeverityMark severity={row.was.severity} /> →{" "}
                </>
              )}
              <SeverityMark severity={row.severity} />
            </td>
            <td data-l="Rule">
              <a href={`/rules/${row.slug}`}>{row.slug}</a>
            </td>
            <td data-l="Owner">
              {row.was.owner && `${ownerWord(row.was.owner)} → `}
              {ownerWord(row.owner)}
              {row.was.scope
                ? `, ${scopeWords[row.was.scope]} → ${scopeWords[row.scope]}`
                : row.scope !== "prod" && `, code of ${scopeWords[row.scope]}`}
            </td>
            <td data-l="Place">
              {row.from && (
                <>
                  {row.from.symbol && <code>{clean(row.from.symbol, 60)}</code>}{" "}
                  <code>{clean(`${row.from.path}:${row.from.line}`, 160)}</code> →{" "}
                </>
              )}
              <code>{clean(`${row.path}:${row.line}`, 160)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
