import type { Metadata } from "next";
import { Columns } from "#components/columns";
import { count } from "#components/format";
import { StatusMark } from "#components/marks";
import { Section } from "#components/section";
import { AfterMark, outcomeSentence, WhatIfForm, WhatIfOutcome } from "#components/what-if";
import { type WhatIfView, whatIf } from "#lib/queries/what-if";
import { context } from "../../context";

export const metadata: Metadata = { title: "What if" };
export const dynamic = "force-dynamic";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function WhatIfPage({ searchParams }: Props) {
  const { store } = await context();
  const view = whatIf(store, [(await searchParams).change ?? []].flat());
  return (
    <>
      <div className="head">
        <nav className="crumb" aria-label="Breadcrumb">
          <a href="/milestones">Milestones</a> / What if
        </nav>
        <h1>{outcomeSentence(view)}</h1>
        <p className="dek">
          Computed by leaving out the findings that a change would take away, told by their rule or by the types on the
          way from the static to the Python reference, and deciding every status anew. What each change assumes stands
          beside it. The address holds the choice.
        </p>
      </div>
      <Section id="changes" title="Suppose" method="Ranked by projects moved, next to what is already chosen." first>
        <div className="suppose">
          <WhatIfForm view={view} />
          <WhatIfOutcome view={view} />
        </div>
      </Section>
      {view.moved.length > 0 && <Moved view={view} />}
      {view.waiting.length > 0 && <Waiting view={view} />}
    </>
  );
}

function Moved({ view }: { view: WhatIfView }) {
  return (
    <Section id="moved" title="Who moves" method={`${count(view.moved.length)} of ${count(view.projects)} projects.`}>
      <table className="stackable packed">
        <caption className="sr">Projects whose status changes</caption>
        <Columns names={["Project", "Today", "After"]} />
        <tbody>
          {view.moved.map((outcome) => (
            <tr key={outcome.slug}>
              <td>
                <a className="name" href={`/projects/${outcome.slug}`}>
                  {outcome.slug}
                </a>
              </td>
              <td data-l="Today">
                <StatusMark status={outcome.today} />
              </td>
              <td data-l="After">
                <AfterMark outcome={outcome} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Waiting({ view }: { view: WhatIfView }) {
  return (
    <Section id="waiting" title="Still waiting" method="Candidates, by what would be left of PyO3's hazards in them.">
      <table className="stackable packed">
        <caption className="sr">Candidates that still wait for PyO3</caption>
        <Columns names={["Project", "Places left"]} right={["Places left"]} />
        <tbody>
          {view.waiting.map(({ slug, frameworkLeft }) => (
            <tr key={slug}>
              <td>
                <a className="name" href={`/projects/${slug}`}>
                  {slug}
                </a>
              </td>
              <td className="r" data-l="Places left">
                <a href={`/projects/${slug}/findings?owner=framework`}>{count(frameworkLeft)}</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
