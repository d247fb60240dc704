import type { ReactNode } from "react";
import { clean, count, fileName } from "#components/format";
import { SeverityMark } from "#components/marks";
import type { Related } from "#lib/queries/finding";

interface RelatedFindingsProps {
  slug: string;
  title: ReactNode;
  related: Related;
  /** Address of all of them. */
  all: string;
}

/** Other findings that belong to the same picture. */
export function RelatedFindings({ slug, title, related, all }: RelatedFindingsProps) {
  return (
    <div>
      <h3>{title}</h3>
      <ul className="related">
        {related.rows.map((row) => (
          <li key={row.id}>
            <SeverityMark severity={row.severity}>
              <span className="sr">{row.severity}</span>
            </SeverityMark>
            <a className="mono" href={`/projects/${slug}/findings/${row.id}`}>
              {clean(row.symbol, 80) || "module"}
            </a>
            <span className="qq">{row.slug}</span>
            <code>
              {clean(fileName(row.path), 60)}:{row.line}
            </code>
          </li>
        ))}
      </ul>
      {related.count > related.rows.length && (
        <p className="small">
          <a href={all}>All {count(related.count + 1)}</a>
        </p>
      )}
    </div>
  );
}
