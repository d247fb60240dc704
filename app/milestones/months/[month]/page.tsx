import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { clean, count, plural } from "#components/format";
import { MonthProjects, MonthQuestions } from "#components/month-tables";
import { Section } from "#components/section";
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
  const { asked, of, groups, index } = view;
  return (
    <>
      <div className="head">
        <nav className="crumb" aria-label="Breadcrumb">
          <a href="/milestones">Milestones</a> / {month}
        </nav>
        <h1>{headline(view)}</h1>
        <p className="dek">
          From recorded histories, as today's rules judge them: each project at its last commit until the end of the
          month. Those whose history does not reach back that far are not counted.
        </p>
        <p className="facts">
          {view.previous && <Month month={view.previous} ask={asked?.id} rel="prev" />}
          {view.next && <Month month={view.next} ask={asked?.id} rel="next" />}
        </p>
      </div>
      {asked && (
        <Section id="projects" title="Projects" method={`Projects ${asked.asks}: those for which it held first.`} first>
          <MonthProjects month={month} today={view.today} asked={asked} />
        </Section>
      )}
      {groups.map(({ id, title, questions }, at) => (
        <Section key={id} id={id} title={title} method={methods[id] ?? null} first={!asked && at === 0}>
          <MonthQuestions month={month} of={of} questions={questions} />
          {id === "levels" && index.projects > 0 && (
            <p className="note">
              Weighed as in the <a href="/milestones/readiness#levels">readiness index</a>, they add up to{" "}
              {(index.tenths / 10).toFixed(1)}; ÷ {count(index.projects)}, that is{" "}
              <b>{(index.tenths / 10 / index.projects).toFixed(2)}</b>.
            </p>
          )}
        </Section>
      ))}
    </>
  );
}

const methods: Record<string, string> = {
  goals: "What each goal asks of every project.",
  classes: "Projects without any finding of a class.",
  statuses: "Each project has one.",
  levels: "What the readiness index weighs; who is unknown has none.",
};

function headline({ month, of, asked }: MonthView): string {
  if (!asked) return `In ${month}, ${plural(of, "project")} with an extension ${of === 1 ? "was" : "were"} known.`;
  const holds = asked.rows.filter((row) => row.holds).length;
  return `Projects ${asked.asks} in ${month}: ${count(holds)} of ${count(of)}.`;
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
