import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EcosystemTables } from "#components/ecosystem-tables";
import { clean, plural } from "#components/format";
import { Counted, Ratio } from "#components/rows";
import { ecosystemMonth, type MonthView } from "#lib/queries/ecosystem-month";
import { context } from "../../../context";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ month: string }>;
  searchParams: Promise<{ ask?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Projects in ${clean((await params).month, 20)}` };
}

export default async function MonthPage({ params, searchParams }: Props) {
  const [{ month }, { ask }] = [await params, await searchParams];
  const { store, clock } = await context();
  const view = ecosystemMonth(store, month, clock(), [ask].flat()[0]);
  if (!view) notFound();
  return (
    <>
      <div className="head">
        <nav className="crumb" aria-label="Breadcrumb">
          <a href="/milestones">Milestones</a> / <time>{month}</time>
        </nav>
        <h1>
          <Headline view={view} />
        </h1>
        <p className="dek">
          From recorded histories, as today's rules judge them: each project at its last commit until the end of the
          month. Those whose history does not reach back that far are not counted.
        </p>
        <p className="facts">
          {view.previous && <Month month={view.previous} ask={view.asked?.id} rel="prev" />}
          {view.next && <Month month={view.next} ask={view.asked?.id} rel="next" />}
        </p>
      </div>
      <EcosystemTables view={view} then={view} />
    </>
  );
}

function Headline({ view: { month, of, asked, rows } }: { view: MonthView }) {
  if (asked)
    return (
      <>
        Projects {asked.asks} in <time>{month}</time>:{" "}
        <Ratio n={rows.filter(({ holds }) => holds).length} of={of} href="#projects" />.
      </>
    );
  return (
    <>
      In <time>{month}</time>, <Counted n={plural(of, "project")} href="#projects" /> with an extension{" "}
      {of === 1 ? "was" : "were"} known.
    </>
  );
}

function Month({ month, ask, rel }: { month: string; ask: string | undefined; rel: "prev" | "next" }) {
  return (
    <span>
      <a href={`/milestones/months/${month}${ask ? `?ask=${ask}` : ""}`} rel={rel}>
        {rel === "prev" ? `← ${month}` : `${month} →`}
      </a>
    </span>
  );
}
