import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { clean, count, plural } from "#components/format";
import { ShareChart } from "#components/milestone-charts";
import { MilestoneGrid } from "#components/milestone-grid";
import { Counted, RuleCodes } from "#components/rows";
import { Section } from "#components/section";
import { hazardClass } from "#lib/queries/milestone";
import { context } from "../../../context";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: clean((await params).id, 20) };
}

export default async function HazardPage({ params }: Props) {
  const { id } = await params;
  const { store, clock } = await context();
  const view = hazardClass(store, id);
  if (!view) notFound();
  const { hazard, share } = view;
  return (
    <>
      <div className="head">
        <nav className="crumb" aria-label="Breadcrumb">
          <a href="/milestones">Milestones</a> / <a href="/milestones#classes">By hazard</a> / {hazard.name}
        </nav>
        <h1>
          <Counted n={`${count(share.holds)} of ${plural(share.of, "project")}`} href="#projects" /> are clear of{" "}
          {hazard.name}.
        </h1>
        <p className="dek">
          Clear means that none of these rules found anything in production code, whoever would have to change it:{" "}
          <RuleCodes codes={hazard.rules} />.
        </p>
      </div>
      <Section id="time" title="Over time" method="Projects clear of it, among those known at the time." first>
        <div className="charts m-charts">
          <div>
            <ShareChart name={`Projects clear of ${hazard.name}`} share={share} now={clock()} />
          </div>
        </div>
      </Section>
      <Section
        id="projects"
        title="Projects"
        method="Those that have it first; each number leads to the findings."
        link={<a href={`/api/v1/milestones/hazards/${hazard.id}`}>As JSON</a>}
      >
        <MilestoneGrid grid={view} asks="Clear of it" />
      </Section>
    </>
  );
}
