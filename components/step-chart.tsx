import { scaleLinear, scaleTime } from "d3-scale";
import { area, curveStepAfter, line } from "d3-shape";
import { count } from "#components/format";

/** One figure through time; it holds its value until the next point. */
export interface ChartLine {
  key: string;
  name: string;
  tone: "critical" | "moderate" | "info" | "accent";
  points: { at: Date; value: number }[];
}
/** A moment with a name above it. */
export interface ChartMark {
  at: Date;
  name: string;
}

interface StepChartProps {
  /** The finding that the picture shows, for those who do not see it. */
  label: string;
  lines: ChartLine[];
  from: Date;
  to: Date;
  releases?: ChartMark[];
  /** Where figures differ for another reason than the code. */
  seams?: ChartMark[];
  /** What the figures are counted of; drawn as a line at the top. */
  ceiling?: number;
  /** Of the wide drawing; half columns take 520. */
  width?: number;
}

/** The moments at which some figure is another one than before: a line holds its value, and a table need not repeat it. */
export function changesOf<T>(moments: readonly T[], figures: (moment: T) => readonly number[]): T[] {
  return moments.filter((moment, at) => at === 0 || `${figures(moment)}` !== `${figures(moments[at - 1]!)}`);
}

const NARROW = 380;
const TOP = 30;
const BOTTOM = 30;
const LEFT = 34;
const RIGHT = 92;
const HEIGHT = 190;
const LABEL = 15;

/** Counts as steps, drawn for wide and for narrow pages. Lines differ by dash besides colour, and carry their names. */
export function StepChart({ width = 1040, ...props }: StepChartProps) {
  return (
    <figure className="ch">
      <div className="c-wide">
        <Drawing {...props} width={width} />
      </div>
      <div className="c-narrow">
        <Drawing {...props} width={NARROW} />
      </div>
    </figure>
  );
}

function Drawing({
  label,
  lines,
  from,
  to,
  releases = [],
  seams = [],
  ceiling,
  width,
}: StepChartProps & { width: number }) {
  const highest = Math.max(1, ceiling ?? 0, ...lines.flatMap((one) => one.points.map(({ value }) => value)));
  const x = scaleTime([from, to], [LEFT, width - RIGHT]).clamp(true);
  const y = scaleLinear([0, highest], [HEIGHT - BOTTOM, TOP]);
  if (ceiling === undefined) y.nice(4);
  const grid = ceiling === undefined ? y.ticks(4).filter(Number.isInteger) : [0, ceiling];
  const shown = spaced(releases, (at) => x(at));
  return (
    <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      {grid.map((value) => (
        <g key={value}>
          <path className={value === 0 ? "ax" : "gr"} d={`M${LEFT} ${y(value)}H${width - RIGHT}`} />
          <text className="q" x={LEFT - 7} y={y(value) + 4} textAnchor="end">
            {count(value)}
          </text>
        </g>
      ))}
      {named(x.ticks(Math.round(width / 130)), from, to).map(({ tick, name }) => (
        <g key={tick.getTime()}>
          <path className="ax" d={`M${x(tick).toFixed(1)} ${HEIGHT - BOTTOM}v4`} />
          <text className="q" x={x(tick).toFixed(1)} y={HEIGHT - 9} textAnchor="middle">
            {name}
          </text>
        </g>
      ))}
      {shown.map(({ at, name }) => (
        <g key={name}>
          <path className="rel" d={`M${x(at).toFixed(1)} ${TOP - 10}V${HEIGHT - BOTTOM}`} />
          <text className="b" x={x(at).toFixed(1)} y={TOP - 16} textAnchor="middle">
            {name}
          </text>
        </g>
      ))}
      {seams.map(({ at, name }) => (
        <g key={`${name} ${at.getTime()}`}>
          <path className="seam" d={`M${x(at).toFixed(1)} ${TOP - 4}V${HEIGHT - BOTTOM}`} />
          <path className="seam-head" d={`M${(x(at) - 4).toFixed(1)} ${TOP - 4}h8v6l-4 4-4-4z`} />
        </g>
      ))}
      {lines.map((one) => (
        <Steps key={one.key} one={one} x={x} y={y} end={to} filled={ceiling !== undefined} />
      ))}
      {labels(lines, y).map(({ one, value, top }) => (
        <text key={one.key} x={width - RIGHT + 9} y={top + 4} className={`tone-${one.tone}`}>
          <tspan className="n">{count(value)}</tspan> {one.name}
        </text>
      ))}
    </svg>
  );
}

type X = (at: Date) => number;
type Y = (value: number) => number;

function Steps({ one, x, y, end, filled }: { one: ChartLine; x: X; y: Y; end: Date; filled: boolean }) {
  const last = one.points.at(-1);
  if (!last) return null;
  const points = [...changesOf(one.points, ({ value }) => [value]), { at: end, value: last.value }];
  const path = line<{ at: Date; value: number }>(
    ({ at }) => x(at),
    ({ value }) => y(value),
  ).curve(curveStepAfter);
  const below = area<{ at: Date; value: number }>(
    ({ at }) => x(at),
    y(0),
    ({ value }) => y(value),
  ).curve(curveStepAfter);
  return (
    <>
      {filled && <path className="under" d={below(points) ?? ""} />}
      <path className={`ln tone-${one.tone}`} d={path(points) ?? ""} />
      <circle className={`dot tone-${one.tone}`} cx={x(end)} cy={y(last.value)} r="3.5" />
    </>
  );
}

/** Names at the right end, pushed apart where they would touch. */
function labels(lines: ChartLine[], y: Y): { one: ChartLine; value: number; top: number }[] {
  const ends = lines
    .flatMap((one) => {
      const last = one.points.at(-1);
      return last ? [{ one, value: last.value, top: y(last.value) }] : [];
    })
    .sort((a, b) => a.top - b.top);
  ends.forEach((end, at) => {
    const above = ends[at - 1];
    if (above) end.top = Math.max(end.top, above.top + LABEL);
  });
  let floor = HEIGHT - BOTTOM;
  for (const end of ends.toReversed()) {
    end.top = Math.min(end.top, floor);
    floor = end.top - LABEL;
  }
  return ends;
}

/** The newest of them first, as long as their names do not touch. */
function spaced(marks: ChartMark[], x: X): ChartMark[] {
  const kept: ChartMark[] = [];
  const apart = (a: ChartMark, b: ChartMark) => Math.abs(x(a.at) - x(b.at)) >= gapOf(a.name, b.name);
  for (const mark of marks.toReversed()) if (kept.every((other) => apart(other, mark))) kept.push(mark);
  return kept;
}

/** Both names are centred on their marks, in letters of this width on average. */
const LETTER = 6.2;
const gapOf = (a: string, b: string): number => ((a.length + b.length) / 2) * LETTER + 8;

/** Ticks with their names; of those that share a name, only the first keeps its place. */
function named(ticks: Date[], from: Date, to: Date): { tick: Date; name: string }[] {
  const all = ticks.map((tick) => ({ tick, name: tickName(tick, from, to) }));
  return all.filter(({ name }, at) => name !== all[at - 1]?.name);
}

const YEAR_MS = 365 * 86_400_000;

function tickName(tick: Date, from: Date, to: Date): string {
  if (to.getTime() - from.getTime() > 2 * YEAR_MS) return `${tick.getUTCFullYear()}`;
  return tick.toLocaleString("en-US", { month: "short", day: "numeric", timeZone: "UTC" });
}
