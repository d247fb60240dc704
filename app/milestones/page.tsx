import type { Metadata } from "next";
import { EcosystemTrend } from "#components/ecosystem-trend";
import { count, Day, plural, shortSha } from "#components/format";
import { MilestoneCharts, ShareChart, StaticsChart } from "#components/milestone-charts";
import { MilestoneChecks } from "#components/milestone-checks";
import { DriftList, IssueNotes } from "#components/milestone-drift";
import { MilestoneTable } from "#components/milestone-table";
import { Counted, Ratio, RuleCodes, todayUrl } from "#components/rows";
import { Section } from "#components/section";
import { Words } from "#components/words";
import { ecosystem } from "#lib/queries/ecosystem";
import { milestoneDrift, trackingIssueView } from "#lib/queries/milestone-drift";
import { type MilestonesView, milestones } from "#lib/queries/milestones";
import { context } from "../context";

export const metadata: Metadata = { title: "Milestones" };
export const dynamic = "force-dynamic";

export default async function MilestonesPage() {
  const { store, clock } = await context();
  const now = clock();
  const view = milestones(store);
  const moments = ecosystem(store, now);
  const [issue, drifts] = await Promise.all([trackingIssueView(store), milestoneDrift(store, view.milestones)]);
  return (
    <>
      <Head view={view} now={now} />
      <Section
        id="glance"
        title="At a glance"
        method="Checks met in PyO3; projects for which the goal's question is answered with yes."
        link={
          <>
            <a href="/milestones/readiness">Readiness index</a>
            <br />
            <a href="/milestones/what-if">What if PyO3 changed?</a>
          </>
        }
        first
      >
        <MilestoneTable milestones={view.milestones} drifts={drifts} />
        <p className="note">
          The issue's “Tasks” heading reads TBA and lists nothing. It is an empty placeholder, so there is no seventh
          goal.
        </p>
      </Section>
      <Section
        id="issue"
        title="In the issue"
        method="Ticks and words of PyO3#3451 are compared with the evidence, never trusted."
      >
        <DriftList drifts={drifts} read={issue.readAt !== null} />
        <IssueNotes issue={issue} now={now} />
      </Section>
      {view.milestones.map((line) => (
        <Section
          key={line.id}
          id={line.id}
          title={line.id}
          method={line.horizon}
          link={<a href={`/milestones/${line.id}`}>Evidence and projects</a>}
        >
          <p className="goal">
            <Words text={line.wording} />
          </p>
          <MilestoneCharts line={line} now={now} />
          <MilestoneChecks {...line} here={`/milestones/${line.id}`} now={now} />
        </Section>
      ))}
      <Statics view={view} now={now} />
      <Section
        id="classes"
        title="By hazard"
        method="Projects clear of each class of hazard, among those known at the time."
      >
        <div className="charts m-charts">
          {view.classes.map((one) => (
            <div key={one.id}>
              <h3>
                Clear of {one.name}: <Ratio n={one.holds} of={one.of} href={`/milestones/hazards/${one.id}#projects`} />
              </h3>
              <p>
                <RuleCodes codes={one.rules} />
              </p>
              <ShareChart name={`Projects clear of ${one.name}`} share={one} now={now} />
            </div>
          ))}
        </div>
      </Section>
      {moments.length > 1 && (
        <Section id="statuses" title="By status" method="Projects whose history is recorded.">
          <EcosystemTrend moments={moments} />
        </Section>
      )}
    </>
  );
}

function Head({ view, now }: { view: MilestonesView; now: Date }) {
  const { framework, readAt, projects } = view;
  return (
    <div className="head">
      <h1>
        PyO3 meets{" "}
        <a className="plain" href="#glance">
          {count(view.met)} of the {count(view.of)}
        </a>{" "}
        checks behind the six goals of its tracking issue.
      </h1>
      <p className="dek">
        Each goal is a published list of named checks. PyO3's progress counts checks that hold in its source; the
        ecosystem's counts tracked projects. Ticks in the issue are compared with that, never trusted.
      </p>
      <p className="facts">
        <span>
          source <a href="https://github.com/PyO3/pyo3/issues/3451">PyO3/pyo3#3451</a>
        </span>
        <span>
          PyO3's source read by hand at{" "}
          <a href={readAt.url}>
            <code>{shortSha(readAt.sha)}</code>
          </a>
          , <Day date={readAt.at} now={now} />
        </span>
        <span>
          {framework?.sha ? (
            <>
              scanned at{" "}
              <a href={`/projects/${framework.slug}`}>
                <code>{shortSha(framework.sha)}</code>
              </a>
            </>
          ) : (
            "PyO3 itself is not scanned yet"
          )}
        </span>
        <span>
          of{" "}
          <b>
            <Counted n={plural(projects, "project")} href={todayUrl()} />
          </b>{" "}
          with an extension
        </span>
      </p>
    </div>
  );
}

function Statics({ view, now }: { view: MilestonesView; now: Date }) {
  if (!view.framework || view.statics.every(({ moments }) => moments.length === 0)) return null;
  return (
    <Section
      id="statics"
      title="PyO3's statics"
      method="Findings in its own production code. A rising count is no step back: more conversions keep more classes."
      link={<a href={`/projects/${view.framework.slug}/history`}>Every change</a>}
    >
      <StaticsChart slug={view.framework.slug} statics={view.statics} now={now} />
    </Section>
  );
}
