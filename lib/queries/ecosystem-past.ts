import type { Store } from "#lib/db/store";
import { type Figures, questions } from "#lib/milestones/ecosystem";
import { type Answer, answerOf, changesOf, type Month, monthsOf } from "#lib/milestones/series";
import { concluded, remembered } from "#lib/queries/remembered";
import { standingsOf } from "#lib/queries/standings";
import { groupBy } from "#lib/scan/sighting";

/** A project's recorded history. */
interface Past {
  slug: string;
  /** Empty of PyO3 itself, which is no part of the ecosystem. */
  answers: Answer[];
  /** Rule code → findings, by month; only of PyO3. */
  rules: RuleMonth[];
}

export interface RuleMonth {
  month: string;
  rules: Figures["rules"];
}

interface PointRow {
  projectId: string;
  slug: string;
  month: string;
  rules: string;
  owners: string;
  status: Figures["status"];
  pyo3Version: string | null;
}

// Next to MAX, SQLite takes the other columns from the row that has it.
const SAMPLES = `
SELECT p.projectId, o.slug, strftime('%Y-%m', c.committedAt / 1000, 'unixepoch') AS month,
  p.rules, p.owners, p.status, p.pyo3Version, MAX(c.position)
FROM Point p JOIN "Commit" c ON c.id = p.commitId JOIN Project o ON o.id = p.projectId
WHERE p.projectId IN (SELECT value FROM json_each(?)) AND c.position IS NOT NULL
GROUP BY p.projectId, month ORDER BY month`;

/** The recorded histories, one sample per project and month: its last point of that month. */
function pastOf(store: Store): readonly Past[] {
  return remembered(store, "past", (ids) => {
    const frameworks = new Set(standingsOf(store).flatMap(({ slug, framework }) => (framework ? [slug] : [])));
    const rows = store.read((sql) => sql.prepare<[string], PointRow>(SAMPLES).all(JSON.stringify(ids)));
    const byProject = groupBy(rows, ({ projectId }) => projectId);
    return new Map(
      [...byProject].map(([id, samples]) => [id, pastFrom(samples, frameworks.has(samples[0]!.slug))] as const),
    );
  });
}

function pastFrom(rows: readonly PointRow[], framework: boolean): Past {
  const samples = rows.map(({ month, rules, owners, status, pyo3Version }) => {
    const figures: Figures = { status, rules: JSON.parse(rules), owners: JSON.parse(owners), pyo3Version };
    return { month, figures };
  });
  const { slug } = rows[0]!;
  if (framework)
    return { slug, answers: [], rules: samples.map(({ month, figures: { rules } }) => ({ month, rules })) };
  const answers = changesOf(samples.map(({ month, figures }) => answerOf(month, figures, questions)));
  return { slug, answers, rules: [] };
}

/** The ecosystem month by month. */
export function ecosystemMonths(store: Store): Month[] {
  return concluded(pastOf(store), (all) =>
    monthsOf(
      all.map(({ answers }) => answers),
      questions.length,
    ),
  );
}

/** PyO3's own findings month by month; none while its history is not recorded. */
export function ruleMonths(store: Store, slug: string): readonly RuleMonth[] {
  return pastOf(store).find((past) => past.slug === slug)?.rules ?? [];
}
