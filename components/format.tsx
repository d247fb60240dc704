import { Fragment } from "react";

const GROUPED = new Intl.NumberFormat("en-US");
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// Control characters, and the marks that reorder or hide text: a name could otherwise read as another one.
const INVISIBLE = /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

/** For every string that a repository made: no controls, no bidi marks, never longer than `cap`. */
export function clean(text: string, cap = 300): string {
  const plain = text.replace(INVISIBLE, (mark) => (mark === "\n" || mark === "\t" ? " " : ""));
  return plain.length > cap ? `${plain.slice(0, cap - 1)}…` : plain;
}

/** “typeref.rs” of “src/typeref.rs”. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A path or a symbol that may break after its separators, and hardly elsewhere. */
export function Breakable({ text }: { text: string }) {
  // The parts of one text never change places.
  return text.split(/(?<=[/_]|::)/).map((part, at) => (
    <Fragment key={String(at)}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

/** 1,234 */
export function count(n: number): string {
  return GROUPED.format(n);
}

/** “1 project”, “3 projects”; pass the plural when it is irregular. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

export function bytes(n: number): string {
  if (n < 1000) return `${n} B`;
  if (n < 1_000_000) return `${(n / 1000).toFixed(n < 10_000 ? 1 : 0)} kB`;
  return n < 1e9 ? `${(n / 1e6).toFixed(n < 1e7 ? 1 : 0)} MB` : `${(n / 1e9).toFixed(1)} GB`;
}

/** 7 digits, as git shortens it. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

/** “now”, “14 min”, “3 h”, “6 d”: between two moments, without “ago”. */
export function span(from: Date, to: Date): string {
  const minutes = Math.floor(Math.abs(to.getTime() - from.getTime()) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`;
  return `${count(Math.floor(minutes / 1440))} d`;
}

/** “14 min ago”, “just now”. */
export function ago(from: Date, to: Date): string {
  const text = span(from, to);
  return text === "now" ? "just now" : `${text} ago`;
}

/** “in 14 min”, “in less than a minute”: for what is still to come. */
export function within(from: Date, to: Date): string {
  const text = span(from, to);
  return text === "now" ? "in less than a minute" : `in ${text}`;
}

/** “23 Sep” within the year of `now`, else “6 Dec 2025”; UTC. */
export function day(date: Date, now: Date): string {
  const short = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return date.getUTCFullYear() === now.getUTCFullYear() ? short : `${short} ${date.getUTCFullYear()}`;
}

/** “14:02 UTC” */
export function clock(date: Date): string {
  return `${date.toISOString().slice(11, 16)} UTC`;
}

/** A date with its exact moment in the title. */
export function Day({ date, now }: { date: Date; now: Date }) {
  return (
    <time dateTime={date.toISOString()} title={date.toISOString().replace("T", " ").slice(0, 16).concat(" UTC")}>
      {day(date, now)}
    </time>
  );
}

/** An age with its exact moment in the title. */
export function Age({ date, now, suffix = false }: { date: Date; now: Date; suffix?: boolean }) {
  return (
    <time dateTime={date.toISOString()} title={date.toISOString().replace("T", " ").slice(0, 16).concat(" UTC")}>
      {suffix ? ago(date, now) : span(date, now)}
    </time>
  );
}

/** A count whose zero recedes. */
export function Figure({ n }: { n: number }) {
  return n === 0 ? <span className="zero">0</span> : count(n);
}

/** Joins a sentence's parts: “a”, “a and b”, “a, b and c”. */
export function listed(parts: string[]): string {
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
