import { ChartTable } from "#components/chart-table";
import { count } from "#components/format";
import { statusFace } from "#components/marks";
import { Counted, monthUrl } from "#components/rows";
import { type ChartLine, changesOf, StepChart } from "#components/step-chart";
import type { EcosystemMoment } from "#lib/queries/ecosystem";
import type { Status } from "#lib/scan/report";

const LINES: { status: Status; tone: ChartLine["tone"] }[] = [
  { status: "hazardous", tone: "critical" },
  { status: "needs-audit", tone: "moderate" },
  { status: "candidate", tone: "info" },
  { status: "declared", tone: "accent" },
];

/** Tracked projects by status through time; the table has the denominator of each month. */
export function EcosystemTrend({ moments, width }: { moments: EcosystemMoment[]; width?: number }) {
  const [first, last] = [moments[0], moments.at(-1)];
  if (!first || !last || moments.length < 2) return null;
  const word = (status: Status) => statusFace(status).word.toLowerCase();
  const now = LINES.map(({ status }) => `${count(last.counts[status])} ${word(status)}`).join(", ");
  return (
    <>
      <StepChart
        label={`Projects by status since ${first.at.getUTCFullYear()}; now ${now}, of ${count(last.known)}.`}
        lines={LINES.map(({ status, tone }) => ({
          key: status,
          name: word(status),
          tone,
          points: moments.map(({ at, counts }) => ({ at, value: counts[status] })),
        }))}
        from={first.at}
        to={last.at}
        width={width}
      />
      <ChartTable
        caption="Projects by status"
        head={["Since", "Projects with a record", ...LINES.map(({ status }) => word(status)), "conflict", "unknown"]}
        rows={changesOf(moments, ({ known, counts }) => [known, ...Object.values(counts)])
          .toReversed()
          .map(({ at, known, counts }) => ({
            key: at.toISOString(),
            cells: [
              <time key="month">{at.toISOString().slice(0, 7)}</time>,
              <Counted key="known" n={known} href={monthUrl(at)} />,
              ...[...LINES.map(({ status }) => status), "conflict" as const, "unknown" as const].map((status) => (
                <Counted key={status} n={counts[status]} href={monthUrl(at, `status-${status}`)} />
              )),
            ],
          }))}
      />
    </>
  );
}
