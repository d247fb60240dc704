import { Columns } from "#components/columns";
import { Age, clean, count, Figure, shortSha } from "#components/format";
import { commitUrl } from "#components/source";
import type { ScanLine } from "#lib/queries/activity";

/** Commits that were read, with what was and was not readable in them. */
export function ActivityScans({ lines, now }: { lines: ScanLine[]; now: Date }) {
  if (lines.length === 0) return <p className="q">No commit has been read yet.</p>;
  return (
    <table className="stackable packed">
      <caption className="sr">Scans</caption>
      <Columns
        names={["Project", "Commit", "Rust files read", "Problems", "Time", "Ruleset", "Read"]}
        right={["Rust files read", "Problems", "Time", "Read"]}
      />
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <td>
              <a className="name" href={`/projects/${line.slug}`}>
                {line.slug}
              </a>
            </td>
            <td data-l="Commit" className="wide">
              <CommitName line={line} /> <span className="q small">{clean(line.subject, 72)}</span>
            </td>
            <td data-l="Files read" className="r">
              {count(line.parsed)} of {count(line.files)}
            </td>
            <td data-l="Problems" className="r">
              <Figure n={line.problems} />
            </td>
            <td data-l="Time" className="r">
              {duration(line.totalMs)}
            </td>
            <td data-l="Ruleset">{line.ruleset}</td>
            <td data-l="Read" className="r">
              <Age date={line.finishedAt} now={now} suffix />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CommitName({ line }: { line: ScanLine }) {
  const href = commitUrl(line, line.sha);
  const sha = <code>{shortSha(line.sha)}</code>;
  return href ? <a href={href}>{sha}</a> : sha;
}

function duration(ms: number | null): string {
  if (ms === null) return "–";
  return ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}
