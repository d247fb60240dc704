import { count } from "#components/format";
import type { ProjectSort, SavedView } from "#lib/queries/projects";

interface QueryBarProps {
  query: string;
  /** Kept when a new query is typed. */
  sort: string | null;
  views: SavedView[];
  hrefOf(query: string, sort?: ProjectSort): string;
  /** Tokens whose value is not known. */
  rejected: string[];
}

/** The query as text, and the questions that are asked most. */
export function QueryBar({ query, sort, views, hrefOf, rejected }: QueryBarProps) {
  return (
    <search>
      <form className="qbar" action="/projects">
        <input
          type="search"
          name="q"
          defaultValue={query}
          key={query}
          aria-label="Query"
          aria-describedby={rejected.length > 0 ? "rejected" : undefined}
          placeholder="orjson   or   gate:no-check   status:hazardous   pyo3:>=0.28   rule:static-py-transitive"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
        {sort && <input type="hidden" name="sort" value={sort} />}
        <button className="btn go" type="submit">
          Search
        </button>
      </form>
      {rejected.length > 0 && (
        <p className="note" id="rejected">
          Not understood and left out: <code>{rejected.join(" ")}</code>. Keys are gate, own-gil, status, pyo3, is, rule
          and owner.
        </p>
      )}
      <nav className="views" aria-label="Saved views">
        {views.map((view) => (
          <a
            key={view.name}
            href={hrefOf(view.query, view.sort)}
            aria-current={view.query === query ? "true" : undefined}
          >
            {view.name}
            <span>{count(view.count)}</span>
          </a>
        ))}
        <a className="jump" href="#facets">
          Facets ↓
        </a>
      </nav>
    </search>
  );
}
