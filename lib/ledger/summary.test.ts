import { expect, test } from "vitest";
import { summarise } from "#lib/ledger/summary";
import { testCoverage, testFinding } from "#lib/ledger/test-finding";
import { testExtension, testReport } from "#lib/ledger/test-report";

const place = (line: number) => ({ path: "src/a.rs", line, endLine: line, column: 1 });
const findings = [
  testFinding({ symbol: "A" }),
  testFinding({ symbol: "B", severity: "moderate" }),
  testFinding({ symbol: "C", severity: "moderate", owner: "framework", sites: [place(1), place(2), place(3)] }),
  testFinding({ symbol: "D", owner: "framework" }),
  testFinding({ symbol: "E", scope: "test" }),
  testFinding({ symbol: "F", cfg: "PyPy" }),
];

test("the worst extension speaks for the project", () => {
  const calm = testExtension({ name: "calm" }, { status: "candidate" });
  const bad = testExtension({ name: "bad" }, { status: "hazardous" });
  const unknown = testExtension({ name: "unknown" }, { status: "unknown", unguarded: true });
  const summary = summarise(testReport({ extensions: [calm, bad, unknown, bad] }));
  expect(summary).toMatchObject({ status: "hazardous", worst: bad, unguarded: false });
});

test("counts are places in production code, however many extensions are built from it", () => {
  const counts = { crateCritical: 1, crateModerate: 1, framework: 4 };
  const one = testExtension();
  expect(summarise(testReport({ extensions: [one], findings }))).toMatchObject(counts);
  expect(summarise(testReport({ extensions: [one, one], findings }))).toMatchObject(counts);
  expect(summarise(testReport({ findings }))).toMatchObject({ crateCritical: 0, crateModerate: 0, framework: 0 });
});

test("a repository without extensions is not applicable, unless a manifest could not be read", () => {
  expect(summarise(testReport({})).status).toBe("not-applicable");
  expect(summarise(testReport({ coverage: testCoverage(["src/a.rs"]) })).status).toBe("not-applicable");
  expect(summarise(testReport({ coverage: testCoverage(["py/Cargo.toml"]) })).status).toBe("unknown");
});
