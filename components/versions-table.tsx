import { Words } from "#components/words";
import type { VersionRow } from "#lib/rules/cpython";

/** What differs between versions of CPython; a row where nothing of the hazard does recedes. */
export function VersionsTable({ rows }: { rows: VersionRow[] }) {
  return (
    <table className="matrix stackable">
      <thead>
        <tr>
          <th scope="col">CPython</th>
          <th scope="col" className="wide">
            Sub-interpreters there
          </th>
          <th scope="col" className="wide">
            What that means here
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ cpython, interpreters, hazard }, at) => (
          <tr key={cpython}>
            <th scope="row">{cpython}</th>
            <td data-l="There">
              <Words text={interpreters} cap={900} />
            </td>
            <td data-l="Here" className={hazard ? undefined : "q"}>
              <Words text={hazard ?? (at === 0 ? "As in legacy interpreters." : "As above.")} cap={900} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
