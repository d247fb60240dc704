import { expect, test } from "vitest";
import { declaredSentence, effectsOf } from "#components/finding-effects";
import type { Finding } from "#lib/scan/finding";
import type { RuleMeta } from "#lib/scan/rule";

const finding = (change: Partial<Finding>) =>
  ({ severity: "critical", evidence: {}, origin: null, cfg: null, ...change }) as Finding;
const rule = {
  effects: {
    legacy: { severity: "critical", text: "Dangles." },
    ownGil: { severity: "refused", text: "Not reached." },
  },
} as RuleMeta;

test("a severity that the rule declared needs no explanation", () => {
  expect(declaredSentence(finding({}))).toBeNull();
  expect(effectsOf(finding({}), rule)).toEqual(rule.effects);
});

test("a lowered severity says why, and lowers the effect with it", () => {
  const shared = finding({ severity: "info", origin: "process-shared", evidence: { declared: "critical" } });
  expect(declaredSentence(shared)).toBe(
    "Declared critical, shown as info because the value is the same object in every interpreter.",
  );
  const { legacy, ownGil } = effectsOf(shared, rule);
  expect(legacy.severity).toBe("info");
  expect(legacy.text).toBe("Lowered here. Otherwise: Dangles.");
  expect(ownGil).toEqual(rule.effects.ownGil);
});

test("a raised severity is never explained as a lowered one", () => {
  const raised = finding({ severity: "critical", evidence: { declared: "moderate" } });
  expect(declaredSentence(raised)).toBe("Declared moderate, shown as critical because of what it reaches here.");
  expect(effectsOf(raised, rule)).toEqual(rule.effects);
});
