import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ChecksThen } from "#components/checks-then";
import { clean } from "#components/format";
import { MilestoneCharts } from "#components/milestone-charts";
import { MilestoneChecks } from "#components/milestone-checks";
import { DriftNotes, IssueNotes } from "#components/milestone-drift";
import { MilestoneGrid, MilestoneThreads } from "#components/milestone-grid";
import { Ratio } from "#components/rows";
import { Section } from "#components/section";
import { Words } from "#components/words";
import { milestone } from "#lib/queries/milestone";
import { milestoneDrift, trackingIssueView } from "#lib/queries/milestone-drift";
import { context } from "../../context";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ at?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: clean((await params).id, 20) };
}

export default async function MilestonePage({ params, searchParams }: Props) {
  const [{ id }, { at }] = [await params, await searchParams];
  const { store, clock } = await context();
  const view = await milestone(store, id, [at].flat()[0]);
  if (!view) notFound();
  const now = clock();
  const { line } = view;
  const [issue, all] = await Promise.all([trackingIssueView(store), milestoneDrift(store, [line])]);
  const drifts = all.get(line.id) ?? [];
  return (
    <>
      <div className="head">
        <nav className="crumb" aria-label="Breadcrumb">
          <a href="/milestones">Milestones</a> / {line.id}
        </nav>
        <h1>
          <Words text={line.title} />
        </h1>
        <p className="dek">
          “<Words text={line.wording} />”
        </p>
        <p className="facts">
          <span>
            <b>{line.id}</b>, {line.horizon}
          </span>
          <span>
            PyO3 meets <Ratio n={line.met} of={line.of} href={`/milestones/${line.id}#checks`} /> checks
          </span>
          {drifts.length > 0 && (
            <span>
              <a className="review" href="#issue">
                needs review
              </a>
            </span>
          )}
          {line.share && (
            <span>
              <Ratio n={line.share.holds} of={line.share.of} href="#projects" /> projects {line.asks}
            </span>
          )}
        </p>
      </div>
      <Section
        id="progress"
        title="Progress"
        method="Checks by the day of the commit that met them; projects by month."
        first
      >
        <MilestoneCharts line={line} now={now} />
      </Section>
      <Section id="checks" title="Checks" method="What is asked of PyO3, each with what shows it.">
        {view.past ? <ChecksThen id={line.id} past={view.past} now={now} /> : <MilestoneChecks {...line} now={now} />}
      </Section>
      <Section id="issue" title="In the issue" method="Its words and boxes, compared with the evidence.">
        <DriftNotes drifts={drifts} />
        {drifts.length === 0 && issue.readAt && (
          <p className="q">Nothing that the issue or its threads say disagrees with the evidence.</p>
        )}
        <IssueNotes
          issue={issue}
          isOpen={drifts.some(({ kind }) => kind !== "thread" && kind !== "touched")}
          now={now}
        />
      </Section>
      <Section
        id="projects"
        title="Projects"
        method={`Does it hold? Projects ${line.asks}. Those where there is work come first.`}
        link={<a href={`/api/v1/milestones/${line.id}`}>As JSON</a>}
      >
        <MilestoneGrid grid={view} measured={line.share !== null} />
      </Section>
      <Section id="threads" title="Upstream" method="Issues and pull requests that it rests on, as last known.">
        <MilestoneThreads threads={view.threads} now={now} />
      </Section>
    </>
  );
}
