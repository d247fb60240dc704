import type { ReactNode } from "react";

interface SectionProps {
  /** Anchor and label id. */
  id: string;
  title: string;
  /** One line of method under the title, then at most one link. */
  method?: ReactNode;
  link?: ReactNode;
  /** Opens with an ink hairline: the first section of a page. */
  first?: boolean;
  children: ReactNode;
}

/** Label in the margin, content to the right: every part of every page. */
export function Section({ id, title, method, link, first = false, children }: SectionProps) {
  return (
    <section id={id} className={first ? "sec first" : "sec"} aria-labelledby={`h-${id}`}>
      <header>
        <h2 id={`h-${id}`}>{title}</h2>
        {method && <p>{method}</p>}
        {link && <p>{link}</p>}
      </header>
      <div>{children}</div>
    </section>
  );
}
