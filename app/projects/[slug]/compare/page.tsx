import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CompareForm } from "#components/compare-form";
import { ComparedTable, CompareSides } from "#components/compared";
import { clean, listed, plural } from "#components/format";
import { Section } from "#components/section";
import { findSide } from "#lib/commands/find-side";
import { type Comparison, compare } from "#lib/queries/compare";
import { history } from "#lib/queries/history";
import { context } from "../../../context";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ from?: string | string[]; to?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Compare ${clean((await params).slug, 80)}` };
}

export default async function ComparePage({ params, searchParams }: Props) {
  const [{ slug }, asked] = [await params, await searchParams];
  const ctx = await context();
  const view = await history(ctx.store, slug);
  if (!view || view.removedAt) notFound();
  const [from, to] = [text(asked.from), text(asked.to)];
  const [a, b] = await Promise.all([findSide(ctx, view, from), findSide(ctx, view, to)]);
  const [first, last] = a && b && a.position > b.position ? [b, a] : [a, b];
  const result = first && last ? await compare(ctx.store, view.id, first, last) : null;
  const unknown = [...(from && !a ? [from] : []), ...(to && !b ? [to] : [])];
  return (
    <>
      <div className="head">
        <p className="crumb">
          <a href="/projects">Projects</a> / <a href={`/projects/${slug}`}>{clean(slug, 80)}</a> /{" "}
          <a href={`/projects/${slug}/history`}>History</a> / Compare
        </p>
        <h1>{result ? headline(slug, result) : `Compare two commits of ${clean(slug, 80)}`}</h1>
        <CompareForm
          slug={slug}
          releases={view.releases.map(({ tag }) => tag)}
          from={clean(from, 120)}
          to={clean(to, 120)}
        />
        {unknown.length > 0 && (
          <p className="dek" role="alert">
            Nothing on the recorded line of {clean(slug, 80)} is called{" "}
            {unknown.map((name) => `“${clean(name, 60)}”`).join(" or ")}. Name a release, a commit of the default
            branch, or a date such as 2024-06-30.
          </p>
        )}
        {a && b && a.position > b.position && <p className="q">The older of the two stands first.</p>}
      </div>
      {result && <Result slug={slug} result={result} now={ctx.clock()} />}
    </>
  );
}

const text = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? "";

function headline(slug: string, { from, to, appeared, fixed, moved, rejudged }: Comparison): string {
  const parts = [
    ...(appeared.length > 0 ? [`${plural(appeared.length, "finding")} appeared`] : []),
    ...(fixed.length > 0 ? [`${fixed.length} ${fixed.length === 1 ? "was" : "were"} fixed`] : []),
    ...(moved.length > 0 ? [`${moved.length} moved`] : []),
    ...(rejudged.length > 0 ? [`${rejudged.length} ${rejudged.length === 1 ? "counts" : "count"} differently`] : []),
  ];
  return `${clean(slug, 60)} ${clean(from.name, 40)} → ${clean(to.name, 40)}: ${listed(parts) || "no finding came or went"}`;
}

function Result({ slug, result, now }: { slug: string; result: Comparison; now: Date }) {
  const { vendored } = result;
  return (
    <>
      <Section id="sides" title="Both ends" method="The verdict at each of the two commits." first>
        <CompareSides slug={slug} result={result} now={now} />
        {vendored.came + vendored.went > 0 && (
          <p className="note">
            Code of another project was copied in or taken out in between: {plural(vendored.came, "finding")} came with
            it, {vendored.went} went. They are not listed, since they are not this project’s own.
          </p>
        )}
      </Section>
      <Part
        id="appeared"
        title="Appeared"
        method="Present at the end, not at the start."
        slug={slug}
        rows={result.appeared}
      />
      <Part id="fixed" title="Fixed" method="Present at the start, not at the end." slug={slug} rows={result.fixed} />
      <Part
        id="moved"
        title="Moved"
        method="Present at both, in another module or file."
        slug={slug}
        rows={result.moved}
      />
      <Part
        id="rejudged"
        title="Rejudged"
        method="Present at both, and counted differently for what changed around it."
        slug={slug}
        rows={result.rejudged}
      />
      <Part
        id="reclassified"
        title="Reclassified"
        method="A rule changed in between. The code did not."
        slug={slug}
        rows={result.reclassified}
      />
    </>
  );
}

function Part(part: { id: string; title: string; method: string; slug: string; rows: Comparison["appeared"] }) {
  if (part.rows.length === 0) return null;
  return (
    <Section id={part.id} title={`${part.title} (${part.rows.length})`} method={part.method}>
      <ComparedTable slug={part.slug} title={part.title} rows={part.rows} />
    </Section>
  );
}
