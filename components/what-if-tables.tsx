import { Columns } from "#components/columns";
import { clean } from "#components/format";
import { StatusMark, statusFace } from "#components/marks";
import { Counted } from "#components/rows";
import { Section } from "#components/section";
import { Icon } from "#components/sprite";
import { whatIfProjectUrl } from "#components/what-if";
import { Words } from "#components/words";
import type { Outcome } from "#lib/milestones/what-if";
import type { WhatIfView } from "#lib/queries/what-if";
import type { SupposedFinding } from "#lib/queries/what-if-project";

/** Who moves, or who has one status today or after. */
export function Who({ view: { listed, moved, chosen } }: { view: WhatIfView }) {
  const rows = listed?.rows ?? moved;
  if (!listed && rows.length === 0) return null;
  const words = listed?.statuses.map((status) => statusFace(status).word.toLowerCase()).join(" or ");
  return (
    <Section
      id="who"
      title={listed ? "Who is there" : "Who moves"}
      method={listed ? `Projects that are ${words}, today or after; those that move first.` : "Their status changes."}
      link={listed && chosen.length > 0 && <a href={`${whatIfAll(chosen)}#who`}>Only those that move</a>}
    >
      <table className="stackable packed">
        <caption className="sr">Projects, today and after</caption>
        <Columns names={["Project", "Today", "After"]} />
        <tbody>
          {rows.map((outcome) => (
            <tr key={outcome.slug}>
              <ProjectCell slug={outcome.slug} chosen={chosen} />
              <td data-l="Today">
                <StatusMark status={outcome.today} />
              </td>
              <td data-l="After">
                <AfterMark outcome={outcome} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

const whatIfAll = (chosen: readonly string[]): string =>
  `/milestones/what-if?${new URLSearchParams(chosen.map((id) => ["change", id]))}`;

function ProjectCell({ slug, chosen }: { slug: string; chosen: readonly string[] }) {
  return (
    <td>
      <a className="name" href={whatIfProjectUrl(slug, chosen)}>
        {slug}
      </a>
    </td>
  );
}

/** Whom one change reaches next to the chosen ones. */
export function Reach({ view: { reach, chosen } }: { view: WhatIfView }) {
  if (!reach) return null;
  const { change, rows } = reach;
  const others = chosen.filter((id) => id !== change.id);
  const names = ["Project", "Places", others.length > 0 ? "Without it" : "Today", "With it"];
  return (
    <Section
      id="reach"
      title="Reach"
      method={
        <>
          <Words text={change.title} />: the places that it takes away, and what moves next to the other chosen changes.
        </>
      }
    >
      {rows.length === 0 ? (
        <p className="q">No finding of any project would go.</p>
      ) : (
        <table className="stackable packed">
          <caption className="sr">Projects that the change reaches</caption>
          <Columns names={names} right={["Places"]} />
          <tbody>
            {rows.map(({ slug, places, before, after }) => (
              <tr key={slug}>
                <ProjectCell slug={slug} chosen={[...others, change.id]} />
                <td className="r" data-l="Places">
                  <Counted n={places} href={`${whatIfProjectUrl(slug, [change.id])}#taken`} />
                </td>
                <td data-l={names[2]}>
                  <StatusMark status={before} />
                </td>
                <td data-l="With it">
                  <AfterMark outcome={{ today: before, after }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

/** Candidates that would still wait. */
export function Waiting({ view: { waiting, chosen } }: { view: WhatIfView }) {
  if (waiting.length === 0) return null;
  return (
    <Section id="waiting" title="Still waiting" method="Candidates, by what would be left of PyO3's hazards in them.">
      <table className="stackable packed">
        <caption className="sr">Candidates that still wait for PyO3</caption>
        <Columns names={["Project", "Places left"]} right={["Places left"]} />
        <tbody>
          {waiting.map(({ slug, frameworkLeft }) => (
            <tr key={slug}>
              <ProjectCell slug={slug} chosen={chosen} />
              <td className="r" data-l="Places left">
                <Counted n={frameworkLeft} href={`${whatIfProjectUrl(slug, chosen)}#waits`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** Where a project would stand; support that nobody declared yet is said to be possible, no more. */
export function AfterMark({ outcome: { today, after } }: { outcome: Pick<Outcome, "today" | "after"> }) {
  if (after !== "declared" || today === "declared") return <StatusMark status={after} />;
  return (
    <span className="mk pos">
      <Icon glyph="positive" />
      <span className="state word">Could declare</span>
    </span>
  );
}

/** Findings with the changes that take them away. */
export function SupposedFindings({ slug, rows }: { slug: string; rows: SupposedFinding[] }) {
  const lifted = rows.some((row) => row.lifted.length > 0);
  return (
    <table className="stackable packed">
      <caption className="sr">Findings</caption>
      <Columns names={["Finding", "Rule", ...(lifted ? ["Taken away by"] : []), "Places"]} right={["Places"]} />
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <a href={`/projects/${slug}/findings/${row.id}`}>
                <code>{clean(row.symbol, 80)}</code>
              </a>
            </td>
            <td data-l="Rule">
              <a className="plain" href={`/rules/${row.slug}`}>
                <code>{row.slug}</code>
              </a>
            </td>
            {lifted && (
              <td data-l="Taken away by">
                <Words text={row.lifted.join("; ")} />
              </td>
            )}
            <td className="r" data-l="Places">
              <Counted n={row.places} href={`/projects/${slug}/findings/${row.id}`} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
