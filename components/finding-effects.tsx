import { severities } from "#lib/queries/finding-filter";
import type { Finding, Origin, Severity } from "#lib/scan/finding";
import type { Effect, RuleMeta } from "#lib/scan/rule";

const loweredBecause: Record<Origin, string> = {
  "process-shared": "the value is the same object in every interpreter",
  "static-extension-type": "the type has one C copy per process",
  "per-interpreter": "of the condition that it stands under",
};

/** “Declared critical, shown as info because …”; null when the rule's own severity stands. */
export function declaredSentence(finding: Finding): string | null {
  const { severity, evidence, origin, cfg } = finding;
  if (!evidence.declared || evidence.declared === severity) return null;
  if (!isLowered(finding))
    return `Declared ${evidence.declared}, shown as ${severity} because of what it reaches here.`;
  const why = origin ? loweredBecause[origin] : cfg === null ? "of where its value comes from" : "of its condition";
  return `Declared ${evidence.declared}, shown as ${severity} because ${why}.`;
}

function isLowered({ severity, evidence }: Finding): boolean {
  return evidence.declared !== undefined && severities.indexOf(severity) > severities.indexOf(evidence.declared);
}

/** The rule's effects, no worse than this finding is. */
export function effectsOf(finding: Finding, rule: RuleMeta): RuleMeta["effects"] {
  const rank = (severity: Severity) => severities.indexOf(severity);
  const adjust = (effect: Effect): Effect => {
    const { severity, text } = effect;
    if (severity === "none" || severity === "refused" || !isLowered(finding)) return effect;
    if (rank(severity) >= rank(finding.severity)) return effect;
    return { severity: finding.severity, text: `Lowered here. Otherwise: ${text}` };
  };
  return { legacy: adjust(rule.effects.legacy), ownGil: adjust(rule.effects.ownGil) };
}
