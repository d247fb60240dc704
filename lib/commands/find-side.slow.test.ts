import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { addProject } from "#lib/commands/add-project";
import type { ExtractFacts } from "#lib/commands/cached-facts";
import { findSide } from "#lib/commands/find-side";
import { readHistory } from "#lib/commands/read-history";
import { scanCommit } from "#lib/commands/scan-commit";
import { scanHere } from "#lib/commands/stretch";
import { syncProject } from "#lib/commands/sync-project";
import { openTestContext, type TestContext } from "#lib/commands/test-context";
import { testFolder } from "#lib/db/test-folder";
import { buildRepository } from "#lib/git/test-repository";
import { compare } from "#lib/queries/compare";
import { ecosystem } from "#lib/queries/ecosystem";
import { finding } from "#lib/queries/finding";
import { history } from "#lib/queries/history";
import { extractFacts } from "#lib/scan/facts/extract";

const CARGO = `[package]\nname = "tiny"\nversion = "0.1.0"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\npyo3-ffi = "0.28"\n`;
const INIT = '#[no_mangle] pub unsafe extern "C" fn PyInit_tiny() -> *mut PyObject { std::ptr::null_mut() }';
const statics = (...names: string[]) =>
  names.map((name) => `static mut ${name}: *mut PyObject = std::ptr::null_mut();`).join("\n");
const lib = (...names: string[]) => `use pyo3_ffi::*;\nmod cache;\n${statics(...names)}\n${INIT}\n`;
const cache = (...names: string[]) => `use pyo3_ffi::*;\n${statics(...names)}\n`;
// Of another type, so that nobody takes it for B renamed.
const C = "static mut C: [*mut PyObject; 2] = [std::ptr::null_mut(); 2];\n";
const day = (number: number) => `2026-01-0${number}T00:00:00Z`;
const extract: ExtractFacts = async (blobs, onFacts) => {
  for (const { oid, bytes } of blobs) onFacts(oid, extractFacts(bytes));
};

let ctx: TestContext;
let shas: string[];
let project: { id: string; source: string; kind: string; slug: string };

beforeAll(async () => {
  ctx = await openTestContext();
  const source = join(testFolder(), "tiny.git");
  shas = await buildRepository(source, [
    { message: "begin", date: day(1), files: { "Cargo.toml": CARGO, "src/lib.rs": lib("A", "B"), "src/cache.rs": "" } },
    { message: "release", date: day(2), files: { "README.md": "1" }, tag: "1.0" },
    { message: "mend and move", date: day(3), files: { "src/lib.rs": lib() + C, "src/cache.rs": cache("A") } },
    { message: "release", date: day(4), files: { "README.md": "2" }, tag: "1.1" },
    { message: "notes", date: day(5), files: { "README.md": "3" } },
  ]);
  const { id } = await addProject(ctx, { source });
  const { signal } = new AbortController();
  await syncProject(ctx, { projectId: id }, signal);
  await scanCommit(ctx, { projectId: id, sha: shas.at(-1)! }, { extract, signal });
  await readHistory(ctx, { projectId: id }, { scanStretch: scanHere(extract), signal });
  project = await ctx.store.client.project.findUniqueOrThrow({ where: { id } });
});

const side = (text: string) => findSide(ctx, project, text);

test("a side is named by tag, date or commit, also by one that changed nothing", async () => {
  expect(await side("1.1")).toMatchObject({ name: "1.1", sha: shas[3] });
  expect((await side("2026-01-02"))?.position).toBe(1);
  expect((await side("2026"))?.position).toBe(4);
  expect((await side(shas[2]!.slice(0, 8)))?.position).toBe(2);
  expect((await side(shas[4]!))?.position).toBe(4);
  for (const nonsense of ["", "2.0", "2018-01-01", "../etc", "--all", "0000000"])
    expect(await side(nonsense)).toBeNull();
});

test("a comparison tells what came, went and moved, and both verdicts", async () => {
  const result = await compare(ctx.store, project.id, (await side("1.0"))!, (await side("1.1"))!);
  const symbols = (rows: { symbol: string; slug: string }[]) =>
    rows.filter(({ slug }) => slug === "static-py-pointer").map(({ symbol }) => symbol);
  expect(symbols(result.appeared)).toEqual(["C"]);
  expect(symbols(result.fixed)).toEqual(["B"]);
  expect(symbols(result.moved)).toEqual(["A"]);
  expect(result.moved[0]).toMatchObject({ path: "src/cache.rs", from: { path: "src/lib.rs" } });
  expect([result.from.point?.critical, result.to.point?.critical]).toEqual([2, 2]);
  const same = await compare(ctx.store, project.id, result.from, result.from);
  expect([same.appeared, same.fixed, same.moved]).toEqual([[], [], []]);
});

test("the history gives points in order of time, and each release the point that holds at it", async () => {
  const view = (await history(ctx.store, project.slug))!;
  expect(view).toMatchObject({ state: "complete", commits: 5, start: "root" });
  expect(view.releases.map(({ tag, point }) => [tag, point?.rules["SI-010"]])).toEqual([
    ["1.0", 2],
    ["1.1", 2],
  ]);
  const times = view.points.map(({ at }) => at.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(await history(ctx.store, "nothing")).toBeNull();
});

test("a finding knows the releases between which it shipped", async () => {
  const row = await ctx.store.client.finding.findFirstOrThrow({ where: { symbol: "B", rule: "SI-010" } });
  const view = (await finding(ctx.store, project.slug, row.id))!;
  expect(view.life.spans).toMatchObject([{ release: "1.0", without: "1.1", to: { sha: shas[2] } }]);
  expect(view.life.baseline).toBe(true);
});

test("the ecosystem's months count what was known then", async () => {
  const moments = ecosystem(ctx.store, new Date("2026-03-15"));
  expect(moments.map(({ at, known }) => [at.toISOString().slice(0, 10), known])).toEqual([
    ["2026-01-31", 1],
    ["2026-02-28", 1],
    ["2026-03-15", 1],
  ]);
  expect(moments[0]?.counts.hazardous).toBe(1);
});
