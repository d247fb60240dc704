import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { testFolder } from "#lib/db/test-folder";
import { buildRepository, type TestCommit } from "#lib/git/test-repository";
import type { EventRow, HistoryReport, SeriesRow } from "#lib/ledger/history-report";
import { runHistory } from "#workers/cli/history";
import { bcryptShape, orjsonShape } from "#workers/cli/test-history-shapes";

/** What `history` says of these commits, as a text to be read: commits by their message, then the figures of releases. */
async function told(changes: readonly Omit<TestCommit, "date">[]): Promise<string> {
  const dir = join(testFolder(), "shape.git");
  const commits = changes.map((change, at) => ({ ...change, date: new Date(Date.UTC(2026, 0, at + 1)).toISOString() }));
  const shas = await buildRepository(dir, commits);
  const nameOf = (sha: string) => changes[shas.indexOf(sha)]?.message;
  let out = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    out += chunk;
    return true;
  });
  await runHistory([dir, "--format", "json"]).finally(() => write.mockRestore());
  const { events, series } = JSON.parse(out) as HistoryReport;
  const byCommit = shas.flatMap((sha) => {
    const mine = events.filter(({ commit }) => commit === sha).map(eventLine);
    return mine.length > 0 ? [`${nameOf(sha)}\n${mine.join("\n")}`] : [];
  });
  return `${[...byCommit, `releases\n${series.flatMap(releaseLines).join("\n")}`].join("\n\n")}\n`;
}

function eventLine({ kind, rule, symbol, path, line, from, gate, scope }: EventRow): string {
  if (gate) return `  ${kind} ${symbol}: ${gate.from} → ${gate.to}`;
  const was = from ? `, was ${from.symbol ? `${from.symbol} ` : ""}${from.path}:${from.line}` : "";
  return `  ${kind} ${rule} ${symbol} at ${path}:${line}${was}${scope === "prod" ? "" : ` [${scope}]`}`;
}

function releaseLines({ tags, rules, owners: { crate }, gate, pyo3 }: SeriesRow): string[] {
  const found = Object.entries(rules).map(([rule, count]) => `${rule} × ${count}`);
  const places = `${crate.critical} critical, ${crate.moderate} moderate`;
  const answers = `${gate?.legacy} / ${gate?.ownGil}`;
  return tags.map((tag) => `  ${[tag, `PyO3 ${pyo3}`, answers, places, ...found].join("  ")}`);
}

test("a history like orjson's is told as what it was: nothing jumps where code was copied, reordered or moved", async () => {
  await expect(await told(orjsonShape)).toMatchFileSnapshot("history-shapes.orjson.txt");
});

test("a step of PyO3 that takes the check away is told as a lost guard", async () => {
  await expect(await told(bcryptShape)).toMatchFileSnapshot("history-shapes.bcrypt.txt");
});
