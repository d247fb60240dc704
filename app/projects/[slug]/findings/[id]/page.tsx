import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EffectsTable } from "#components/effects-table";
import { FindingCode } from "#components/finding-code";
import { effectsOf } from "#components/finding-effects";
import { FindingHead } from "#components/finding-head";
import { LifeEvents } from "#components/life-events";
import { LifeLine } from "#components/life-line";
import { RelatedFindings } from "#components/related-findings";
import { Section } from "#components/section";
import { Steps } from "#components/steps";
import { TypePath } from "#components/type-path";
import { Words } from "#components/words";
import { type Excerpt, readExcerpt } from "#lib/commands/read-excerpt";
import { type FindingView, finding } from "#lib/queries/finding";
import { ruleMeta } from "#lib/queries/rule";
import type { RuleMeta } from "#lib/scan/rule";
import { context, type WebContext } from "../../../../context";

interface Props {
  params: Promise<{ slug: string; id: string }>;
  searchParams: Promise<{ place?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, id } = await params;
  const { store } = await context();
  const view = await finding(store, slug, id);
  return { title: view ? `${view.symbol || view.slug} in ${slug}` : "No such finding" };
}

export default async function FindingPage({ params, searchParams }: Props) {
  const { slug, id } = await params;
  const ctx = await context();
  const view = await finding(ctx.store, slug, id);
  if (!view) notFound();
  const asked = Number((await searchParams).place) - 1;
  const place = view.sites[asked] ? asked : 0;
  const rule = ruleMeta(view.slug);
  const now = ctx.clock();
  const { typePath } = view.evidence;
  return (
    <>
      <FindingHead view={view} rule={rule} now={now} />
      {typePath && typePath.length > 0 && (
        <Section
          id="path"
          title="Type path"
          method="How the static comes to hold a Python reference. Each line is the declared type of the one above."
          first
        >
          <TypePath steps={typePath} origin={view.project} sha={view.seenAt} />
        </Section>
      )}
      <Section
        id="code"
        title="Code"
        method={view.seenAt ? `At ${view.seenAt.slice(0, 7)}. Shown as text: capped, escaped, never run.` : null}
        first={!typePath?.length}
      >
        <FindingCode view={view} place={place} excerpt={await excerptAt(ctx, view, place)} />
      </Section>
      {rule && <Reasons view={view} rule={rule} />}
      <Section
        id="life"
        title="Life"
        method="One finding, followed across moves. A new line number is not a new finding."
      >
        <LifeLine life={view.life} present={view.present} now={now} />
        <LifeEvents life={view.life} present={view.present} origin={view.project} now={now} />
      </Section>
      <Relatives view={view} />
    </>
  );
}

async function excerptAt(ctx: WebContext, view: FindingView, place: number): Promise<Excerpt> {
  const site = view.sites[place];
  if (!site || !view.seenAt) return { lines: null, reason: "No commit is recorded for it." };
  return readExcerpt(ctx, { project: view.project, sha: view.seenAt, ...site });
}

function Reasons({ view, rule }: { view: FindingView; rule: RuleMeta }) {
  const { gate } = view;
  return (
    <>
      <Section
        id="why"
        title="Why, and where"
        method="By kind of interpreter. The gate is the module’s, the hazard is this finding’s."
        link={<a href={`/rules/${rule.slug}`}>The rule, in full</a>}
      >
        <EffectsTable effects={effectsOf(view, rule)} gate={gate} />
        {gate?.ownGil === "refused" && (
          <p className="note">
            <Words text="A refusal can be switched off for a whole process with `_imp._override_multi_interp_extensions_check`. The hazard column says what is met then." />
          </p>
        )}
      </Section>
      {rule.remedy.length > 0 && (
        <Section id="do" title="What to do" method={remedyFor(view)}>
          <Steps remedy={rule.remedy} />
        </Section>
      )}
    </>
  );
}

function remedyFor(view: FindingView): string {
  if (view.owner === "framework") return "For PyO3. A crate can only avoid the construct until then.";
  if (view.owner === "dependency") return "For the dependency, or for whoever chooses another.";
  return `For the maintainers of ${view.project.slug}.`;
}

function Relatives({ view }: { view: FindingView }) {
  const { siblings, neighbours, project, root } = view;
  if (siblings.count === 0 && neighbours.count === 0) return null;
  const list = `/projects/${project.slug}/findings`;
  return (
    <Section id="related" title="Related" method="Present findings that share a cause or a file with this one.">
      <div className="cols2">
        {siblings.count > 0 && (
          <RelatedFindings
            slug={project.slug}
            title="Same root cause"
            related={siblings}
            all={`${list}?scope=any&root=${encodeURIComponent(root ?? "")}`}
          />
        )}
        {neighbours.count > 0 && (
          <RelatedFindings
            slug={project.slug}
            title="Same file"
            related={neighbours}
            all={`${list}?scope=any&q=${encodeURIComponent(`${view.path}:`)}`}
          />
        )}
      </div>
    </Section>
  );
}
