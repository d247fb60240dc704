import { expect, test } from "vitest";
import { summarise } from "#lib/ledger/summary";
import { testCoverage } from "#lib/ledger/test-finding";
import { testExtension, testReport } from "#lib/ledger/test-report";

const counts = (critical: number, moderate: number) => ({ critical, moderate, info: 9 });

test("the worst extension speaks for the project, and hazards add up", () => {
  const calm = testExtension({ name: "calm" }, { status: "candidate", gate: { legacy: "loads", ownGil: "loads" } });
  const bad = testExtension(
    { name: "bad" },
    {
      status: "hazardous",
      gate: { legacy: "refused", ownGil: "refused" },
      hazard: { crate: counts(3, 1), framework: counts(2, 5), dependency: counts(7, 7) },
    },
  );
  const unknown = testExtension({ name: "unknown" }, { status: "unknown", unguarded: true });
  expect(summarise(testReport({ extensions: [calm, bad, unknown, bad] }))).toEqual({
    status: "hazardous",
    worst: bad,
    unguarded: false,
    crateCritical: 6,
    crateModerate: 2,
    framework: 14,
  });
});

test("a repository without extensions is not applicable, unless a manifest could not be read", () => {
  expect(summarise(testReport({})).status).toBe("not-applicable");
  expect(summarise(testReport({ coverage: testCoverage(["src/a.rs"]) })).status).toBe("not-applicable");
  expect(summarise(testReport({ coverage: testCoverage(["py/Cargo.toml"]) })).status).toBe("unknown");
});
