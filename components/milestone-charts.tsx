import { ChartTable } from "#components/chart-table";
import { count } from "#components/format";
import { Ratio } from "#components/milestone-checks";
import { type ChartLine, StepChart } from "#components/step-chart";
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
          PyO3: <Ratio n={met} of={of} />
        </h3>
        <p>checks met</p>
        <Growth line={line} now={now} />
      </div>
      {share ? (
        <div>
          <h3>
            <a className="plain" href={`/milestones/${id}#projects`}>
              Projects: <Ratio n={share.holds} of={share.of} />
            </a>
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

// The issue was opened in September 2023; the oldest check that is met is of 2023 too.
const OPENED = new Date("2023-01-01T00:00:00Z");

function Growth({ line: { id, growth, met, of }, now }: { line: MilestoneLine; now: Date }) {
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
          head={["Since", "Of", "Met"]}
          rows={growth.toReversed().map(({ at, value }) => ({
            key: at.toISOString(),
            cells: [at.toISOString().slice(0, 10), count(of), count(value)],
          }))}
        />
      )}
    </>
  );
}

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
        head={["Month", "Projects known", "For which it holds"]}
        rows={share.months.toReversed().map(({ at, of, value }) => ({
          key: at.toISOString(),
          cells: [month(at), count(of), count(value)],
        }))}
      />
    </>
  );
}

const TONES: ChartLine["tone"][] = ["critical", "moderate", "info", "accent"];

/** PyO3's own statics by kind. */
export function StaticsChart({ statics, now }: { statics: MilestonesView["statics"]; now: Date }) {
  const [first] = statics[0]?.moments ?? [];
  if (!first) return null;
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
        head={["Month", "", ...statics.map(({ name }) => name)]}
        rows={(statics[0]?.moments ?? [])
          .map(({ at }, index) => ({
            key: at.toISOString(),
            cells: [month(at), "", ...statics.map(({ moments }) => count(moments[index]?.value ?? 0))],
          }))
          .toReversed()}
      />
    </>
  );
}
