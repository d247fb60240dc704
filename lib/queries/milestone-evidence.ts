import type { Sql, Store } from "#lib/db/store";
import type { Known, Traces } from "#lib/milestones/evaluate";
import { milestones } from "#lib/milestones/goals";
import { type FindingMatch, frameworkSource } from "#lib/milestones/milestone";
import { standingsOf } from "#lib/queries/standings";

/** PyO3 as a tracked project. */
export interface Framework {
  id: string;
  slug: string;
  sha: string | null;
  at: Date | null;
}

/** Null when PyO3 is not tracked, or not read yet. Of several copies its own repository counts, then the one that has its name. */
export function frameworkOf(store: Store): Framework | null {
  const slugs = standingsOf(store).flatMap(({ slug, framework }) => (framework ? [slug] : []));
  return store.read((sql) => {
    const row = sql
      .prepare<[string, string], { id: string; slug: string; headSha: string | null; headAt: number | null }>(
        `SELECT id, slug, headSha, headAt FROM Project WHERE slug IN (SELECT value FROM json_each(?))
         ORDER BY lower(source) = lower(?) DESC, slug = 'pyo3' DESC, slug LIMIT 1`,
      )
      .get(JSON.stringify(slugs), frameworkSource);
    return row
      ? { id: row.id, slug: row.slug, sha: row.headSha, at: row.headAt === null ? null : new Date(row.headAt) }
      : null;
  });
}

/** What the store knows that checks ask about. */
export function knownFor(store: Store, framework: Framework | null): Known {
  return store.read((sql) => ({ threads: threadsOf(sql), findings: framework && findingsOf(sql, framework.id) }));
}

function threadsOf(sql: Sql): Known["threads"] {
  const rows = sql
    .prepare<[], { id: string; state: string; stateAt: number | null }>("SELECT id, state, stateAt FROM Thread")
    .all();
  return new Map(
    rows.map(({ id, state, stateAt }) => [
      id,
      { state, stateAt: stateAt === null ? null : new Date(stateAt).toISOString() },
    ]),
  );
}

function findingsOf(sql: Sql, projectId: string): Map<string, Traces> {
  const checks = milestones.flatMap(({ checks }) => checks);
  return new Map(
    checks.flatMap(({ id, evidence }) =>
      evidence.kind === "gone" ? [[id, tracesOf(sql, projectId, evidence.findings)] as const] : [],
    ),
  );
}

function tracesOf(sql: Sql, projectId: string, matches: readonly FindingMatch[]): Traces {
  const found = matches.flatMap(({ rule, symbol = null, path = "" }) =>
    sql
      .prepare<unknown[], { id: string; present: number }>(
        `SELECT id, present FROM Finding
         WHERE projectId = ? AND rule = ? AND scope = 'prod' AND (? IS NULL OR symbol = ?) AND substr(path, 1, ?) = ?`,
      )
      .all(projectId, rule, symbol, symbol, path.length, path),
  );
  const present = found.filter((finding) => finding.present).length;
  return { present, ever: found.length, goneBy: present > 0 ? null : lastEnd(sql, found) };
}

/** The newest commit that ended one of them. */
function lastEnd(sql: Sql, found: readonly { id: string }[]): Traces["goneBy"] {
  const row = sql
    .prepare<[string], { sha: string; committedAt: number }>(
      `SELECT c.sha, c.committedAt FROM Span s JOIN "Commit" c ON c.id = s.toId
       WHERE s.findingId IN (SELECT value FROM json_each(?)) ORDER BY c.position DESC, c.committedAt DESC LIMIT 1`,
    )
    .get(JSON.stringify(found.map(({ id }) => id)));
  return row ? { sha: row.sha, at: new Date(row.committedAt).toISOString() } : null;
}
