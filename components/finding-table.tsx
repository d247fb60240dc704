import { originWords, ownerWord, scopeWords } from "#components/finding-words";
import { Breakable, clean, plural } from "#components/format";
import { SeverityMark } from "#components/marks";
import { type FindingFilter, type FindingSort, filterQuery } from "#lib/queries/finding-filter";
import type { FindingGroup, ListedFinding } from "#lib/queries/findings";

interface FindingTableProps {
  slug: string;
  groups: FindingGroup[];
  filter: FindingFilter;
}

const heads: { sort: FindingSort; name: string }[] = [
  { sort: "symbol", name: "Symbol" },
  { sort: "severity", name: "Severity" },
  { sort: "rule", name: "Rule" },
  { sort: "owner", name: "Owner" },
  { sort: "place", name: "Place" },
];

/** Findings in rows, under their shared cause when they are grouped. */
export function FindingTable({ slug, groups, filter }: FindingTableProps) {
  return (
    <table className="ftable stackable">
      <caption className="sr">Findings of {slug}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <Head key={head.sort} {...head} slug={slug} filter={filter} />
          ))}
          <th scope="col">Note</th>
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.root ?? ""}>
          {filter.grouped && (
            <tr className="cause">
              <th scope="rowgroup" colSpan={heads.length + 1}>
                {group.root === null ? "Stand alone" : <code>{clean(group.root, 120)}</code>}
                <span>{cause(group)}</span>
              </th>
            </tr>
          )}
          {group.rows.map((row) => (
            <Row key={row.id} slug={slug} row={row} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function cause({ root, count }: FindingGroup): string {
  return root === null ? `${plural(count, "finding")}, each its own cause` : `${plural(count, "finding")}, one cause`;
}

/** A link that sorts; the sorted column turns round. */
function Head({ sort, name, slug, filter }: { sort: FindingSort; name: string; slug: string; filter: FindingFilter }) {
  const active = filter.sort === sort;
  const query = filterQuery({ ...filter, sort, descending: active && !filter.descending, page: 1 });
  return (
    <th scope="col" aria-sort={active ? (filter.descending ? "descending" : "ascending") : undefined}>
      <a href={`/projects/${slug}/findings${query}`}>{name}</a>
    </th>
  );
}

function Row({ slug, row }: { slug: string; row: ListedFinding }) {
  return (
    <tr>
      <td>
        <a className="name mono" href={`/projects/${slug}/findings/${row.id}`}>
          {clean(row.symbol, 120) || "module"}
        </a>
        {row.item && <span className="under mono">{clean(row.item, 160)}</span>}
      </td>
      <td data-l="Severity">
        <SeverityMark severity={row.severity} />
      </td>
      <td data-l="Rule">
        <a className="plain" href={`/rules/${row.slug}`}>
          {row.slug}
        </a>
      </td>
      <td data-l="Owner">{ownerWord(row.owner)}</td>
      <td data-l="Place">
        <code>
          <Breakable text={`${clean(row.path)}:${row.line}`} />
        </code>
      </td>
      <td data-l="Note" className="q small">
        <Note row={row} />
      </td>
    </tr>
  );
}

function Note({ row }: { row: ListedFinding }) {
  const notes = [
    row.present ? "" : "gone",
    row.places > 1 ? plural(row.places, "place") : "",
    row.origin ? originWords[row.origin] : "",
    row.suppressed === null ? "" : "allowed in source",
    row.scope === "prod" ? "" : scopeWords[row.scope],
  ].filter((note) => note !== "");
  return (
    <>
      {notes.join(" · ")}
      {row.cfg !== null && (
        <>
          {notes.length > 0 && " · "}only if <code>{clean(row.cfg, 120)}</code>
        </>
      )}
    </>
  );
}
