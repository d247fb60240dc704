import { expect, test } from "vitest";
import type { Finding } from "#lib/scan/finding";
import { formatSarif } from "#lib/scan/format/sarif";
import { formatText } from "#lib/scan/format/text";
import type { ScanReport } from "#lib/scan/report";
import type { RuleMeta } from "#lib/scan/rule";

const finding = (change: Partial<Finding> = {}): Finding => ({
  rule: "SI-010",
  slug: "static-py-pointer",
  severity: "critical",
  owner: "crate",
  scope: "prod",
  confidence: "high",
  crate: "tiny",
  item: "cache",
  symbol: "KEY",
  message: "`KEY` is one pointer for all interpreters",
  cfg: null,
  origin: null,
  evidence: {},
  root: null,
  suppressed: null,
  fingerprint: "f1",
  sites: [{ path: "src/a b.rs", line: 3, endLine: 4, column: 5 }],
  ...change,
});
const report = (findings: Finding[], change: Partial<ScanReport> = {}): ScanReport => ({
  schema: "subready.scan/1",
  source: { kind: "git", location: "/repos/tiny", commit: "0123456789abcdef", path: [] },
  ruleset: "2026.11",
  coverage: { files: 2, bytes: 1_500_000, parsed: 2, problems: [], unscanned: [], remarks: [] },
  extensions: [
    {
      name: "tiny",
      crate: "tiny",
      path: ".",
      binding: "pyo3",
      pyo3: { version: "0.29.0", source: "Cargo.lock" },
      abi3: null,
      verdict: {
        status: "hazardous",
        gate: { legacy: "loads", ownGil: "refused" },
        gateOwner: "crate",
        tested: false,
        unguarded: true,
        because: "Nothing guards it.",
        hazard: {
          crate: { critical: 1, moderate: 0, info: 0 },
          framework: { critical: 0, moderate: 0, info: 0 },
          dependency: { critical: 0, moderate: 0, info: 0 },
        },
      },
    },
  ],
  findings,
  timing: { readMs: 0, factsMs: 0, modelMs: 0, rulesMs: 0, totalMs: 0 },
  ...change,
});
const text = (findings: Finding[], change?: Partial<ScanReport>) =>
  formatText(report(findings, change), { colour: false, since: null });
const rule = {
  code: "SI-010",
  slug: "static-py-pointer",
  severity: "critical",
  group: "Static Python state",
  title: "Static Python pointer",
  summary: "One pointer for all.",
  why: "Because.",
  remedy: [{ title: "Module state", text: "Move it." }],
  milestones: ["M1"],
} as unknown as RuleMeta;
const sarif = (findings: Finding[], change?: Partial<ScanReport>) =>
  JSON.parse(formatSarif(report(findings, change), [rule])).runs[0];

test("text groups findings by severity, worst first, in aligned columns", () => {
  const minor = finding({ rule: "SI-1", severity: "info", message: "small", scope: "test", cfg: "Py_3_12" });
  const more = finding({ sites: [...finding().sites, ...finding().sites], owner: "framework" });
  expect(text([minor, finding(), more])).toMatchInlineSnapshot(`
    "/repos/tiny at 0123456789ab · 2 Rust files, 1.5 MB · ruleset 2026.11

    critical (2)
      SI-010  src/a b.rs:3            \`KEY\` is one pointer for all interpreters
      SI-010  src/a b.rs:3 (+1 more)  \`KEY\` is one pointer for all interpreters [framework]

    info (1)
      SI-1  src/a b.rs:3  small [test; cfg Py_3_12]

    tiny  legacy: loads (unguarded)  own GIL: refused  1 critical, 0 moderate, 0 info  Nothing guards it.
    "
  `);
});

test("text says what was not read, and caps the list", () => {
  const problems = Array.from({ length: 22 }, (_, line) => ({ path: "src/x.rs", line, message: "unbalanced" }));
  const said = text([], { coverage: { ...report([]).coverage, problems, unscanned: ["include: 2 C files"] } });
  expect(said).toContain("No finding.");
  expect(said).toContain("  src/x.rs:19  unbalanced\n  … and 2 more");
  expect(said).toContain("Not judged: include: 2 C files.");
});

