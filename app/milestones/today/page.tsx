import type { Metadata } from "next";
import { EcosystemTables } from "#components/ecosystem-tables";
import { plural } from "#components/format";
import { Counted, Ratio } from "#components/rows";
import { type EcosystemView, ecosystemToday } from "#lib/queries/ecosystem-month";
import { context } from "../../context";

export const metadata: Metadata = { title: "Projects today" };
export const dynamic = "force-dynamic";

interface Props {
  searchParams: Promise<{ ask?: string | string[] }>;
}

export default async function TodayPage({ searchParams }: Props) {
  const { ask } = await searchParams;
  const { store } = await context();
  const view = ecosystemToday(store, [ask].flat()[0]);
  return (
    <>
      <div className="head">
        <nav className="crumb" aria-label="Breadcrumb">
          <a href="/milestones">Milestones</a> / Today
        </nav>
        <h1>
          <Headline view={view} />
        </h1>
        <p className="dek">
          Every tracked project that was read and ships an extension, at its newest scanned commit. PyO3 itself is
          measured by checks and is none of them.
        </p>
      </div>
      <EcosystemTables view={view} then={null} />
    </>
  );
}

function Headline({ view: { of, asked, rows } }: { view: EcosystemView }) {
  if (asked)
    return (
      <>
        Projects {asked.asks}: <Ratio n={rows.filter(({ holds }) => holds).length} of={of} href="#projects" />.
      </>
    );
  return (
    <>
      <Counted n={plural(of, "project")} href="#projects" /> with an extension {of === 1 ? "is" : "are"} known.
    </>
  );
}
