import type { Store } from "#lib/db/store";
import { ruleTallies } from "#lib/queries/rule-tallies";
import { rules as registry, ruleset } from "#lib/rules/index";
import type { RuleGroup, RuleMeta } from "#lib/scan/rule";
import { groupBy } from "#lib/scan/sighting";

/** What the catalogue says of a rule, with how often it holds today. */
export interface CataloguedRule extends Pick<RuleMeta, "code" | "slug" | "title" | "severity" | "owner" | "summary"> {
  /** Present, in production code of tracked projects, not allowed by their source. */
  findings: number;
  /** What verdicts count: one finding may stand at many. */
  places: number;
  projects: number;
}

export interface RulesView {
  ruleset: string;
  /** Tracked projects that were read at least once: the denominator. */
  read: number;
  total: number;
  groups: { name: RuleGroup; rules: CataloguedRule[] }[];
}

/** The catalogue of rules in registry order, with counts over the tracked projects. */
export async function rules(store: Store): Promise<RulesView> {
  const byRule = groupBy(ruleTallies(store), (tally) => tally.rule);
  const groups = new Map<RuleGroup, CataloguedRule[]>();
  for (const rule of registry) {
    const { code, slug, title, severity, owner, summary } = rule;
    const tallies = byRule.get(code) ?? [];
    const sum = (key: "findings" | "places") => tallies.reduce((total, tally) => total + tally[key], 0);
    const counts = { findings: sum("findings"), places: sum("places"), projects: tallies.length };
    const group = groups.get(rule.group) ?? [];
    groups.set(rule.group, [...group, { code, slug, title, severity, owner, summary, ...counts }]);
  }
  return {
    ruleset,
    read: await countRead(store),
    total: registry.length,
    groups: [...groups].map(([name, members]) => ({ name, rules: members })),
  };
}

/** Tracked projects with at least one scan. */
export function countRead(store: Store): Promise<number> {
  return store.client.project.count({ where: { removedAt: null, scanId: { not: null } } });
}
