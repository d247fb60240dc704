import { expect, test } from "vitest";
import type { Finding } from "#lib/scan/finding";
import { countsOf, differences, snapshotOf } from "#workers/corpus/snapshot";

const site = { path: "src/lib.rs", line: 1, endLine: 1, column: 1 };
const finding = (part: Partial<Finding>): Finding => ({
  rule: "SI-010",
  slug: "static-py-pointer",
  severity: "critical",
  owner: "crate",
  scope: "prod",
  confidence: "high",
  crate: "spam",
  item: "cache",
  symbol: "KEYS",
  message: "",
  cfg: null,
  origin: null,
  evidence: {},
  root: null,
  suppressed: null,
  fingerprint: "",
  sites: [site],
  ...part,
});

test("production findings are named, others are counted by rule and scope", () => {
  const tests = ["A", "B"].map((symbol) => finding({ symbol, scope: "test" }));
  const grouped = finding({ rule: "SI-020", severity: "moderate", item: "", symbol: "intern!", sites: [site, site] });
  expect(snapshotOf("c0ffee", [grouped, ...tests, finding({})])).toEqual([
    "commit c0ffee",
    "SI-010 prod critical spam::cache::KEYS",
    "SI-010 test ×2",
    "SI-020 prod moderate spam::intern! ×2",
  ]);
});

test("lines add up to places by rule and scope", () => {
  const lines = ["commit c0ffee", "SI-010 prod critical a::×3", "SI-010 prod critical b::A ×3", "SI-010 test"];
  expect([...countsOf(lines)]).toEqual([
    ["SI-010 prod", 4],
    ["SI-010 test", 1],
  ]);
});

test("a difference says what came and what went", () => {
  expect(differences(["a", "b ×2", "c"], ["a", "b ×3", "c"])).toEqual(["- b ×2", "+ b ×3"]);
  expect(differences(["a"], ["a"])).toEqual([]);
});
