import { Fragment } from "react";
import { ChartTable } from "#components/chart-table";
import { partId } from "#components/milestone-checks";
import { Counted, monthUrl, Ratio } from "#components/rows";
import { type ChartLine, changesOf, StepChart } from "#components/step-chart";
import type { PartProgress } from "#lib/milestones/evaluate";
import type { MilestoneLine, MilestonesView, Moment, Share } from "#lib/queries/milestones";

const HALF = 520;
const month = (at: Date): string => at.toISOString().slice(0, 7);

/** PyO3's checks and the ecosystem's projects through time, side by side. */
export function MilestoneCharts({ line, now }: { line: MilestoneLine; now: Date }) {
  const { id, met, of, asks, share } = line;
  return (
    <div className="charts m-charts">
      <div>
        <h3>
          PyO3: <Ratio n={met} of={of} href={`/milestones/${id}#checks`} />
        </h3>
        <p>
          <Formula id={id} parts={line.formula} score={line.score} />
        </p>
        <Growth line={line} now={now} />
      </div>
      {share ? (
        <div>
          <h3>
            Projects: <Ratio n={share.holds} of={share.of} href={`/milestones/${id}#projects`} />
          </h3>
          <p>projects {asks}</p>
          <ShareChart name={`${id}, projects ${asks}`} share={share} now={now} />
        </div>
      ) : (
        <div>
          <h3>Projects: not measured</h3>
          <p>projects {asks}: no rule of this ruleset looks for it, so nothing is counted.</p>
        </div>
      )}
    </div>
  );
}

/** The published formula with today's figures; where every check weighs the same, only what is counted. */
function Formula({ id, parts, score }: { id: string; parts: PartProgress[]; score: number }) {
  if (parts.length < 2) return "checks met, each weighing the same";
  return (
    <>
      {parts.map(({ name, weight, met, of }, at) => (
        <Fragment key={name}>
          {at > 0 && " + "}
          <a className="plain" href={`/milestones/${id}#${partId(id, name)}`}>
            {weight} × <b>{met}</b> of {of} {name}
          </a>
        </Fragment>
      ))}{" "}
      ={" "}
      <b>
        <Counted n={score.toFixed(2)} href={`/milestones/${id}#checks`} />
      </b>
    </>
  );
}

// The issue was opened in September 2023; the oldest check that is met is of 2023 too.
const OPENED = new Date("2023-01-01T00:00:00Z");

function Growth({ line: { id, growth, met, of, formula }, now }: { line: MilestoneLine; now: Date }) {
  return (
    <>
      <StepChart
        label={`${id}: ${met} of ${of} checks are met in PyO3.`}
        lines={[{ key: id, name: "met", tone: "accent", points: [{ at: OPENED, value: 0 }, ...growth] }]}
        from={OPENED}
        to={now}
        ceiling={of}
        width={HALF}
      />
      {growth.length > 0 && (
        <ChartTable
          caption={`${id}, checks met in PyO3`}
          head={["Since", "Commit", "Met", ...(formula.length > 1 ? formula.map(({ name }) => name) : [])]}
          rows={growth.toReversed().map((step) => ({
            key: step.at.toISOString(),
            cells: [
              <time key="at">{step.at.toISOString().slice(0, 10)}</time>,
              step.commit ? (
                <a key="commit" href={step.commit.url}>
                  {step.commit.text}
                </a>
              ) : (
                ""
              ),
              <Ratio key="met" n={step.value} of={step.of} href={`${thenUrl(id, step.at)}#checks`} />,
              ...(formula.length > 1
                ? step.parts.map((part) => (
                    <Ratio
                      key={part.name}
                      n={part.met}
                      of={part.of}
                      href={`${thenUrl(id, step.at)}#${partId(id, part.name)}`}
                    />
                  ))
                : []),
            ],
          }))}
        />
      )}
    </>
  );
}

/** The milestone with its checks as they were met after one commit. */
const thenUrl = (id: string, at: Date): string => `/milestones/${id}?at=${at.toISOString()}`;

/** Projects for which something holds, under the number of all that are known at that time. */
export function ShareChart({ name, share, now }: { name: string; share: Share; now: Date }) {
  const [first] = share.months;
  if (!first || share.months.length < 2) return <p className="note">No history is recorded yet.</p>;
  const line = (key: string, label: string, tone: ChartLine["tone"], points: Moment[]): ChartLine => {
    return { key, name: label, tone, points };
  };
  return (
    <>
      <StepChart
        label={`${name}: ${share.holds} of ${share.of}.`}
        lines={[
          line(
            "of",
            "known",
            "info",
            share.months.map(({ at, of }) => ({ at, value: of })),
          ),
          line("holds", "hold", "accent", share.months),
        ]}
        from={first.at}
        to={now}
        width={HALF}
      />
      <ChartTable
        caption={name}
        head={["Since", "Projects known", "For which it holds"]}
        rows={changesOf(share.months, ({ of, value }) => [of, value])
          .toReversed()
          .map(({ at, of, value }) => ({
            key: at.toISOString(),
            cells: [
              <time key="month">{month(at)}</time>,
              <Counted key="of" n={of} href={monthUrl(at, share.question)} />,
              <Counted key="holds" n={value} href={monthUrl(at, share.question)} />,
            ],
          }))}
      />
    </>
  );
}

const TONES: ChartLine["tone"][] = ["critical", "moderate", "info", "accent"];

interface StaticsProps {
  /** Of PyO3 as a tracked project. */
  slug: string;
  statics: MilestonesView["statics"];
  now: Date;
}

/** PyO3's own statics by kind; each figure leads to the findings as they stood in its month. */
export function StaticsChart({ slug, statics, now }: StaticsProps) {
  const [first] = statics[0]?.moments ?? [];
  if (!first) return null;
  const months = statics[0]!.moments.map(({ at }, index) => ({
    at,
    values: statics.map(({ moments }) => moments[index]?.value ?? 0),
  }));
  const last = statics.map(({ name, moments }) => `${moments.at(-1)?.value ?? 0} ${name}`).join(", ");
  return (
    <>
      <StepChart
        label={`Findings in PyO3's own production code since ${first.at.getUTCFullYear()}; now ${last}.`}
        lines={statics.map(({ key, name, moments }, at) => ({ key, name, tone: TONES[at]!, points: moments }))}
        from={first.at}
        to={now}
      />
      <ChartTable
        caption="PyO3's own statics by kind"
        head={["Since", "", ...statics.map(({ name }) => name)]}
        rows={changesOf(months, ({ values }) => values)
          .toReversed()
          .map(({ at, values }) => ({
            key: at.toISOString(),
            cells: [
              <time key="month">{month(at)}</time>,
              "",
              ...statics.map(({ key, rules }, kind) => (
                <Counted key={key} n={values[kind]!} href={findingsThen(slug, at, rules)} />
              )),
            ],
          }))}
      />
    </>
  );
}

function findingsThen(slug: string, at: Date, rules: readonly string[]): string {
  const query = new URLSearchParams([["at", month(at)], ...rules.map((rule) => ["rule", rule])]);
  return `/projects/${slug}/findings?${query}`;
}
