import { expect, test } from "vitest";
import { RecentScan, RecentScans } from "#lib/commands/recent-scans";
import { extractFacts } from "#lib/scan/facts/extract";

const scanOf = (bytes: number) => {
  const scan = new RecentScan();
  scan.facts = new Map([["a", extractFacts(new Uint8Array(bytes))]]);
  return scan;
};

test("what is kept is had once", () => {
  const scans = new RecentScans();
  const scan = scanOf(1);
  scans.keep("a", scan);
  expect(scans.take("a")).toBe(scan);
  expect(scans.take("a")).not.toBe(scan);
});

test("the projects that were scanned last stay, as far as there is room", () => {
  const scans = new RecentScans(10);
  const [a, b, c] = [scanOf(4), scanOf(4), scanOf(4)];
  scans.keep("a", a);
  scans.keep("b", b);
  expect(scans.take("a")).toBe(a);
  scans.keep("a", a);
  scans.keep("c", c);
  expect([scans.take("a") === a, scans.take("b") === b, scans.take("c") === c]).toEqual([true, false, true]);
  const large = scanOf(11);
  scans.keep("large", large);
  expect(scans.take("large")).not.toBe(large);
});
