import { count, plural } from "#components/format";
import { type FindingFilter, filterQuery, readFindingFilter } from "#lib/queries/finding-filter";
import type { FindingsView } from "#lib/queries/findings";

/** Ready-made questions, and how many findings the present one has. */
export function FindingViews({ view }: { view: FindingsView }) {
  const { slug, filter, matches, places, headline } = view;
  const hrefOf = (change: Partial<FindingFilter>) =>
    `/projects/${slug}/findings${filterQuery({ ...readFindingFilter({}), ...change, sort: filter.sort, descending: filter.descending })}`;
  const here = filterQuery({ ...filter, page: 1 });
  const views = [
    { name: "In production code", n: headline.findings, change: {} },
    { name: "Own critical", n: headline.ownCritical, change: ownCritical },
    { name: "Not its own", n: headline.notOwn, change: notOwn },
    { name: "By root cause", n: null, change: { grouped: true } },
  ];
  const hrefs = views.map((one) => hrefOf(one.change));
  return (
    <nav className="views" aria-label="Ready-made questions">
      {views.map((one, place) => (
        <a
          key={one.name}
          href={hrefs[place]}
          aria-current={hrefs[place] === `/projects/${slug}/findings${here}` ? "true" : undefined}
        >
          {one.name}
          {one.n !== null && <span>{count(one.n)}</span>}
        </a>
      ))}
      <a className="jump" href="#facets">
        Filters ↓
      </a>
      <p className="tell" role="status">
        {plural(matches, "finding")}
        {places > matches && ` at ${plural(places, "place")}`} shown
        {filter.root && (
          <>
            {" "}
            with root cause <code>{filter.root}</code>
          </>
        )}
      </p>
    </nav>
  );
}

const ownCritical = { severity: ["critical"], owner: ["crate"] } satisfies Partial<FindingFilter>;
const notOwn = { owner: ["framework", "dependency"] } satisfies Partial<FindingFilter>;
