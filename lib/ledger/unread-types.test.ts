import { describe, expect, test } from "vitest";
import { reconcile } from "#lib/ledger/reconcile";
import { testKnown } from "#lib/ledger/test-finding";
import { rules, ruleset } from "#lib/rules/index";
import { extractFacts } from "#lib/scan/facts/extract";
import { planScan } from "#lib/scan/plan";
import type { ScanReport } from "#lib/scan/report";
import { SuccessiveScan } from "#lib/scan/successive";

const FILES: Record<string, string> = {
  "Cargo.toml": '[package]\nname = "demo"\nversion = "0.1.0"\n[dependencies]\npyo3 = "0.27"\n',
  "src/lib.rs": "mod cache; mod entry; mod text;",
  "src/cache.rs": "use crate::entry::Entry; static CACHE: OnceLock<Vec<Entry>> = OnceLock::new();",
  "src/entry.rs": "use crate::text::Text; pub struct Entry { key: Text }",
  "src/text.rs": "pub struct Text(pyo3::Py<pyo3::PyAny>);",
};

/** Scans the files without what these hold. */
function scanWithout(unread: string[]): ScanReport {
  const entries = Object.keys(FILES).map((path) => ({ path, oid: path }));
  const rust = entries.filter(({ path }) => path.endsWith(".rs") && !unread.includes(path));
  const scan = new SuccessiveScan(rules, ruleset);
  scan.step({
    source: { kind: "directory", location: "demo", commit: null, path: [] },
    plan: planScan(entries, new Map([["Cargo.toml", FILES["Cargo.toml"]!]]), []),
    facts: new Map(rust.map(({ path }) => [path, extractFacts(new TextEncoder().encode(FILES[path]))])),
    holes: new Map(unread.map((path) => [path, "it is too large"])),
  });
  return scan.report()!;
}

describe("a reference three files away from its static", () => {
  const known = scanWithout([]).findings.filter(({ rule }) => rule === "SI-013");

  test.each([["src/cache.rs"], ["src/entry.rs"], ["src/text.rs"], ["src/entry.rs", "src/text.rs"]])(
    "is kept while %s cannot be read",
    (...unread) => {
      const { findings, coverage } = scanWithout(unread);
      const seen = findings.filter(({ rule }) => rule === "SI-013");
      const before = known.map((finding) => testKnown(finding));
      expect(reconcile(before, seen, coverage, false, false).map(({ kind }) => kind)).toEqual(["kept"]);
    },
  );
});
