import type { Known } from "#lib/ledger/reconcile";
import type { Finding } from "#lib/scan/finding";
import type { Coverage } from "#lib/scan/report";

/** A static of `src/a.rs`; its fingerprint follows from what a test says about it, as a scanner's would. */
export function testFinding(said: Partial<Finding> & { path?: string; line?: number; shape?: string } = {}): Finding {
  const { path = "src/a.rs", line = 1, shape = "", ...columns } = said;
  const finding = {
    rule: "SI-010",
    slug: "static-py-pointer",
    severity: "critical",
    owner: "crate",
    scope: "prod",
    confidence: "high",
    crate: "demo",
    item: path.replace(/^src\/|\.rs$/g, ""),
    symbol: "KEY_MAP",
    message: "static `KEY_MAP` keeps a Python pointer",
    cfg: null,
    origin: null,
    evidence: {},
    root: null,
    suppressed: null,
    sites: [{ path, line, endLine: line, column: 1 }],
    ...columns,
  } satisfies Partial<Finding>;
  const fingerprint = [finding.rule, finding.crate, finding.item, finding.symbol, shape].join("|");
  return { fingerprint, ...finding };
}

export function testCoverage(unreadable: string[] = []): Coverage {
  const problems = unreadable.map((path) => ({ path, line: 1, message: "is not closed" }));
  return { files: 3, bytes: 300, parsed: 3 - unreadable.length, problems, unscanned: [], remarks: [] };
}

/** What the ledger knows after it saw this finding. */
export function testKnown(finding: Finding, said: Partial<Known> = {}): Known {
  return { ...finding, present: true, everFixed: false, ...said };
}
