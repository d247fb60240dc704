import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Example, halfOf, isPair, parseExamples } from "#lib/rules/examples";
import { rules, ruleset } from "#lib/rules/index";
import { extractFacts } from "#lib/scan/facts/extract";
import type { Finding } from "#lib/scan/finding";
import { planScan } from "#lib/scan/plan";
import type { ScanReport } from "#lib/scan/report";
import { scan } from "#lib/scan/scan";
import { isPlanned } from "#lib/scan/wanted";

const MANIFEST = `[package]
name = "example"
version = "0.1.0"
[lib]
crate-type = ["cdylib"]
[dependencies]
pyo3 = "0.27"
pyo3-ffi = "0.27"
once_cell = "1"
[build-dependencies]
pyo3-build-config = "0.27"
`;

const SCRIPT = "fn main() { pyo3_build_config::use_pyo3_cfgs(); }";

/** What is scanned as one crate: an example as it stands, or each half of a pair. */
function crates(example: Example): Example[] {
  if (!isPair(example)) return [example];
  return (["before", "after"] as const).map((half) => {
    return { ...example, title: `${example.title}: ${half}`, files: halfOf(half, example) };
  });
}

/** Scans an example's files as a repository; examples without a Cargo.toml get one that depends on PyO3 and sets its conditions. */
function scanExample(example: Example): ScanReport {
  const files = new Map(example.files.map((f) => [f.path, f.text]));
  if (!files.has("Cargo.toml")) files.set("Cargo.toml", MANIFEST).set("build.rs", SCRIPT);
  const entries = [...files.keys()].map((path) => ({ path, oid: path }));
  const texts = new Map([...files].filter(([path]) => isPlanned(path)));
  const facts = new Map(
    [...files]
      .filter(([path]) => path.endsWith(".rs"))
      .map(([path, text]) => [path, extractFacts(new TextEncoder().encode(text))]),
  );
  const source = { kind: "directory", location: "example", commit: null, path: [] } as const;
  const plan = planScan(entries, texts, []);
  return scan(
    {
      source: { ...source, path: [] },
      plan,
      facts,
      holes: [],
      ruleset,
      spent: { readMs: 0, factsMs: 0 },
      now: () => 0,
    },
    rules,
  );
}

describe.each(rules.map((rule) => [rule.slug, rule] as const))("%s", (slug, rule) => {
  const { examples } = parseExamples(readFileSync(`lib/rules/${slug}/examples.md`, "utf8"));

  test.each(examples.flatMap(crates).map((e) => [e.title, e] as const))("%s", (_, example) => {
    const found = scanExample(example).findings.filter((f) => f.slug === slug);
    const seen = found.flatMap((f) =>
      f.sites.map((s) => ({
        at: `${s.path}:${s.line}`,
        words: [
          f.severity,
          f.confidence,
          f.scope,
          f.owner,
          f.symbol,
          f.cfg ?? "",
          ...(f.cfg ?? "").split(/[^\w]+/),
          ...Object.values(f.evidence).map(String),
        ],
      })),
    );
    const expected = example.files.flatMap((f) =>
      f.expectations.filter((e) => e.slug === slug).map((e) => ({ at: `${f.path}:${e.line}`, note: e.note })),
    );
    const noisy = seen.filter((s) => !expected.some((e) => e.at === s.at)).map((s) => s.at);
    const missing = expected.filter((e) => !seen.some((s) => s.at === e.at)).map((e) => e.at);
    expect({ noisy, missing }).toEqual({ noisy: [], missing: [] });
    // A message is a clause that pages put into sentences of their own.
    for (const { message } of found) expect(message).toMatch(/^[^A-Z\s](?!.*\.$).{8,220}$/s);
    for (const { at, note } of expected) {
      const words = seen.filter((s) => s.at === at).flatMap((s) => s.words);
      for (const word of note.split(/\s+/).filter(Boolean)) expect(words, `${at} ${word}`).toContain(word);
    }
  });

  const pairs = examples.filter(isPair);

  test.each(pairs.map((e) => [e.title, e] as const))("%s: the change is one for the better", (title, pair) => {
    expect(title).toMatch(/^Before and after: /);
    const reported = (half: "before" | "after") =>
      halfOf(half, pair).flatMap((f) => f.expectations.filter((e) => e.slug === slug)).length;
    expect(reported("before")).toBeGreaterThan(0);
    expect(reported("after")).toBe(0);
    const grave = ({ severity, owner }: Finding) =>
      owner === "crate" && (severity === "critical" || severity === "blocker");
    const after = scanExample({ ...pair, files: halfOf("after", pair) });
    expect(after.findings.filter(grave).map(({ slug: other, symbol }) => `${other} ${symbol}`)).toEqual([]);
  });

  test("shows what its crate's author can do about it", () => {
    const actionable = rule.owner === "crate" && ["blocker", "critical", "moderate"].includes(rule.severity);
    if (actionable) expect(pairs.length).toBeGreaterThan(0);
  });

  test("shows what it reports and what it does not", () => {
    const alone = examples.filter((e) => !isPair(e));
    const expectations = alone.map((e) => e.files.flatMap((f) => f.expectations.filter((x) => x.slug === slug)).length);
    expect(expectations.some((n) => n > 0)).toBe(true);
    expect(expectations.some((n) => n === 0)).toBe(true);
  });

  test("speaks in the house's voice", () => {
    expect(rule.summary).toMatch(/^[A-Z`].*\.$/);
    expect(rule.title).not.toMatch(/\.$/);
    for (const step of rule.remedy) expect(step.title).toMatch(/\.$/);
    expect(JSON.stringify({ ...rule, references: [] })).not.toMatch(/\bsafe\b|\bsimply\b|\bjust do\b/);
  });
});

test("every folder is in the index, every index entry has its folder, codes and slugs are unique and in order", () => {
  const folders = readdirSync("lib/rules", { withFileTypes: true })
    .filter((d) => d.isDirectory())
    .map((d) => d.name);
  expect(rules.map((r) => r.slug).sort()).toEqual(folders.sort());
  const codes = rules.map((r) => r.code);
  expect(codes).toEqual([...new Set(codes)].sort());
});
