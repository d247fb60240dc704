import { Columns } from "#components/columns";
import { clean, count, Figure } from "#components/format";
import { GateMark, SeverityMark, StatusMark } from "#components/marks";
import { Words } from "#components/words";
import type { ExtensionView } from "#lib/queries/project";

/** The modules that the verdict pair does not speak of. */
export function ExtensionTable({ extensions }: { extensions: ExtensionView[] }) {
  return (
    <table className="stackable">
      <Columns names={["Module", "Legacy", "Own GIL", "Status", "Critical", "Because"]} right={["Critical"]} />
      <tbody>
        {extensions.map(({ name, crate, path, verdict }) => (
          <tr key={`${crate} ${name}`}>
            <td>
              <b>{clean(name, 120)}</b>
              <span className="under">
                crate {clean(crate, 80)}
                {path !== "." && `, ${clean(path, 120)}`}
              </span>
            </td>
            <td data-l="Legacy">
              <GateMark gate={verdict.gate.legacy} status={verdict.status} unguarded={verdict.unguarded} />
            </td>
            <td data-l="Own GIL">
              <GateMark gate={verdict.gate.ownGil} status={verdict.status} />
            </td>
            <td data-l="Status">
              <StatusMark status={verdict.status} />
            </td>
            <td data-l="Critical" className="r">
              {verdict.hazard.crate.critical > 0 ? (
                <SeverityMark severity="critical">
                  <span className="word">{count(verdict.hazard.crate.critical)}</span>
                </SeverityMark>
              ) : (
                <Figure n={0} />
              )}
            </td>
            <td data-l="Because" className="q small">
              <Words text={verdict.because} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
