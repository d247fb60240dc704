import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { testFolder } from "#lib/db/test-folder";
import { buildRepository } from "#lib/git/test-repository";
import type { HistoryReport } from "#lib/ledger/history-report";
import { runHistory } from "#workers/cli/history";

const cargo = (pyo3: string) => `[package]\nname = "tiny"\nversion = "0.1.0"\n[dependencies]\npyo3 = "${pyo3}"\n`;
const MODULE = "use pyo3::prelude::*;\n#[pymodule]\nfn tiny(m: &Bound<'_, PyModule>) -> PyResult<()> { Ok(()) }\n";
const cell = (name: string) =>
  `static ${name}: std::sync::OnceLock<pyo3::Py<pyo3::PyAny>> = std::sync::OnceLock::new();\n`;
const day = (number: number) => `2026-01-0${number}T00:00:00Z`;

async function run(...args: string[]): Promise<string> {
  let out = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    out += chunk;
    return true;
  });
  expect(await runHistory(args).finally(() => write.mockRestore())).toBe(0);
  return out;
}

async function build() {
  const dir = join(testFolder(), "tiny.git");
  const shas = await buildRepository(dir, [
    { message: "begin", date: day(1), files: { "Cargo.toml": cargo("0.27"), "src/lib.rs": MODULE }, tag: "v0.1.0" },
    { message: "cache", date: day(2), files: { "src/lib.rs": `mod a;\n${MODULE}`, "src/a.rs": cell("CACHE") } },
    { message: "lines", date: day(3), files: { "src/a.rs": `\n\n${cell("CACHE")}` } },
    { message: "step", date: day(4), files: { "Cargo.toml": cargo("0.28") }, tag: "v0.2.0" },
    {
      message: "move",
      date: day(5),
      files: { "src/lib.rs": `mod b;\n${MODULE}`, "src/a.rs": null, "src/b.rs": cell("CACHE") },
    },
    { message: "mend", date: day(6), files: { "src/b.rs": "" } },
  ]);
  return { dir, shas };
}

test("says which commit brought, moved and mended a finding, and which one lost the guard", async () => {
  const { dir, shas } = await build();
  const report = JSON.parse(await run(dir, "--format", "json")) as HistoryReport;
  expect(report).toMatchObject({
    schema: "subready.history/1",
    commits: 6,
    source: { location: dir, commit: shas[5] },
  });
  const told = report.events.filter(({ symbol, kind }) => symbol === "CACHE" || kind.startsWith("guard"));
  expect(told).toMatchObject([
    { commit: shas[1], kind: "appeared", rule: "SI-011", path: "src/a.rs", line: 1, from: null },
    { commit: shas[3], kind: "guard-lost", symbol: "tiny", gate: { from: "first-interpreter-only", to: "loads" } },
    { commit: shas[4], kind: "moved", path: "src/b.rs", line: 1, from: { path: "src/a.rs", line: 3 } },
    { commit: shas[5], kind: "fixed", path: "src/b.rs" },
  ]);
  expect(report.series.map(({ commit, tags, pyo3 }) => [shas.indexOf(commit), ...tags, pyo3])).toEqual([
    [0, "v0.1.0", "0.27"],
    [1, "0.27"],
    [3, "v0.2.0", "0.28"],
    [5, "0.28"],
  ]);
});

test("prints events with the newest last and a row per release", async () => {
  const { dir, shas } = await build();
  const text = await run(dir);
  expect(text.indexOf("appeared")).toBeLessThan(text.indexOf("fixed"));
  expect(text).toMatch(new RegExp(`v0\\.2\\.0 +2026-01-04 +${shas[3]!.slice(0, 10)}`));
});

test("asks for one repository", async () => {
  await expect(runHistory([])).rejects.toMatchObject({ code: "usage" });
  await expect(runHistory(["a", "b"])).rejects.toMatchObject({ code: "usage" });
});
