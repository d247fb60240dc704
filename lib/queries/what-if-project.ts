import type { Store } from "#lib/db/store";
import { liftedBy } from "#lib/milestones/upstream";
import { type Outcome, suppose, weighs } from "#lib/milestones/what-if";
import { ecosystemOf, SYMBOL, THROUGH } from "#lib/queries/standings";
import { chosenOf } from "#lib/queries/what-if";
import type { Owner, Severity } from "#lib/scan/finding";
import { counts } from "#lib/scan/verdict";

/** A finding that the project's status counts. */
export interface SupposedFinding {
  id: string;
  /** Slug of its rule. */
  slug: string;
  symbol: string;
  owner: Owner;
  severity: Severity;
  places: number;
  /** Titles of the chosen changes each of which takes it away. */
  lifted: string[];
}

export interface WhatIfProject {
  chosen: string[];
  outcome: Outcome;
  /** Taken away by the chosen changes; left of PyO3's, which is what a candidate waits for; and everything else that counts. */
  groups: { id: "taken" | "waits" | "others"; places: number; rows: SupposedFinding[] }[];
}

interface Row extends Omit<SupposedFinding, "lifted"> {
  rule: string;
  cfg: string | null;
  suppressed: string | null;
  cause: string;
  through: string;
}

const FINDINGS = `
SELECT id, rule, slug, Finding.symbol AS symbol, owner, severity, cfg, suppressed,
  json_array_length(sites) AS places, ${SYMBOL} AS cause, ${THROUGH} AS through
FROM Finding WHERE projectId = (SELECT id FROM Project WHERE Project.slug = ?) AND present AND scope = 'prod'
  AND severity <> 'positive'
ORDER BY places DESC, slug, symbol`;

/** One project under a choice of changes, finding by finding; null when it is no project of the ecosystem. */
export function whatIfProject(store: Store, slug: string, asked: readonly string[]): WhatIfProject | null {
  const project = ecosystemOf(store).find((one) => one.slug === slug);
  if (!project) return null;
  const chosen = chosenOf(asked);
  const rows = store.read((sql) => sql.prepare<[string], Row>(FINDINGS).all(slug));
  const found = rows
    .filter(({ cfg, suppressed }) => counts({ scope: "prod", cfg, suppressed }))
    .map(({ rule, cause, through, cfg: _, suppressed: __, ...row }): SupposedFinding => {
      const lifts = liftedBy({ rule, owner: row.owner, symbol: cause, through });
      return { ...row, lifted: chosen.filter(({ id }) => lifts.includes(id)).map(({ title }) => title) };
    });
  const groupOf = ({ lifted, owner, severity }: SupposedFinding) =>
    lifted.length > 0 ? "taken" : owner === "framework" && weighs(severity) ? "waits" : "others";
  return {
    chosen: chosen.map(({ id }) => id),
    outcome: suppose([project], chosen)[0]!,
    groups: (["taken", "waits", "others"] as const).map((id) => {
      const members = found.filter((finding) => groupOf(finding) === id);
      return { id, places: members.reduce((sum, { places }) => sum + places, 0), rows: members };
    }),
  };
}
