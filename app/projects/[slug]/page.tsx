import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ExtensionTable } from "#components/extension-table";
import { clean, count, plural } from "#components/format";
import { HazardTable, RootBars } from "#components/hazard-table";
import { SeverityTrend } from "#components/history-charts";
import { Ledger } from "#components/ledger";
import { Live } from "#components/live";
import { ProjectHead } from "#components/project-head";
import { ProjectMilestones } from "#components/project-milestones";
import { ArchivedBanner, BusyBanner, ShippedBanner, StaleBanner, UnreadBox } from "#components/project-state";
import { OpaqueStatics, Problems, Receipt, Remarks } from "#components/receipt";
import { Repeat } from "#components/repeat";
import { Section } from "#components/section";
import { VerdictPair } from "#components/verdict-pair";
import { type HistoryView, history } from "#lib/queries/history";
import { type ProjectMilestone, projectMilestones } from "#lib/queries/milestone";
import { type ProjectView, project, type ScanView } from "#lib/queries/project";
import { context } from "../../context";
import { staleBefore } from "../../staleness";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: clean((await params).slug, 80) };
}

export default async function ProjectPage({ params }: Props) {
  const { slug } = await params;
  const { store, env, clock } = await context();
  const now = clock();
  const [view, past] = await Promise.all([project(store, slug), history(store, slug)]);
  if (!view || !past || view.removedAt) notFound();
  // An archived repository does not change, so what is known of it does not age.
  const stale = !view.archivedAt && view.checkedAt !== null && view.checkedAt < staleBefore(env, now);
  const { scan } = view;
  return (
    <>
      <ProjectHead project={view} now={now} />
      {scan ? (
        <>
          <ShippedBanner project={view} now={now} />
          <StaleBanner project={view} now={now} stale={stale} />
          <ArchivedBanner project={view} now={now} />
          <BusyBanner project={view} />
          <Answered view={view} past={past} goals={projectMilestones(store, slug)} scan={scan} now={now} />
        </>
      ) : (
        <Section
          id="state"
          title={view.state === "failed" ? "Not read" : "On its way"}
          method={stateMethod(view)}
          first
        >
          <UnreadBox project={view} now={now} />
        </Section>
      )}
      {view.state !== "ready" && (
        <Live url={`/api/v1/projects/${slug}`} version={view.version} here={`/projects/${slug}`} />
      )}
    </>
  );
}

function stateMethod({ state }: ProjectView): string {
  return state === "failed" ? "Nothing was ever read." : "First read of this repository.";
}

interface AnsweredProps {
  view: ProjectView;
  past: HistoryView;
  goals: ProjectMilestone[];
  scan: ScanView;
  now: Date;
}

/** The page of a project that was read at least once. */
function Answered({ view, past, goals, scan, now }: AnsweredProps) {
  const [worst, ...others] = view.extensions;
  const findings = `/projects/${view.slug}/findings`;
  const total = view.hazards.reduce((sum, line) => sum + line.findings, 0);
  const critical = view.roots.reduce((sum, root) => sum + root.places, 0);
  return (
    <>
      {worst ? <VerdictPair extension={worst} sha={scan.sha} ruleset={scan.ruleset} /> : <NoExtension scan={scan} />}
      {others.length > 0 && (
        <Section
          id="extensions"
          title="Other modules"
          method={`${clean(view.slug, 80)} ships ${count(view.extensions.length)}. The answer above is for the worst of them.`}
          first
        >
          <ExtensionTable extensions={others} />
        </Section>
      )}
      {past.points.length > 0 && (
        <Section
          id="history"
          title="History"
          method="Own findings in production code, in places; one ruleset applied to all of it."
          link={<a href={`/projects/${view.slug}/history`}>{plural(past.commits, "commit")}, every change</a>}
          first={others.length === 0}
        >
          <SeverityTrend view={past} now={now} />
        </Section>
      )}
      {view.roots.length > 0 && (
        <Section
          id="roots"
          title="Root causes"
          method={`${plural(critical, "critical finding")}, ${plural(view.roots.length, "cause")}. Largest first.`}
          first={others.length === 0 && past.points.length === 0}
        >
          <RootBars slug={view.slug} roots={view.roots} />
        </Section>
      )}
      {view.hazards.length > 0 && (
        <Section
          id="hazards"
          title="Hazards by rule"
          method="In production code. One finding may stand at many places; verdicts count places."
          link={<a href={findings}>All {plural(total, "finding")}</a>}
          first={others.length === 0 && view.roots.length === 0 && past.points.length === 0}
        >
          <HazardTable slug={view.slug} hazards={view.hazards} />
        </Section>
      )}
      <Goals goals={goals} />
      <Section
        id="receipt"
        title="Coverage receipt"
        method="What was read, and what was not. A hole never closes a finding."
      >
        <div className="split">
          <Receipt scan={scan} />
          <Repeat project={view} scan={scan} />
        </div>
      </Section>
      {scan.opaque.length > 0 && (
        <Section
          id="opaque"
          title="Not followed"
          method="They may keep Python objects or not: no findings, and not clean. A person has to look."
        >
          <OpaqueStatics statics={scan.opaque} />
        </Section>
      )}
      <Allowed view={view} scan={scan} />
      {scan.problems.length > 0 && (
        <Section id="problems" title="Parse problems" method="Holes in the receipt.">
          <Problems problems={scan.problems} files={scan.files} />
        </Section>
      )}
      <Section
        id="events"
        title="Recent changes"
        method="Newest first, by commit date."
        link={<a href={`/projects/${view.slug}/history#changes`}>All changes</a>}
      >
        {view.events.length > 0 ? (
          <Ledger lines={view.events.map((event) => ({ kind: "event", event }))} now={now} dated />
        ) : (
          <p className="q">Nothing has changed since the first read; its findings are the baseline.</p>
        )}
      </Section>
    </>
  );
}

/** What comments in the source allow, and those that allow nothing. */
function Allowed({ view: { slug, allowed }, scan: { remarks } }: { view: ProjectView; scan: ScanView }) {
  if (allowed === 0 && remarks.length === 0) return null;
  return (
    <Section
      id="allowed"
      title="Allowed in source"
      method="By comments of its maintainers. Shown, and not counted in any verdict."
    >
      {allowed > 0 && (
        <p>
          <a href={`/projects/${slug}/findings?state=allowed`}>{plural(allowed, "finding")}</a>{" "}
          {allowed === 1 ? "is" : "are"} allowed, with a reason each.
        </p>
      )}
      {remarks.length > 0 && <Remarks remarks={remarks} />}
    </Section>
  );
}

function NoExtension({ scan }: { scan: ScanView }) {
  return (
    <Section id="answer" title="Not applicable" method="No Python extension module." first>
      <div className="state-box">
        <p className="say">No crate of this repository binds to Python’s C API, so there is nothing to import.</p>
        <p className="q">
          {count(scan.parsed)} of {plural(scan.files, "Rust file")} read, ruleset {scan.ruleset}.
        </p>
      </div>
    </Section>
  );
}

function Goals({ goals }: { goals: ProjectMilestone[] }) {
  if (goals.length === 0) return null;
  return (
    <Section
      id="milestones"
      title="Milestones"
      method="What the project itself still has to look at for each goal of PyO3's, and what waits for others."
      link={<a href="/milestones">All milestones</a>}
    >
      <ProjectMilestones milestones={goals} />
    </Section>
  );
}
