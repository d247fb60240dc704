import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { plural } from "#components/format";
import { StatusMark } from "#components/marks";
import { Counted } from "#components/rows";
import { Section } from "#components/section";
import { whatIfUrl } from "#components/what-if";
import { AfterMark, SupposedFindings } from "#components/what-if-tables";
import { type WhatIfProject, whatIfProject } from "#lib/queries/what-if-project";
import { context } from "../../../context";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `What if: ${(await params).slug}` };
}

export default async function WhatIfProjectPage({ params, searchParams }: Props) {
  const [{ slug }, { change }] = [await params, await searchParams];
  const { store } = await context();
  const view = whatIfProject(store, slug, [change ?? []].flat());
  if (!view) notFound();
  const { chosen, outcome, groups } = view;
  return (
    <>
      <div className="head">
        <nav className="crumb" aria-label="Breadcrumb">
          <a href="/milestones">Milestones</a> / <a href={whatIfUrl(chosen)}>What if</a> / {slug}
        </nav>
        <h1>
          <Headline slug={slug} view={view} />
        </h1>
        <p className="facts">
          <span>
            today <StatusMark status={outcome.today} />
          </span>
          <span>
            after <AfterMark outcome={outcome} />
          </span>
          <span>
            <a href={`/projects/${slug}`}>The project's page</a>
          </span>
        </p>
      </div>
      {groups.map(({ id, rows, places }, at) => (
        <Section
          key={id}
          id={id}
          title={words[id].title}
          method={
            <>
              {words[id].method} {rows.length > 0 && <Counted n={`${plural(places, "place")}.`} href={`#${id}`} />}
            </>
          }
          first={at === 0}
        >
          {rows.length > 0 ? <SupposedFindings slug={slug} rows={rows} /> : <p className="q">None.</p>}
        </Section>
      ))}
    </>
  );
}

const words: Record<WhatIfProject["groups"][number]["id"], { title: string; method: string }> = {
  taken: { title: "Taken away", method: "By the chosen changes." },
  waits: { title: "Left of PyO3's", method: "Critical and moderate findings that wait for the framework." },
  others: { title: "Everything else", method: "What the project or a library would change, and what does not weigh." },
};

function Headline({ slug, view: { chosen, groups } }: { slug: string; view: WhatIfProject }) {
  const [taken, waits] = groups;
  if (!taken || !waits) return slug;
  const left = (
    <>
      <Counted n={waits.places} href="#waits" /> of PyO3's would be left
    </>
  );
  if (chosen.length === 0)
    return (
      <>
        With no change chosen, {left} in {slug}.
      </>
    );
  return (
    <>
      With <Counted n={plural(chosen.length, "change")} href={whatIfUrl(chosen)} />,{" "}
      <Counted n={plural(taken.places, "place")} href="#taken" /> in {slug} would go and {left}.
    </>
  );
}
