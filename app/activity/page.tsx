import type { Metadata } from "next";
import { ActivityFilterForm } from "#components/activity-filter";
import { ActivityNow } from "#components/activity-now";
import { ActivityScans } from "#components/activity-scans";
import { ActivityShelf } from "#components/activity-shelf";
import { count, plural } from "#components/format";
import { HostFailures } from "#components/host-failures";
import { Ledger } from "#components/ledger";
import { PageLinks } from "#components/page-links";
import { Section } from "#components/section";
import { type ActivityFilter, type ActivityView, activity } from "#lib/queries/activity";
import { type FilterParams, pageNumber } from "#lib/queries/finding-filter";
import { context } from "../context";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage({ searchParams }: { searchParams: Promise<FilterParams> }) {
  const { store, clock } = await context();
  const params = await searchParams;
  const project = typeof params.project === "string" && params.project !== "" ? params.project : null;
  const filter = { project, eventPage: pageNumber(params.events), scanPage: pageNumber(params.scans) };
  const view = await activity(store, filter);
  const now = clock();
  return (
    <>
      <div className="head">
        <h1>{headline(view)}</h1>
        <p className="dek">
          The workers clone and fetch repositories, read commits and write down what changed. Nothing cloned is built or
          run.
        </p>
        <ActivityFilterForm
          projects={view.projects}
          chosen={view.filter.project}
          unknown={unknownProject(view, project)}
        />
      </div>
      <Section id="now" title="Now" method="What the workers hold at this moment." first>
        <ActivityNow running={view.running} waiting={view.waiting} now={now} />
      </Section>
      <Section
        id="shelf"
        title="Shelf"
        method="Work that failed, with its reason. What was known before stays as it was."
      >
        <HostFailures failures={view.failures} now={now} />
        {(view.shelf.length > 0 || view.failures.length === 0) && <ActivityShelf shelf={view.shelf} now={now} />}
      </Section>
      <Changes view={view} now={now} />
    </>
  );
}

function Changes({ view, now }: { view: ActivityView; now: Date }) {
  const { events, scans, filter } = view;
  return (
    <>
      <Section
        id="changes"
        title="Changes"
        method="Newest first, by commit date. What a first read finds is a baseline, not a change."
      >
        {events.total === 0 ? (
          <p className="q">No change yet. Changes appear when a second commit of a project is read.</p>
        ) : (
          <div className="dated">
            <Ledger lines={events.lines.map((event) => ({ kind: "event", event }))} now={now} />
          </div>
        )}
        <PageLinks
          name="Changes"
          page={Math.min(filter.eventPage, events.pages)}
          pages={events.pages}
          hrefOf={(page) => addressOf({ ...filter, eventPage: page }, "changes")}
        />
      </Section>
      <Section id="scans" title="Scans" method="Commits that were read, newest first, each with its receipt.">
        <ActivityScans lines={scans.lines} now={now} />
        <PageLinks
          name="Scans"
          page={Math.min(filter.scanPage, scans.pages)}
          pages={scans.pages}
          hrefOf={(page) => addressOf({ ...filter, scanPage: page }, "scans")}
        />
      </Section>
    </>
  );
}

function headline({ running, waiting, failures, shelf, filter }: ActivityView): string {
  const failed = failures.reduce((sum, { projects }) => sum + projects.length, shelf.length);
  const work =
    running.length === 0 ? "Nothing runs" : `${plural(running.length, "job")} ${running.length === 1 ? "runs" : "run"}`;
  const rest =
    waiting.count === 0 ? "nothing waits" : `${count(waiting.count)} ${waiting.count === 1 ? "waits" : "wait"}`;
  const where = filter.project === null ? "" : ` for ${filter.project}`;
  return `${work} and ${rest}${where}${failed === 0 ? "" : `; ${count(failed)} failed when last tried`}.`;
}

function unknownProject(view: ActivityView, asked: string | null): string | null {
  return asked !== null && view.filter.project === null ? asked : null;
}

function addressOf(filter: ActivityFilter, anchor: string): string {
  const query = new URLSearchParams();
  if (filter.project) query.set("project", filter.project);
  if (filter.eventPage > 1) query.set("events", String(filter.eventPage));
  if (filter.scanPage > 1) query.set("scans", String(filter.scanPage));
  const text = query.toString();
  return `/activity${text && `?${text}`}#${anchor}`;
}
