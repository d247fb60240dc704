import type { ReactNode } from "react";

/** The figures of a chart for those who would rather read them: folded away below it. */
export function ChartTable({ caption, head, rows, csv }: ChartTableProps) {
  return (
    <details className="same">
      <summary>Same data as a table</summary>
      <table>
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            {head.map((name, at) => (
              <th key={name} scope="col" className={at < 2 ? undefined : "r"}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, at) => (
                <td key={head[at]} className={at < 2 ? undefined : "r"}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {csv && (
        <p className="note">
          <a href={csv}>As CSV</a>
        </p>
      )}
    </details>
  );
}

interface ChartTableProps {
  caption: string;
  /** The first two columns name the row; figures follow. */
  head: string[];
  rows: { key: string; cells: ReactNode[] }[];
  csv?: string;
}
