import type { Store } from "#lib/db/store";
import { rules as registry, ruleset } from "#lib/rules/index";
import type { RuleGroup, RuleMeta } from "#lib/scan/rule";

/** What the catalogue says of a rule, with how often it holds today. */
export interface CataloguedRule extends Pick<RuleMeta, "code" | "slug" | "title" | "severity" | "owner" | "summary"> {
  /** Present, in production code of tracked projects. */
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

interface Tally {
  rule: string;
  findings: bigint | number;
  places: bigint | number;
  projects: bigint | number;
}

/** The catalogue of rules in registry order, with counts over the tracked projects. */
export async function rules(store: Store): Promise<RulesView> {
  const [read, tallies] = await Promise.all([
    countRead(store),
    store.client.$queryRaw<Tally[]>`
      SELECT f.rule, COUNT(*) AS findings, SUM(json_array_length(f.sites)) AS places,
        COUNT(DISTINCT f.projectId) AS projects
      FROM Finding f JOIN Project p ON p.id = f.projectId
      WHERE f.present AND f.scope = 'prod' AND p.removedAt IS NULL
      GROUP BY f.rule`,
  ]);
  const byRule = new Map(tallies.map((tally) => [tally.rule, tally]));
  const groups = new Map<RuleGroup, CataloguedRule[]>();
  for (const rule of registry) {
    const { code, slug, title, severity, owner, summary } = rule;
    const tally = byRule.get(code);
    const { findings = 0, places = 0, projects = 0 } = tally ?? {};
    const counts = { findings: Number(findings), places: Number(places), projects: Number(projects) };
    const group = groups.get(rule.group) ?? [];
    groups.set(rule.group, [...group, { code, slug, title, severity, owner, summary, ...counts }]);
  }
  return {
    ruleset,
    read,
    total: registry.length,
    groups: [...groups].map(([name, members]) => ({ name, rules: members })),
  };
}

/** Tracked projects with at least one scan. */
export function countRead(store: Store): Promise<number> {
  return store.client.project.count({ where: { removedAt: null, scanId: { not: null } } });
}
