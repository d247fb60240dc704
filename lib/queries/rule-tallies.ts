import type { Store } from "#lib/db/store";
import { remembered } from "#lib/queries/remembered";
import type { Origin, Severity } from "#lib/scan/finding";
import { groupBy } from "#lib/scan/sighting";

export interface Amount {
  findings: number;
  /** What a verdict counts: one finding may stand at many. */
  places: number;
  /** Distinct causes; a finding that stands alone is its own. */
  causes: number;
}

/** Places in production code with one severity and, where it is known, one origin of the value. */
export interface Weight {
  severity: Severity;
  origin: Origin | null;
  places: number;
}

/** What one rule finds in one project: present, in production code, and not allowed by its source. */
export interface RuleTally extends Amount {
  projectId: string;
  slug: string;
  rule: string;
  weights: Weight[];
}

/** For each tracked project that was read, what each rule finds in it. */
export function ruleTallies(store: Store): readonly RuleTally[] {
  return remembered(store, "rules", (ids) => {
    const asked = JSON.stringify(ids);
    const { weights, amounts } = store.read((sql) => ({
      weights: sql.prepare<[string], WeightRow>(WEIGHTS).all(asked),
      amounts: sql.prepare<[string], Omit<RuleTally, "weights">>(AMOUNTS).all(asked),
    }));
    const weightsOf = groupBy(weights, ({ projectId, rule }) => `${projectId} ${rule}`);
    const tallies = amounts.map((amount) => ({
      ...amount,
      weights: weightsOf.get(`${amount.projectId} ${amount.rule}`) ?? [],
    }));
    return groupBy(tallies, ({ projectId }) => projectId);
  }).flat();
}

interface WeightRow extends Weight {
  projectId: string;
  rule: string;
}

const COUNTED = "projectId IN (SELECT value FROM json_each(?)) AND present AND scope = 'prod' AND suppressed IS NULL";
const CAUSE = "CASE WHEN root IS NULL THEN item || '::' || symbol ELSE ' ' || root END";

const WEIGHTS = `
SELECT projectId, rule, severity, origin, SUM(json_array_length(sites)) AS places
FROM Finding WHERE ${COUNTED} GROUP BY projectId, rule, severity, origin`;

const AMOUNTS = `
SELECT projectId, (SELECT slug FROM Project p WHERE p.id = projectId) AS slug, rule, COUNT(*) AS findings,
  SUM(json_array_length(sites)) AS places, COUNT(DISTINCT ${CAUSE}) AS causes
FROM Finding WHERE ${COUNTED} GROUP BY projectId, rule`;

/** The most frequent causes of a rule in some projects by name, most places first, by id of the project. */
export function causeNames(store: Store, rule: string, projectIds: string[]): Map<string, string[]> {
  const rows = store.read((sql) =>
    sql.prepare<[string, string], { projectId: string; name: string }>(NAMES).all(JSON.stringify(projectIds), rule),
  );
  const byProject = groupBy(rows, ({ projectId }) => projectId);
  return new Map([...byProject].map(([id, causes]) => [id, causes.map(({ name }) => name)]));
}

const NAMES = `
SELECT projectId, COALESCE(root, symbol) AS name
FROM Finding WHERE ${COUNTED} AND rule = ?
GROUP BY projectId, ${CAUSE} ORDER BY SUM(json_array_length(sites)) DESC, name`;
