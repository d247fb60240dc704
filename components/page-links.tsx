interface PageLinksProps {
  page: number;
  pages: number;
  /** Address of a page by its number. */
  hrefOf(page: number): string;
  /** What is paged: “Findings”, “Scans”. */
  name: string;
}

/** Earlier and later pages; nothing at all when there is one. */
export function PageLinks({ page, pages, hrefOf, name }: PageLinksProps) {
  if (pages < 2) return null;
  return (
    <nav className="pages" aria-label={`${name}, pages`}>
      {page > 1 && (
        <a href={hrefOf(page - 1)} rel="prev">
          Previous
        </a>
      )}
      <span aria-current="page">
        Page {page} of {pages}
      </span>
      {page < pages && (
        <a href={hrefOf(page + 1)} rel="next">
          Next
        </a>
      )}
    </nav>
  );
}
