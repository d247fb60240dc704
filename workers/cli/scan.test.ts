import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { testFolder } from "#lib/db/test-folder";
import { buildRepository } from "#lib/git/test-repository";
import type { ScanReport } from "#lib/scan/report";
import { runScan } from "#workers/cli/scan";

const CARGO = `[package]
name = "tiny"
version = "0.1.0"
[lib]
crate-type = ["cdylib"]
[dependencies]
pyo3-ffi = "0.28"
`;
const lib = (...names: string[]) =>
  [
    "use pyo3_ffi::*;",
    ...names.map((name) => `pub static mut ${name}: *mut PyObject = std::ptr::null_mut();`),
    '#[no_mangle] pub unsafe extern "C" fn PyInit_tiny() -> *mut PyObject { std::ptr::null_mut() }',
  ].join("\n");

let bare: string;
let shas: string[];
beforeAll(async () => {
  bare = join(testFolder(), "tiny.git");
  shas = await buildRepository(bare, [
    {
      message: "one",
      date: "2026-01-01T00:00:00Z",
      files: { "Cargo.toml": CARGO, "src/lib.rs": lib("A") },
      tag: "0.1.0",
    },
    { message: "two", date: "2026-01-02T00:00:00Z", files: { "src/lib.rs": lib("A", "B") } },
  ]);
});

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  let out = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    out += chunk;
    return true;
  });
  const code = await runScan(args).finally(() => write.mockRestore());
  return { code, out };
}
async function report(...args: string[]): Promise<ScanReport> {
  return JSON.parse((await run(...args, "--format", "json")).out);
}
const symbols = ({ findings }: ScanReport) =>
  findings
    .filter(({ rule }) => rule === "SI-010")
    .map(({ symbol }) => symbol)
    .sort();

test("reads a bare git directory as it is, at its head", async () => {
  const seen = await report(bare);
  expect(seen.source).toEqual({ kind: "git", location: bare, commit: shas[1], path: [] });
  expect(symbols(seen)).toEqual(["A", "B"]);
  expect(seen.extensions.map(({ name }) => name)).toEqual(["tiny"]);
});

test("reads another revision by tag or commit", async () => {
  expect(symbols(await report(bare, "--rev", "0.1.0"))).toEqual(["A"]);
  expect((await report(bare, "--rev", shas[0]!.slice(0, 10))).source.commit).toBe(shas[0]);
});

test("lists only what is new since a revision", async () => {
  expect(symbols(await report(bare, "--since", "0.1.0"))).toEqual(["B"]);
  expect(symbols(await report(bare, "--since", "HEAD"))).toEqual([]);
});

test("reads a directory as it is on disk, and compares it with its history", async () => {
  const checkout = join(testFolder(), "checkout");
  execFileSync("git", ["clone", "--quiet", bare, checkout]);
  writeFileSync(join(checkout, "src", "lib.rs"), lib("A", "B", "C"));
  const seen = await report(checkout);
  expect(seen.source).toEqual({ kind: "directory", location: checkout, commit: null, path: [] });
  expect(symbols(seen)).toEqual(["A", "B", "C"]);
  expect(symbols(await report(checkout, "--since", "HEAD"))).toEqual(["C"]);
  expect(symbols(await report(checkout, "--rev", "HEAD"))).toEqual(["A", "B"]);
});

test("exits with 1 at findings of the severity asked for, or worse", async () => {
  expect((await run(bare)).code).toBe(0);
  expect((await run(bare, "--fail-on", "critical")).code).toBe(1);
  expect((await run(bare, "--fail-on", "info")).code).toBe(1);
  expect((await run(bare, "--fail-on", "blocker")).code).toBe(0);
  expect((await run(bare, "--since", "HEAD", "--fail-on", "info")).code).toBe(0);
});

test("does not fail at what its source allows", async () => {
  const folder = testFolder();
  const cell = "pub static A: std::sync::OnceLock<pyo3::Py<pyo3::PyAny>> = std::sync::OnceLock::new();\n";
  mkdirSync(join(folder, "src"));
  writeFileSync(
    join(folder, "Cargo.toml"),
    '[package]\nname = "a"\nversion = "1.0.0"\n[dependencies]\npyo3 = "0.27"\n',
  );
  writeFileSync(join(folder, "src", "lib.rs"), cell);
  expect((await run(folder, "--fail-on", "critical")).code).toBe(1);
  writeFileSync(join(folder, "src", "lib.rs"), `// subready: allow(static-py-cell) only one interpreter\n${cell}`);
  expect((await run(folder, "--fail-on", "critical")).code).toBe(0);
});

test("says what is wrong with a question and what to do", async () => {
  const folder = testFolder();
  writeFileSync(join(folder, "file"), "");
  mkdirSync(join(folder, "plain"));
  const codes = async (...args: string[]) => runScan(args).catch(({ code, remedy }) => [code, typeof remedy]);
  expect(await codes()).toEqual(["usage", "string"]);
  expect(await codes(join(folder, "nothing"))).toEqual(["usage", "string"]);
  expect(await codes(join(folder, "file"))).toEqual(["usage", "string"]);
  expect(await codes(join(folder, "plain"), "--rev", "HEAD")).toEqual(["not-a-repository", "string"]);
  expect(await codes(bare, "--rev", "v9")).toEqual(["no-such-revision", "string"]);
  expect(await codes(bare, "--path", "python")).toEqual(["not-found", "string"]);
  expect(await codes(bare, "--format", "xml")).toEqual(["usage", "string"]);
  expect(await codes(bare, "--fail-on", "bad")).toEqual(["usage", "string"]);
  expect(await codes(join(folder, "file", "below"))).toEqual(["usage", "string"]);
  expect(await codes(join(folder, "x".repeat(300)))).toEqual(["unreadable", "string"]);
  expect(await codes("http://example.org/x")).toEqual(["usage", "string"]);
  expect(await codes(bare, "--nonsense")).toEqual(["ERR_PARSE_ARGS_UNKNOWN_OPTION", "undefined"]);
});

test("takes a git directory that lost its HEAD for a damaged one, not for a directory", async () => {
  const wreck = join(testFolder(), "wreck.git");
  cpSync(bare, wreck, { recursive: true });
  rmSync(join(wreck, "HEAD"));
  await expect(runScan([wreck])).rejects.toMatchObject({ code: "corrupt" });
});

test("answers for a directory without Rust, and for a manifest that is broken", async () => {
  const folder = testFolder();
  expect((await run(folder)).out).toContain("there is nothing to judge");
  writeFileSync(join(folder, "Cargo.toml"), "[package\n");
  expect((await report(folder)).coverage.problems).toMatchObject([{ path: "Cargo.toml" }]);
  expect(await run(folder)).toMatchObject({ code: 0, out: expect.stringContaining("Cargo.toml:1  does not parse") });
});
