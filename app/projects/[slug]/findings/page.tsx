import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FindingFacets, FindingSearch } from "#components/finding-filters";
import { FindingTable } from "#components/finding-table";
import { FindingViews } from "#components/finding-views";
import { FindingsHeadline } from "#components/findings-headline";
import { plural } from "#components/format";
import { PageLinks } from "#components/page-links";
import { type FilterParams, filterQuery, readFindingFilter } from "#lib/queries/finding-filter";
import { type FindingsView, findings } from "#lib/queries/findings";
import { context } from "../../../context";

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<FilterParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Findings in ${(await params).slug}` };
}

export default async function FindingsPage({ params, searchParams }: Props) {
  const { store } = await context();
  const view = await findings(store, (await params).slug, readFindingFilter(await searchParams));
  if (!view) notFound();
  return (
    <>
      <div className="head tight">
        <p className="crumb">
          <a href="/projects">Projects</a> / <a href={`/projects/${view.slug}`}>{view.slug}</a> / Findings
        </p>
        <FindingsHeadline view={view} />
      </div>
      {view.sha === null ? <Unread slug={view.slug} /> : <Results view={view} />}
    </>
  );
}

function Results({ view }: { view: FindingsView }) {
  const { slug, filter, groups, facets, pages } = view;
  const hrefOf = (page: number) => `/projects/${slug}/findings${filterQuery({ ...filter, page })}`;
  return (
    <>
      <FindingSearch filter={filter} />
      <FindingViews view={view} />
      <section className="sec with-facets below" aria-label="Results">
        <header className="facets" id="facets">
          <FindingFacets facets={facets} filter={filter} />
        </header>
        <div>
          {view.matches === 0 ? <NoMatch view={view} /> : <FindingTable slug={slug} groups={groups} filter={filter} />}
          <PageLinks name="Findings" page={filter.page} pages={pages} hrefOf={hrefOf} />
        </div>
      </section>
    </>
  );
}

function NoMatch({ view }: { view: FindingsView }) {
  const { slug, headline } = view;
  return (
    <div className="state-box">
      <p className="say">No finding of {slug} matches.</p>
      <p className="q">
        {plural(headline.findings, "finding")} in production code at this commit, 0 with these filters.{" "}
        <a href={`/projects/${slug}/findings`}>Remove the filters</a> or{" "}
        <a href={`/projects/${slug}/findings?scope=any&state=any`}>look at everything ever recorded</a>.
      </p>
    </div>
  );
}

function Unread({ slug }: { slug: string }) {
  return (
    <section className="sec first" aria-label="State">
      <header>
        <h2>Nothing yet</h2>
      </header>
      <div className="state-box">
        <p className="say">No commit of {slug} has been read yet, so nothing can be said about it.</p>
        <p className="q">
          <a href={`/projects/${slug}`}>The project’s page</a> shows what the worker is doing.{" "}
          <a href="/activity">Activity</a> shows what waits and what failed.
        </p>
      </div>
    </section>
  );
}
