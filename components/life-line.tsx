import { clean, day, shortSha } from "#components/format";
import type { CommitMark, Life } from "#lib/queries/finding-life";

interface LifeLineProps {
  life: Life;
  present: boolean;
  now: Date;
}

const wide = 1060;
const narrow = 340;
const margin = 6;
const axis = 78;
const leastDays = 2;

/** One finding through time: diamond where it appeared, rings where it moved, a bar where it is today. */
export function LifeLine(props: LifeLineProps) {
  const range = rangeOf(props.life);
  if (!range) return null;
  return (
    <figure className="ch">
      <div className="c-wide">
        <Drawing {...props} {...range} width={wide} />
      </div>
      <div className="c-narrow">
        <Drawing {...props} {...range} width={narrow} />
      </div>
    </figure>
  );
}

/** First and last moment; null when they are too close to be drawn apart. */
function rangeOf(life: Life): { start: number; end: number } | null {
  const times = life.spans.flatMap((span) => [timeOf(span.from), ...(span.to ? [timeOf(span.to)] : [])]);
  if (life.read) times.push(timeOf(life.read));
  const start = Math.min(...times);
  const end = Math.max(...times);
  return end - start >= leastDays * 86_400_000 ? { start, end } : null;
}

interface DrawingProps extends LifeLineProps {
  start: number;
  end: number;
  width: number;
}

function Drawing({ life, present, now, start, end, width }: DrawingProps) {
  const inset = 14;
  const x = (time: number) => margin + inset + ((time - start) / (end - start)) * (width - 2 * (margin + inset));
  const at = (mark: CommitMark) => x(timeOf(mark)).toFixed(1);
  const ending = present ? null : (life.spans.at(-1)?.to ?? null);
  return (
    <svg viewBox={`0 0 ${width} 112`} role="img" aria-label={spoken(life, present, now)}>
      <path className="ax" d={`M${margin} ${axis}H${width - margin}`} />
      {ticks(start, end, width).map((tick) => (
        <g key={tick.label}>
          <path className="ax" d={`M${x(tick.time).toFixed(1)} ${axis + 7}v5`} />
          <text className="q" x={x(tick.time).toFixed(1)} y={axis + 27} textAnchor="middle">
            {tick.label}
          </text>
        </g>
      ))}
      {life.spans.map((span) => (
        <path
          key={span.from.sha}
          d={`M${at(span.from)} ${axis}H${span.to ? at(span.to) : x(end).toFixed(1)}`}
          stroke="var(--crit)"
          strokeWidth="4"
        />
      ))}
      {life.spans.map((span) => (
        <path
          key={span.from.sha}
          d={`M${at(span.from)} ${axis - 8}l8 8-8 8-8-8z`}
          fill="var(--crit)"
          stroke="var(--paper)"
          strokeWidth="2"
        />
      ))}
      {life.events.filter(isMove).map((event) => (
        <circle key={event.commit.sha} className="ring" cx={at(event.commit)} cy={axis} r="6" />
      ))}
      {ending && <path className="gone" d={`M${at(ending)} ${axis - 8}l8 8-8 8-8-8z`} />}
      {present && <path className="stop" d={`M${x(end).toFixed(1)} 50v36`} />}
      <Ends life={life} present={present} now={now} ending={ending} width={width} />
    </svg>
  );
}

function Ends({ life, present, now, ending, width }: LifeLineProps & { ending: CommitMark | null; width: number }) {
  const first = life.spans[0];
  const last = ending ?? life.read;
  const right = width - margin;
  return (
    <>
      {first && (
        <>
          <text className="b" x={margin} y="24">
            {life.baseline ? "known since" : "appeared"}
          </text>
          <text x={margin} y="40">
            {day(first.from.committedAt, now)}
          </text>
        </>
      )}
      {last && (
        <>
          <text className="b" x={right} y="24" textAnchor="end">
            {present ? "still present" : "fixed"}
          </text>
          <text x={right} y="40" textAnchor="end">
            {shortSha(last.sha)}, {day(last.committedAt, now)}
          </text>
        </>
      )}
    </>
  );
}

function spoken(life: Life, present: boolean, now: Date): string {
  const first = life.spans[0];
  const moves = life.events.filter(isMove).length;
  const last = present ? life.read : life.spans.at(-1)?.to;
  const parts = [
    first && `${life.baseline ? "Known since" : "Appeared"} ${day(first.from.committedAt, now)}`,
    moves > 0 && `moved ${moves === 1 ? "once" : `${moves} times`}`,
    last && `${present ? "still present at" : "fixed at"} ${shortSha(last.sha)}`,
  ];
  return `${clean(parts.filter(Boolean).join(", "))}.`;
}

/** Years when several fit, else months, at most eight labels. */
function ticks(start: number, end: number, width: number): { time: number; label: string }[] {
  const most = width === wide ? 8 : 5;
  const months: Date[] = [];
  const first = new Date(start);
  for (let month = first.getUTCMonth() + 1; months.length < 1200; month += 1) {
    const date = new Date(Date.UTC(first.getUTCFullYear(), month, 1));
    if (date.getTime() >= end) break;
    months.push(date);
  }
  const years = months.filter((date) => date.getUTCMonth() === 0);
  const chosen = years.length > 1 ? years : months;
  const step = Math.ceil(chosen.length / most);
  return chosen
    .filter((_, place) => place % step === 0)
    .map((date) => ({ time: date.getTime(), label: years.length > 1 ? `${date.getUTCFullYear()}` : monthOf(date) }));
}

function monthOf(date: Date): string {
  return date.toLocaleString("en-US", { month: "short", year: "numeric", timeZone: "UTC" });
}

function timeOf(mark: CommitMark): number {
  return mark.committedAt.getTime();
}

function isMove(event: { kind: string }): boolean {
  return event.kind === "moved";
}
