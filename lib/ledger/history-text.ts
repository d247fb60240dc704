import type { EventRow, HistoryReport, SeriesRow } from "#lib/ledger/history-report";
import type { Judged } from "#lib/ledger/weight";

/** For a person at a terminal: events with the newest last, figures per release, what it took. */
export function formatHistory(report: HistoryReport): string {
  const { source, commits, events, series, timing } = report;
  const heading = plain(`${source.location} · ${count(commits, "commit")} · ruleset ${report.ruleset}`);
  const told = events.length > 0 ? events.map(eventLine).join("\n") : "No finding has come or gone.";
  const parts = [heading, `Events\n${told}`];
  const released = series.filter(({ tags }, index) => tags.length > 0 || index === series.length - 1);
  if (released.length > 0) parts.push(`Releases\n${table([TITLES, ...released.map(releaseRow)])}`);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  parts.push(`Commits listed in ${seconds(timing.readMs)}, scanned in ${seconds(timing.scanMs)}.`);
  return `${parts.join("\n\n")}\n`;
}

function eventLine({ commit, date, kind, rule, symbol, path, line, from, judged, scope, gate }: EventRow): string {
  const was = from ? ` (was ${[from.symbol, `${from.path}:${from.line}`].filter(Boolean).join("  ")})` : "";
  const what = gate ? `${symbol}: ${gate.from} → ${gate.to}` : `${rule} ${symbol}  ${path}:${line}${was}`;
  const counted = judged ? `  ${differenceIn(judged)}` : "";
  const note = scope === "prod" || scope === null ? "" : ` [${scope}]`;
  return plain(`  ${date.slice(0, 10)}  ${commit.slice(0, 10)}  ${kind.padEnd(12)}  ${what}${counted}${note}`);
}

/** `critical → info`, and the same for owner and scope. */
function differenceIn({ was, is }: Judged): string {
  const keys = ["severity", "owner", "scope"] as const;
  return keys.flatMap((key) => (was[key] ? [`${was[key]} → ${is[key]}`] : [])).join(", ");
}

const TITLES = ["", "date", "commit", "critical", "moderate", "framework", "legacy", "own GIL", "PyO3"];

function releaseRow({ tags, date, commit, owners, gate, pyo3 }: SeriesRow): string[] {
  const { crate, framework } = owners;
  const figures = [crate.critical, crate.moderate, framework.critical + framework.moderate].map(String);
  const gates = [gate?.legacy ?? "-", gate?.ownGil ?? "-", pyo3 ?? "-"];
  return [tags.join(", ") || "now", date.slice(0, 10), commit.slice(0, 10), ...figures, ...gates].map(plain);
}

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  return rows.map((cells) => `  ${line(cells)}`.trimEnd()).join("\n");
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** Names come from repositories that nobody vouches for: nothing of them may steer a terminal or reorder text. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "\ufffd");
}
