import fc from "fast-check";
import { expect, test } from "vitest";
import { testFinding } from "#lib/ledger/test-finding";
import { testReport } from "#lib/ledger/test-report";
import { applied, deltaOf } from "#lib/scan/report-delta";

const found = Array.from({ length: 8 }, (_, at) => testFinding({ symbol: `S${at}` }));
const some = fc.uniqueArray(fc.integer({ min: 0, max: 7 })).map((places) => places.map((at) => found[at]!));

test("a report comes back from its difference, with the very objects that were there before", () => {
  fc.assert(
    fc.property(some, some, (before, now) => {
      const delta = JSON.parse(JSON.stringify(deltaOf(before, testReport({ findings: now }))));
      const again = applied(before, delta);
      expect(again).toEqual(testReport({ findings: now }));
      for (const [at, finding] of now.entries()) expect(again.findings[at] === finding).toBe(before.includes(finding));
    }),
  );
});

test("what stays is not sent", () => {
  const [a, b, c] = found;
  expect(deltaOf([a!, b!], testReport({ findings: [b!, c!] })).fresh).toEqual([c]);
});
