import { expect, test } from "vitest";
import { type GateState, gateChanges } from "#lib/ledger/gate-changes";

const refuses: GateState = {
  crate: "demo",
  name: "demo",
  legacy: "first-interpreter-only",
  ownGil: "refused",
  unguarded: false,
};
const loads: GateState = { ...refuses, legacy: "loads", unguarded: true };
const audited: GateState = { ...refuses, legacy: "loads", ownGil: "loads" };

test("a guard is lost when a refusing extension loads unchecked", () => {
  expect(gateChanges([refuses], [loads], false)).toEqual([
    {
      kind: "guard-lost",
      extension: "demo",
      crate: "demo",
      gate: "legacy",
      from: "first-interpreter-only",
      to: "loads",
    },
  ]);
});

test("a guard is gained when an unchecked extension refuses", () => {
  expect(gateChanges([loads], [{ ...refuses, legacy: "refused" }], false)).toMatchObject([
    { kind: "guard-gained", from: "loads", to: "refused" },
  ]);
});

test("neither an extension that became ready nor a new or vanished one changes a guard", () => {
  expect(gateChanges([refuses], [audited], false)).toEqual([]);
  expect(gateChanges([refuses], [{ ...loads, name: "other" }], false)).toEqual([]);
});

test("another ruleset reclassifies each gate that differs", () => {
  expect(gateChanges([refuses], [audited], true)).toMatchObject([
    { kind: "reclassified", gate: "legacy", from: "first-interpreter-only", to: "loads" },
    { kind: "reclassified", gate: "ownGil", from: "refused", to: "loads" },
  ]);
  expect(gateChanges([loads], [loads], true)).toEqual([]);
});
