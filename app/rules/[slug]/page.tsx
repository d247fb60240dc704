import type { Metadata } from "next";
import { notFound, permanentRedirect } from "next/navigation";
import { EffectsTable } from "#components/effects-table";
import { ownerWord } from "#components/finding-words";
import { plural } from "#components/format";
import { Markdown } from "#components/markdown";
import { SeverityMark } from "#components/marks";
import { OrjsonAnswers } from "#components/orjson-answers";
import { RuleExamples } from "#components/rule-examples";
import { RuleMeasured } from "#components/rule-measured";
import { RulePairs } from "#components/rule-pairs";
import { RuleShares } from "#components/rule-shares";
import { RuleWeights } from "#components/rule-weights";
import { Section } from "#components/section";
import { Steps } from "#components/steps";
import { VersionsTable } from "#components/versions-table";
import { Words } from "#components/words";
import { type RuleView, rule, ruleMeta } from "#lib/queries/rule";
import { versionRows } from "#lib/rules/cpython";
import { context } from "../../context";

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: ruleMeta((await params).slug)?.slug ?? "No such rule" };
}

export default async function RulePage({ params }: Props) {
  const { store } = await context();
  const { slug } = await params;
  const view = await rule(store, slug);
  if (!view) notFound();
  // A code is a name of a rule too; the page has one address.
  if (view.meta.slug !== slug) permanentRedirect(`/rules/${view.meta.slug}`);
  const { meta, examples } = view;
  return (
    <>
      <Head view={view} />
      <Section id="why" title="Why it matters" first>
        <div className="prose">
          <Markdown text={meta.why} />
        </div>
      </Section>
      <Section id="effects" title="By interpreter" method="Severity before origin and conditions are considered.">
        <EffectsTable effects={meta.effects} />
      </Section>
      <Section id="versions" title="By CPython" method="A legacy interpreter exists in all of them.">
        <VersionsTable rows={versionRows(meta)} />
      </Section>
      {view.weights.some(({ severity }) => severity !== meta.severity) && (
        <Section id="weights" title="Given and in effect" method="Places in production code of all tracked projects.">
          <RuleWeights view={view} />
        </Section>
      )}
      {examples.pairs.length > 0 && (
        <Section
          id="change"
          title="Before and after"
          method="Both sides are tests of the scanner; the second is not reported."
        >
          <RulePairs slug={meta.slug} pairs={examples.pairs} />
        </Section>
      )}
      <Section id="look-alikes" title="Look-alikes" method="Every example is also a test of the scanner.">
        <Markdown text={examples.intro} />
        <RuleExamples slug={meta.slug} reported={examples.reported} unreported={examples.unreported} />
      </Section>
      <Section id="ecosystem" title="In the ecosystem" method={shareOf(view)}>
        <RuleShares view={view} />
      </Section>
      {meta.remedy.length > 0 && (
        <Section id="do" title="What to do">
          <Steps remedy={meta.remedy} />
        </Section>
      )}
      <Section
        id="measured"
        title="How sure"
        method="Against places that a person labelled before, in public repositories."
      >
        <RuleMeasured measured={view.measured} />
      </Section>
      {view.answers.length > 0 && (
        <Section
          id="orjson"
          title="Said of orjson"
          method="An early analysis of orjson 3.11.5, answered."
          link={<a href="/about#orjson">All answers</a>}
        >
          <OrjsonAnswers answers={view.answers} />
        </Section>
      )}
      <Sources view={view} />
    </>
  );
}

function shareOf({ read, shares, rest }: RuleView): string {
  if (read === 0) return "No tracked project has been read yet.";
  const projects = shares.length + (rest?.projects ?? 0);
  return `${projects} of ${plural(read, "tracked project")}. Ordered by places in production code.`;
}

function Head({ view }: { view: RuleView }) {
  const { meta } = view;
  return (
    <div className="head">
      <p className="crumb">
        <a href="/rules">Rules</a> / {meta.group}
      </p>
      <h1>
        <code>{meta.slug}</code>
      </h1>
      <p className="verdict-line">
        <Words text={meta.summary} />
      </p>
      <p className="facts">
        <span>{meta.code}</span>
        <SeverityMark severity={meta.severity} />
        <span>
          owner <b>{ownerWord(meta.owner)}</b>
        </span>
        <span>
          revision <b>{meta.revision}</b>, ruleset <b>{view.ruleset}</b>
        </span>
        {meta.milestones.length > 0 && (
          <span>
            feeds <b>{meta.milestones.join(", ")}</b> of{" "}
            <a href="https://github.com/PyO3/pyo3/issues/3451">PyO3/pyo3#3451</a>
          </span>
        )}
      </p>
    </div>
  );
}

function Sources({ view }: { view: RuleView }) {
  const { meta } = view;
  return (
    <Section
      id="sources"
      title="Where this comes from"
      method="A changed rule is marked as reclassified, never as fixed."
    >
      <div className="cols2">
        <div>
          <h3>References</h3>
          {meta.references.length === 0 && <p className="small q">None beside the examples above.</p>}
          <ul className="refs">
            {meta.references.map((reference) => (
              <li key={reference.url}>
                <a href={reference.url}>{reference.title}</a>
              </li>
            ))}
          </ul>
        </div>
        <div>
          <h3>Ask on your machine</h3>
          <p className="log">npm run --silent subready -- explain {meta.slug}</p>
        </div>
      </div>
    </Section>
  );
}
