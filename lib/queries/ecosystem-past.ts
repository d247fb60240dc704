import type { Store } from "#lib/db/store";
import { type Figures, gilCellsThen, ownStatics, questions } from "#lib/milestones/ecosystem";
import { type Answer, answerOf, changesOf, type Month, monthsOf } from "#lib/milestones/series";
import { concluded, remembered } from "#lib/queries/remembered";
import { standingsOf } from "#lib/queries/standings";
import { groupBy } from "#lib/scan/sighting";
import { counts } from "#lib/scan/verdict";

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
  status: Figures["status"];
  pyo3Version: string | null;
  position: number;
}

/** A finding that a question asks for beyond its rule, on the line of a history. */
interface SpanRow {
  projectId: string;
  findingId: string;
  cfg: string | null;
  /** A cell that locks with the GIL. */
  gil: number;
  /** A critical static of the crate's own that keeps Python data. */
  critical: number;
  opened: number;
  /** Null while it is there. */
  closed: number | null;
}

// Next to MAX, SQLite takes the other columns from the row that has it.
const SAMPLES = `
SELECT p.projectId, o.slug, strftime('%Y-%m', c.committedAt / 1000, 'unixepoch') AS month,
  p.rules, p.status, p.pyo3Version, MAX(c.position) AS position
FROM Point p JOIN "Commit" c ON c.id = p.commitId JOIN Project o ON o.id = p.projectId
WHERE p.projectId IN (SELECT value FROM json_each(?)) AND c.position IS NOT NULL
GROUP BY p.projectId, month ORDER BY month`;

const SPANS = `
SELECT * FROM (
  SELECT f.projectId, f.id AS findingId, f.cfg, a.position AS opened, b.position AS closed,
    f.owner <> 'framework' AND (f.evidence LIKE '%GILOnceCell%' OR f.evidence LIKE '%GILProtected%') AS gil,
    f.owner = 'crate' AND f.severity = 'critical' AND f.rule IN (SELECT value FROM json_each(?)) AS critical
  FROM Finding f JOIN Span s ON s.findingId = f.id
    JOIN "Commit" a ON a.id = s.fromId LEFT JOIN "Commit" b ON b.id = s.toId
  WHERE f.projectId IN (SELECT value FROM json_each(?)) AND f.scope = 'prod' AND f.suppressed IS NULL
) WHERE gil OR critical`;

/** The recorded histories, one sample per project and month: its last point of that month. */
function pastOf(store: Store): readonly Past[] {
  return remembered(store, "past", (ids) => {
    const frameworks = new Set(standingsOf(store).flatMap(({ slug, framework }) => (framework ? [slug] : [])));
    const asked = JSON.stringify(ids);
    const { rows, spans } = store.read((sql) => ({
      rows: sql.prepare<[string], PointRow>(SAMPLES).all(asked),
      spans: groupBy(
        sql.prepare<[string, string], SpanRow>(SPANS).all(JSON.stringify(ownStatics), asked),
        ({ projectId }) => projectId,
      ),
    }));
    const byProject = groupBy(rows, ({ projectId }) => projectId);
    return new Map(
      [...byProject].map(([id, samples]) => {
        return [id, pastFrom(samples, spans.get(id) ?? [], frameworks.has(samples[0]!.slug))] as const;
      }),
    );
  });
}

function pastFrom(rows: readonly PointRow[], spans: readonly SpanRow[], framework: boolean): Past {
  const gil = spans.filter((span) => span.gil === 1);
  const critical = spans.filter(
    ({ critical, cfg }) => critical === 1 && counts({ scope: "prod", cfg, suppressed: null }),
  );
  const samples = rows.map(({ month, rules, status, pyo3Version, position }) => {
    const told = { status, rules: JSON.parse(rules) as Figures["rules"], pyo3Version };
    const gilCells = gilCellsThen(told, countAt(gil, position));
    return { month, figures: { ...told, gilCells, ownCritical: countAt(critical, position) } };
  });
  const { slug } = rows[0]!;
  if (framework)
    return { slug, answers: [], rules: samples.map(({ month, figures: { rules } }) => ({ month, rules })) };
  const answers = changesOf(samples.map(({ month, figures }) => answerOf(month, figures, questions)));
  return { slug, answers, rules: [] };
}

function countAt(spans: readonly SpanRow[], position: number): number {
  const there = spans.filter(({ opened, closed }) => opened <= position && (closed === null || closed > position));
  return new Set(there.map(({ findingId }) => findingId)).size;
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

/** What each project that shipped an extension answered in one month (`2026-08`), by slug, in the order of `questions`. */
export function answersIn(store: Store, month: string): { slug: string; holds: readonly boolean[] }[] {
  return pastOf(store).flatMap(({ slug, answers }) => {
    const holds = answers.findLast((answer) => answer.month <= month)?.holds;
    return holds ? [{ slug, holds }] : [];
  });
}

/** PyO3's own findings month by month; none while its history is not recorded. */
export function ruleMonths(store: Store, slug: string): readonly RuleMonth[] {
  return pastOf(store).find((past) => past.slug === slug)?.rules ?? [];
}
