import { expect, test } from "vitest";
import { newsOf } from "#lib/ledger/news";
import type { Change } from "#lib/ledger/reconcile";
import { testFinding } from "#lib/ledger/test-finding";

const change = (kind: Change["kind"], symbol: string, seen = true): Change => {
  const finding = testFinding({ symbol });
  return { kind, fingerprint: finding.fingerprint, ...(seen && { finding }) };
};

test("of copied code it is told how much came and went, and nothing of what stayed", () => {
  const changes = [
    change("appeared", "A"),
    change("fixed", "B", false),
    change("moved", "C"),
    change("rejudged", "D"),
    change("kept", "E", false),
    change("unchanged", "F"),
  ];
  expect(newsOf(changes, () => "vendored")).toEqual({ told: [], vendored: { came: 1, went: 1 } });
  const { told, vendored } = newsOf(changes, () => "prod");
  expect(told.map(({ kind }) => kind)).toEqual(["appeared", "fixed", "moved", "rejudged"]);
  expect(vendored).toEqual({ came: 0, went: 0 });
});
