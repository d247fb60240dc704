import { ChartTable } from "#components/chart-table";
import { clean, count, day, shortSha } from "#components/format";
import { type ChartLine, StepChart } from "#components/step-chart";
import type { HistoryPoint, HistoryRelease, HistoryView } from "#lib/queries/history";

/** A figure that a chart can draw of each point. */
interface Figure {
  key: string;
  name: string;
  tone: ChartLine["tone"];
  of(point: HistoryPoint): number;
}

const OWN: Figure[] = [
  { key: "critical", name: "critical", tone: "critical", of: ({ owners }) => owners.crate.critical },
  { key: "moderate", name: "moderate", tone: "moderate", of: ({ owners }) => owners.crate.moderate },
  { key: "info", name: "info", tone: "info", of: ({ owners }) => owners.crate.info },
];
const BY_OWNER: Figure[] = [
  { key: "crate", name: "crate", tone: "critical", of: ({ owners }) => scored(owners.crate) },
  { key: "framework", name: "framework", tone: "info", of: ({ owners }) => scored(owners.framework) },
  { key: "dependency", name: "dependency", tone: "moderate", of: ({ owners }) => scored(owners.dependency) },
];

const scored = ({ critical, moderate }: { critical: number; moderate: number }): number => critical + moderate;

/** The project's own findings by severity, with the releases at which they changed. */
export function SeverityTrend({ view, now }: { view: HistoryView; now: Date }) {
  return <Trend view={view} now={now} figures={OWN} what="own findings, in places" csv />;
}

/** Critical and moderate findings by who would have to change. */
export function OwnerTrend({ view, now }: { view: HistoryView; now: Date }) {
  return <Trend view={view} now={now} figures={BY_OWNER} what="critical and moderate findings, in places" />;
}

/** One rule's findings. */
export function RuleTrend({ view, code, now }: { view: HistoryView; code: string; now: Date }) {
  const figure: Figure = { key: code, name: code, tone: "accent", of: ({ rules }) => rules[code] ?? 0 };
  return <Trend view={view} now={now} figures={[figure]} what={`findings of ${code}`} width={520} />;
}

interface TrendProps {
  view: HistoryView;
  now: Date;
  figures: Figure[];
  what: string;
  csv?: boolean;
  width?: number;
}

/** The part of a history in which findings count. */
function counted(view: HistoryView): HistoryView {
  const counts = ({ position }: { position: number }) => position >= view.countedFrom;
  return { ...view, points: view.points.filter(counts), releases: view.releases.filter(counts) };
}

function Trend({ view: whole, now, figures, what, csv = false, width }: TrendProps) {
  const view = counted(whole);
  const [first] = view.points;
  const last = view.points.at(-1);
  if (!first || !last) return null;
  const to = view.to && view.to.committedAt > last.at ? view.to.committedAt : last.at;
  const lines = figures.map(({ of, ...figure }) => ({
    ...figure,
    points: view.points.map((point) => ({ at: point.at, value: of(point) })),
  }));
  return (
    <>
      <StepChart
        label={spoken(figures, first, last, what, now)}
        lines={lines}
        from={first.at}
        to={to}
        width={width}
        releases={notable(view, figures).map(({ tag, at }) => ({ at, name: clean(tag, 14) }))}
        seams={view.seams.filter((seam) => seam.at <= to).map(({ at, kind }) => ({ at, name: kind }))}
      />
      <ChartTable
        caption={`${view.slug}: ${what}`}
        head={["Date", "Release or commit", ...figures.map(({ name }) => name)]}
        rows={rowsOf(view, figures)}
        csv={csv ? `/api/v1/projects/${view.slug}/history?format=csv` : undefined}
      />
    </>
  );
}

function spoken(figures: Figure[], first: HistoryPoint, last: HistoryPoint, what: string, now: Date): string {
  const change = figures.map(({ name, of }) => `${name} from ${count(of(first))} to ${count(of(last))}`).join(", ");
  return `${what}, ${day(first.at, now)} to ${day(last.at, now)}: ${change}.`;
}

/** Releases at which a figure differs from the one before, and the newest one. */
function notable({ releases }: HistoryView, figures: Figure[]): HistoryRelease[] {
  const changed = releases.filter((release, at) => {
    const before = releases[at - 1];
    const now = release.point;
    const then = before?.point;
    return now && then && figures.some(({ of }) => of(now) !== of(then));
  });
  const newest = releases.at(-1);
  return newest && !changed.includes(newest) ? [...changed, newest] : changed;
}

/** Newest first: releases, and the commits at which a figure changed. */
function rowsOf({ points, releases }: HistoryView, figures: Figure[]) {
  const values = (point: HistoryPoint) => figures.map(({ of }) => of(point));
  const changes = points.filter((point, at) => {
    const before = points[at - 1];
    return !before || values(before).join() !== values(point).join();
  });
  const named = releases.flatMap(({ tag, at, position, point }) =>
    point ? [{ key: tag, at, position, name: clean(tag, 30), point }] : [],
  );
  const tagged = new Set(named.map(({ position }) => position));
  const commits = changes
    .filter(({ position }) => !tagged.has(position))
    .map((point) => ({ key: point.sha, at: point.at, position: point.position, name: shortSha(point.sha), point }));
  return [...named, ...commits]
    .sort((a, b) => b.position - a.position)
    .map(({ key, at, name, point }) => ({
      key,
      cells: [at.toISOString().slice(0, 10), <code key="name">{name}</code>, ...values(point).map(count)],
    }));
}
