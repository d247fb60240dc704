import type { Metadata } from "next";
import { plural } from "#components/format";
import { ReadinessChart, ReadinessLevels } from "#components/readiness";
import { Counted } from "#components/rows";
import { Section } from "#components/section";
import { type ReadinessView, readiness } from "#lib/queries/readiness";
import { context } from "../../context";

export const metadata: Metadata = { title: "Readiness index" };
export const dynamic = "force-dynamic";

export default async function ReadinessPage() {
  const { store, clock } = await context();
  const view = await readiness(store);
  return (
    <>
      <div className="head">
        <nav className="crumb" aria-label="Breadcrumb">
          <a href="/milestones">Milestones</a> / Readiness index
        </nav>
        <h1>
          {view.projects === 0 ? (
            "No project is judged yet, so there is no index."
          ) : (
            <>
              The readiness index of <Counted n={plural(view.projects, "project")} href="#levels" /> is{" "}
              <Counted n={view.value.toFixed(2)} href="#together" />.
            </>
          )}
        </h1>
        <p className="dek">
          Each project adds the weight of where it stands, and the sum is divided by the number of projects:{" "}
          <Counted n={(view.tenths / 10).toFixed(1)} href="#together" /> ÷ <Counted n={view.projects} href="#levels" />.
          One would mean that every project declares support for an own GIL and tests it. A project's own page says why
          it stands where it does.
        </p>
      </div>
      <Section
        id="levels"
        title="Who counts"
        method="Weight by status; every project of the denominator is named."
        link={<a href="/api/v1/milestones/readiness">As JSON</a>}
        first
      >
        <ReadinessLevels view={view} />
      </Section>
      <Section
        id="time"
        title="Over time"
        method="From recorded histories, as today's rules judge them. Figures published under earlier rules keep a line of their own."
      >
        <ReadinessChart view={view} now={clock()} />
      </Section>
      <Outside view={view} />
    </>
  );
}

function Outside({ view: { outside } }: { view: ReadinessView }) {
  const groups = [
    { why: "unknown", text: "Too little is known to give them a weight:" },
    { why: "no extension", text: "They ship no extension to judge:" },
  ] as const;
  return (
    <Section id="outside" title="Outside" method="Tracked, read, and in no denominator of the index.">
      {outside.length === 0 && <p className="q">None.</p>}
      {groups.map(({ why, text }) => {
        const slugs = outside.filter((one) => one.why === why);
        if (slugs.length === 0) return null;
        return (
          <p key={why}>
            {text}{" "}
            {slugs.map(({ slug }, at) => (
              <span key={slug}>
                {at > 0 && ", "}
                <a href={`/projects/${slug}`}>{slug}</a>
              </span>
            ))}
            .
          </p>
        );
      })}
    </Section>
  );
}
