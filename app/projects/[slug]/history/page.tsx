import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CompareForm } from "#components/compare-form";
import { EventFilter } from "#components/event-filter";
import { clean, plural } from "#components/format";
import { OwnerTrend, RuleTrend, SeverityTrend } from "#components/history-charts";
import { HistoryState, Seams } from "#components/history-state";
import { Ledger } from "#components/ledger";
import { Live } from "#components/live";
import { PageLinks } from "#components/page-links";
import { Section } from "#components/section";
import { eventPage } from "#lib/queries/activity-events";
import { pageNumber } from "#lib/queries/finding-filter";
import { type HistoryView, history } from "#lib/queries/history";
import { project } from "#lib/queries/project";
import { ruleNames } from "#lib/queries/rule";
import { context } from "../../../context";

export const dynamic = "force-dynamic";

type Params = Record<string, string | string[] | undefined>;
interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Params>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `History of ${clean((await params).slug, 80)}` };
}

export default async function HistoryPage({ params, searchParams }: Props) {
  const [{ slug }, asked] = [await params, await searchParams];
  const { store, clock } = await context();
  const now = clock();
  const [view, summary] = await Promise.all([history(store, slug), project(store, slug)]);
  if (!view || view.removedAt) notFound();
  return (
    <>
      <div className="head">
        <p className="crumb">
          <a href="/projects">Projects</a> / <a href={`/projects/${slug}`}>{clean(slug, 80)}</a> / History
        </p>
        <h1>{headline(view)}</h1>
        <HistoryState view={view} now={now} />
      </div>
      {view.points.length > 0 && <Trends view={view} now={now} />}
      <Changes view={view} asked={asked} now={now} />
      {view.state === "reading" && summary && (
        <Live url={`/api/v1/projects/${slug}`} version={summary.version} here={`/projects/${slug}/history`} />
      )}
    </>
  );
}

function headline({ slug, state, points, countedFrom }: HistoryView): string {
  const [first, last] = [points.find(({ position }) => position >= countedFrom), points.at(-1)];
  if (!first || !last)
    return state === "reading" ? `The history of ${slug} is being read` : `No history of ${slug} yet`;
  const [before, after] = [first.owners.crate.critical, last.owners.crate.critical];
  const since = first.at.getUTCFullYear();
  if (before === after) return `${slug} has ${plural(after, "critical finding")} of its own, as in ${since}`;
  return `${slug} went from ${before} to ${plural(after, "critical finding")} of its own since ${since}`;
}

function Trends({ view, now }: { view: HistoryView; now: Date }) {
  const last = view.points.at(-1);
  const codes = ruleCodes(view);
  return (
    <>
      <Section id="trend" title="By severity" method="Own findings in production code, counted in places." first>
        <SeverityTrend view={view} now={now} />
        <Seams seams={view.seams} now={now} />
      </Section>
      <Section id="owners" title="By owner" method="Who would have to change: the crate, PyO3, or a dependency.">
        <OwnerTrend view={view} now={now} />
      </Section>
      {codes.length > 0 && (
        <Section
          id="rules"
          title="By rule"
          method={last ? "Those that changed most, or have most." : null}
          link={<a href={`/projects/${view.slug}/findings`}>All findings</a>}
        >
          <div className="charts">
            {codes.map((code) => (
              <div key={code}>
                <h3>{ruleNames.get(code) ?? code}</h3>
                <RuleTrend view={view} code={code} now={now} />
              </div>
            ))}
          </div>
        </Section>
      )}
      <Section id="compare" title="Compare" method="Any two releases, commits or dates.">
        <CompareForm slug={view.slug} releases={view.releases.map(({ tag }) => tag)} from="" to="" />
      </Section>
    </>
  );
}

const MOST_RULES = 6;

/** Rules in the order of how much they moved, then of how many findings they have. */
function ruleCodes({ points }: HistoryView): string[] {
  const last = points.at(-1)?.rules ?? {};
  const seen = new Set(points.flatMap(({ rules }) => Object.keys(rules)));
  const range = (code: string) => {
    const values = points.map(({ rules }) => rules[code] ?? 0);
    return Math.max(...values) - Math.min(...values);
  };
  return [...seen]
    .map((code) => ({ code, moved: range(code), now: last[code] ?? 0 }))
    .sort((a, b) => b.moved - a.moved || b.now - a.now || (a.code < b.code ? -1 : 1))
    .slice(0, MOST_RULES)
    .map(({ code }) => code);
}

async function Changes({ view, asked, now }: { view: HistoryView; asked: Params; now: Date }) {
  const { store } = await context();
  const kind = one(asked.kind);
  const rule = one(asked.rule);
  const events = eventPage(store, view.id, pageNumber(asked.page), { kind, rule });
  const page = Math.min(pageNumber(asked.page), events.pages);
  const query = new URLSearchParams({ ...(kind && { kind }), ...(rule && { rule }) });
  const hrefOf = (to: number) => `/projects/${view.slug}/history?${query}${query.size ? "&" : ""}page=${to}#changes`;
  return (
    <Section
      id="changes"
      title="Changes"
      method={`${plural(events.total, "event")}, newest first, by commit date. A new line number is none.`}
      first={view.points.length === 0}
    >
      <EventFilter action={`/projects/${view.slug}/history#changes`} kind={kind ?? ""} rule={rule ?? ""} />
      {events.lines.length > 0 ? (
        <Ledger lines={events.lines.map((event) => ({ kind: "event", event }))} now={now} dated />
      ) : (
        <p className="q">
          {kind || rule
            ? "No event of this kind is recorded."
            : "Nothing has changed since the first commit that was read."}
        </p>
      )}
      <PageLinks name="Changes" page={page} pages={events.pages} hrefOf={hrefOf} />
    </Section>
  );
}

const one = (value: string | string[] | undefined): string | undefined => {
  const text = Array.isArray(value) ? value[0] : value;
  return text ? text.slice(0, 60) : undefined;
};