test("text says plainly when there is nothing to judge, and when it cannot know", () => {
  const nothing = text([], { extensions: [] });
  expect(nothing).toContain("No Python extension module was found here: there is nothing to judge.");
  expect(nothing).not.toContain("No finding.");
  const asked = { ...report([]).source, path: ["rust/core"] };
  expect(text([], { extensions: [], source: asked })).toContain("was found in rust/core: there is nothing to judge.");
  const problems = [{ path: "Cargo.toml", line: 3, message: "does not parse" }];
  const unsure = text([], { extensions: [], coverage: { ...report([]).coverage, problems } });
  expect(unsure).toContain("  Cargo.toml:3  does not parse\n\nNo Python extension module was found here, but one may");
});

test("text lets nothing of a repository steer the terminal or reorder the line", () => {
  const said = text([finding({ symbol: "x", message: "\u001b[2Jgone \u202egnp.exe" })]);
  expect(said).toContain("\ufffd[2Jgone \ufffdgnp.exe");
  expect(formatText(report([finding()]), { colour: true, since: null })).toContain("\u001b[31mcritical (1)\u001b[0m");
});

test("SARIF names rule, level, place and identity of each finding", () => {
  const run = sarif([finding(), finding({ severity: "positive", fingerprint: "f2" })]);
  expect(run.tool.driver.rules).toMatchObject([
    { id: "SI-010", name: "static-py-pointer", defaultConfiguration: { level: "error" } },
  ]);
  expect(run.results[0]).toMatchObject({
    ruleId: "SI-010",
    ruleIndex: 0,
    kind: "fail",
    level: "error",
    partialFingerprints: { "subready/v1": "f1" },
  });
  expect(run.results[0].locations[0]).toEqual({
    physicalLocation: {
      artifactLocation: { uri: "src/a%20b.rs", uriBaseId: "%SRCROOT%" },
      region: { startLine: 3, startColumn: 5, endLine: 4 },
    },
    logicalLocations: [{ name: "KEY", fullyQualifiedName: "tiny::cache::KEY" }],
  });
  expect(run.results[1]).toMatchObject({ kind: "informational", level: "none" });
  expect(run.versionControlProvenance).toEqual([
    { repositoryUri: "file:///repos/tiny", revisionId: "0123456789abcdef" },
  ]);
});

test("SARIF keeps every site of a grouped finding and every hole", () => {
  const coverage = { ...report([]).coverage, problems: [{ path: "src/x.rs", line: 7, message: "unbalanced" }] };
  const run = sarif([finding({ sites: [...finding().sites, { path: "src/c.rs", line: 9, endLine: 9, column: 1 }] })], {
    coverage,
  });
  expect(run.results[0].relatedLocations.length).toBe(1);
  expect(run.invocations[0].toolExecutionNotifications).toMatchObject([{ message: { text: "unbalanced" } }]);
});

test("what the source allows says so in every format", () => {
  const allowed = finding({ suppressed: "cleared at exit" });
  const remarks = [{ path: "src/x.rs", line: 2, message: "allows what is not found here any more" }];
  const coverage = { ...report([]).coverage, remarks };
  const text = formatText(report([allowed], { coverage }), { colour: false, since: null });
  expect(text).toContain("allowed: cleared at exit");
  expect(text).toContain("critical (0, 1 allowed)\n");
  expect(text).toContain("Comments that allow nothing:\n  src/x.rs:2");
  const run = sarif([allowed, finding()], { coverage });
  expect(run.results[0].suppressions).toEqual([
    { kind: "inSource", status: "accepted", justification: "cleared at exit" },
  ]);
  expect(run.results[1].suppressions).toBeUndefined();
  expect(run.invocations[0].toolExecutionNotifications).toHaveLength(1);
});

test("text names a shared wrapper once, with where it is declared", () => {
  const typePath = [
    { label: "static A", kind: "the static", path: "src/a.rs", line: 3 },
    { label: "struct Lazy<_>", kind: "field value", path: "src/lazy.rs", line: 7 },
  ];
  const shared = { root: "Lazy", evidence: { wrapper: "Lazy", typePath } };
  const lines = text([finding({ symbol: "A", ...shared }), finding({ symbol: "B", ...shared }), finding()]).split("\n");
  const listed = lines.filter((line) => line.includes("SI-010"));
  expect(listed).toHaveLength(2);
  expect(listed[0]).toContain("(+1 more)");
  expect(listed[0]).toContain("2 statics share one wrapper: Lazy (src/lazy.rs:7); the first is `A`");
});
