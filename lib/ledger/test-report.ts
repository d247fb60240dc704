import { testCoverage } from "#lib/ledger/test-finding";
import type { Extension, ScanReport, Verdict } from "#lib/scan/report";

export function testExtension(said: Partial<Extension> = {}, verdict: Partial<Verdict> = {}): Extension {
  const none = { critical: 0, moderate: 0, info: 0 };
  return {
    name: "demo",
    crate: "demo",
    path: ".",
    binding: "pyo3",
    pyo3: { version: "0.28.0", source: "Cargo.lock" },
    abi3: null,
    verdict: {
      status: "needs-audit",
      gate: { legacy: "first-interpreter-only", ownGil: "refused" },
      gateOwner: "framework",
      tested: false,
      unguarded: false,
      because: "PyO3 refuses a second interpreter.",
      hazard: { crate: none, framework: none, dependency: none },
      ...verdict,
    },
    ...said,
  };
}

export function testReport(said: Partial<ScanReport>): ScanReport {
  return {
    schema: "subready.scan/1",
    source: { kind: "git", location: "/demo", commit: null, path: [] },
    ruleset: "1",
    coverage: testCoverage(),
    extensions: [],
    findings: [],
    timing: { readMs: 1, factsMs: 1, modelMs: 1, rulesMs: 1, totalMs: 4 },
    ...said,
  };
}
