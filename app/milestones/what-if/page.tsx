import type { Metadata } from "next";
import { Section } from "#components/section";
import { OutcomeSentence, WhatIfForm, WhatIfOutcome } from "#components/what-if";
import { Reach, Waiting, Who } from "#components/what-if-tables";
import { whatIf } from "#lib/queries/what-if";
import { context } from "../../context";

export const metadata: Metadata = { title: "What if" };
export const dynamic = "force-dynamic";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function WhatIfPage({ searchParams }: Props) {
  const { store } = await context();
  const { change, status, reach } = await searchParams;
  const lists = { statuses: [status ?? []].flat(), reach: [reach].flat()[0] };
  const view = whatIf(store, [change ?? []].flat(), lists);
  return (
    <>
      <div className="head">
        <nav className="crumb" aria-label="Breadcrumb">
          <a href="/milestones">Milestones</a> / What if
        </nav>
        <h1>
          <OutcomeSentence view={view} />
        </h1>
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
      <Reach view={view} />
      <Who view={view} />
      <Waiting view={view} />
    </>
  );
}
