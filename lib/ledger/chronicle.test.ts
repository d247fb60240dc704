import { describe, expect, test } from "vitest";
import { advance, type Chronicle, emptyChronicle, refresh } from "#lib/ledger/chronicle";
import { pointsAt } from "#lib/ledger/point";
import { testCoverage, testFinding } from "#lib/ledger/test-finding";
import { testExtension, testReport } from "#lib/ledger/test-report";
import type { Finding } from "#lib/scan/finding";
import type { ScanReport } from "#lib/scan/report";

const a = testFinding({ symbol: "A" });
const b = testFinding({ symbol: "B", path: "src/b.rs", line: 7 });
const copy = testFinding({ symbol: "C", path: "vendor/c.rs", scope: "vendored" });

/** Folds reports, one per position. */
function fold(...reports: Partial<ScanReport>[]): Chronicle {
  const chronicle = emptyChronicle();
  for (const [position, report] of reports.entries())
    advance(chronicle, position, testReport({ extensions: [testExtension()], ...report }));
  return chronicle;
}
const see = (...findings: Finding[]): Partial<ScanReport> => ({ findings });

const events = ({ events }: Chronicle) =>
  events.map(({ position, kind, finding, gate }) => `${position} ${kind} ${finding?.symbol ?? gate?.extension}`);
const spans = ({ lives }: Chronicle) =>
  [...lives.values()].map(({ finding, spans }) =>
    [finding.symbol, ...spans.map(({ from, to }) => `${from}..${to ?? ""}`)].join(" "),
  );

test("what the first commit has is there from the beginning and is no event", () => {
  const chronicle = fold(see(a, b), see(a, b));
  expect(events(chronicle)).toEqual([]);
  expect(spans(chronicle)).toEqual(["A 0..", "B 0.."]);
  expect(chronicle.lives.get(b.fingerprint)?.spans).toEqual([{ from: 0, to: null, path: "src/b.rs", line: 7 }]);
});

test("a finding that goes is fixed, and one that comes back has regressed", () => {
  const chronicle = fold(see(), see(a), see(), see(a));
  expect(events(chronicle)).toEqual(["1 appeared A", "2 fixed A", "3 regressed A"]);
  expect(spans(chronicle)).toEqual(["A 1..2 3.."]);
});

test("a move or a fix says where the finding was at the commit before, also when only lines had changed up to there", () => {
  const chronicle = fold(see(a, b));
  const parent = testReport({
    findings: [testFinding({ symbol: "A", line: 30 }), testFinding({ symbol: "B", path: "src/b.rs", line: 40 })],
  });
  const after = testReport({ findings: [testFinding({ symbol: "A", path: "src/new.rs" })] });
  advance(chronicle, 3, after, parent);
  expect(chronicle.events).toMatchObject([
    { kind: "moved", from: { path: "src/a.rs", line: 30 } },
    { kind: "fixed", finding: { symbol: "B" } },
  ]);
  expect(chronicle.events[1]?.finding?.sites[0]?.line).toBe(40);
});

test("a finding that is back on its line stands there, whatever the commit between said", () => {
  const chronicle = fold(see(a, b));
  const between = testReport({ findings: [testFinding({ symbol: "A", line: 30 }), b] });
  advance(chronicle, 2, testReport({ findings: [a] }), between);
  expect(chronicle.lives.get(a.fingerprint)?.finding).toBe(a);
});

test("a move keeps the span, takes the new fingerprint and says where it was", () => {
  const moved = testFinding({ symbol: "A", path: "src/new.rs" });
  const chronicle = fold(see(a), see(moved));
  expect(chronicle.events).toMatchObject([
    { kind: "moved", from: { path: "src/a.rs" }, finding: { fingerprint: moved.fingerprint } },
  ]);
  expect([...chronicle.lives.keys()]).toEqual([moved.fingerprint]);
  expect(spans(chronicle)).toEqual(["A 0.."]);
});

test("a file that cannot be read fixes nothing", () => {
  const chronicle = fold(see(a), { findings: [], coverage: testCoverage(["src/a.rs"]) }, see(a));
  expect(events(chronicle)).toEqual([]);
  expect(spans(chronicle)).toEqual(["A 0.."]);
});

test("somebody else's code that is copied in is a seam, and no news", () => {
  const chronicle = fold(see(a), see(a, copy), see(a));
  expect(events(chronicle)).toEqual([]);
  expect(chronicle.vendored).toEqual([
    { position: 1, came: 1, went: 0 },
    { position: 2, came: 0, went: 1 },
  ]);
  expect(chronicle.points.map(({ rules }) => rules)).toEqual([{ "SI-010": 1 }]);
});

test("a lost guard is an event of its extension", () => {
  const open = testExtension({}, { gate: { legacy: "loads", ownGil: "refused" }, unguarded: true });
  const chronicle = fold(see(a), { findings: [a], extensions: [open] });
  expect(events(chronicle)).toEqual(["1 guard-lost demo"]);
  expect(chronicle.events[0]?.gate).toMatchObject({ from: "first-interpreter-only", to: "loads" });
});

describe("points", () => {
  test("stand only where a figure changes", () => {
    const chronicle = fold(see(a), see(a), see(a, b), see(b));
    expect(chronicle.points.map(({ position, rules }) => [position, rules])).toEqual([
      [0, { "SI-010": 1 }],
      [2, { "SI-010": 2 }],
      [3, { "SI-010": 1 }],
    ]);
  });

  test("are repeated where they are asked for, and nothing is known before the first", () => {
    const points = fold(see(a), see(a), see(a, b)).points.map((point) => ({ ...point, position: point.position + 1 }));
    expect(pointsAt(points, [0, 2, 3]).map(({ position, owners }) => [position, owners.crate.critical])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
    ]);
  });
});

test("lines of the newest commit are taken over without being news", () => {
  const chronicle = fold(see(a));
  refresh(chronicle, testReport(see({ ...a, sites: [{ ...a.sites[0]!, line: 99 }] })));
  expect(chronicle.lives.get(a.fingerprint)?.finding.sites[0]?.line).toBe(99);
  expect(events(chronicle)).toEqual([]);
});
