import type { Store } from "#lib/db/store";
import type { FindingRow } from "#lib/queries/finding-facets";
import { type Life, lastSeen, lifeOf, type ReleaseMark } from "#lib/queries/finding-life";
import type { Finding } from "#lib/scan/finding";
import type { LegacyGate, OwnGilGate, Status } from "#lib/scan/report";

/** Gate of the extension that the finding's crate builds, or of the project when that crate builds none. */
export interface FindingGate {
  legacy: LegacyGate;
  ownGil: OwnGilGate;
  status: Status;
  unguarded: boolean;
  extension: string | null;
}

/** How many there are, and the first few. */
export interface Related {
  count: number;
  rows: FindingRow[];
}

export interface FindingView extends Finding {
  id: string;
  present: boolean;
  /** File of the first site. */
  path: string;
  project: {
    id: string;
    slug: string;
    source: string;
    kind: "remote" | "local";
    removedAt: Date | null;
    archives: boolean;
  };
  /** The commit that `sites` are lines of. */
  seenAt: string | null;
  scannedAt: Date | null;
  ruleset: string | null;
  gate: FindingGate | null;
  life: Life;
  /** Other present findings with the same root cause. */
  siblings: Related;
  /** Other present findings in the same file, with another cause. */
  neighbours: Related;
}

const mostRelated = 8;

/** One finding with everything that its page says; null when the project does not have it. */
export async function finding(store: Store, slug: string, id: string): Promise<FindingView | null> {
  const row = await findingRow(store, slug, id);
  if (!row) return null;
  const { project } = row;
  const others = { projectId: row.projectId, present: true, id: { not: row.id } };
  const [scan, first, releases, gate, siblings, neighbours] = await Promise.all([
    project.scanId ? store.client.scan.findUnique({ where: { id: project.scanId }, include: { commit: true } }) : null,
    firstRead(store, project),
    releasesOf(store, project.id),
    gateOf(store, row.crate, project),
    row.root === null ? { count: 0, rows: [] } : related(store, { ...others, root: row.root }),
    related(store, { ...others, path: row.path, OR: rootsOtherThan(row.root) }),
  ]);
  const life = lifeOf(row.spans, row.events, first, scan?.commit ?? null, row, releases);
  return {
    ...factOf(row),
    id: row.id,
    present: row.present,
    path: row.path,
    project: {
      id: project.id,
      slug,
      source: project.source,
      kind: kindOf(project.kind),
      removedAt: project.removedAt,
      archives: project.historyStart === "archives",
    },
    seenAt: row.present && scan ? scan.commit.sha : lastSeen(life),
    scannedAt: project.scannedAt,
    ruleset: scan?.ruleset ?? null,
    gate,
    life,
    siblings,
    neighbours,
  };
}

type Row = NonNullable<Awaited<ReturnType<typeof findingRow>>>;

function findingRow(store: Store, slug: string, id: string) {
  return store.client.finding.findFirst({
    where: { id, project: { slug } },
    include: {
      project: true,
      spans: { include: { from: true, to: true } },
      events: { include: { commit: true }, orderBy: [{ at: "asc" }, { id: "asc" }] },
    },
  });
}

/** The columns hold what the recorder wrote from a Finding, so they read back as one. */
function factOf(row: Row): Finding {
  const { rule, slug, severity, owner, scope, confidence, crate, item, symbol, message, cfg, origin, root } = row;
  const words = { rule, slug, severity, owner, scope, confidence, crate, item, symbol, message, cfg, origin, root };
  const { fingerprint, suppressed } = row;
  return {
    ...words,
    fingerprint,
    suppressed,
    evidence: JSON.parse(row.evidence),
    sites: JSON.parse(row.sites),
  } as Finding;
}

/** The oldest commit that is known: of the recorded history, or else of all scans. */
function firstRead(store: Store, { id: projectId, historyFrom }: Row["project"]) {
  if (historyFrom) return store.client.commit.findFirst({ where: { projectId, sha: historyFrom } });
  return store.client.commit.findFirst({
    where: { projectId, scans: { some: {} } },
    orderBy: { committedAt: "asc" },
  });
}

async function releasesOf(store: Store, projectId: string): Promise<ReleaseMark[]> {
  const rows = await store.client.release.findMany({
    where: { projectId, commit: { position: { not: null } } },
    include: { commit: { select: { position: true } } },
    orderBy: [{ commit: { position: "asc" } }, { at: "asc" }],
  });
  return rows.map(({ tag, commit }) => ({ tag, position: commit.position ?? 0 }));
}

async function gateOf(store: Store, crate: string, project: Row["project"]): Promise<FindingGate | null> {
  const own = await store.client.extension.findFirst({ where: { projectId: project.id, crate } });
  const { gateLegacy, gateOwnGil, status, unguarded } = own ?? project;
  if (!gateLegacy || !gateOwnGil || !status) return null;
  const gates = { legacy: gateLegacy as LegacyGate, ownGil: gateOwnGil as OwnGilGate };
  return { ...gates, status: status as Status, unguarded, extension: own?.name ?? null };
}

interface RelatedWhere {
  projectId: string;
  present: boolean;
  id: { not: string };
  root?: string;
  path?: string;
  OR?: { root: null | { not: string } }[];
}

/** SQL's `<>` is never true of null, so both halves are said. */
function rootsOtherThan(root: string | null): RelatedWhere["OR"] {
  return root === null ? undefined : [{ root: null }, { root: { not: root } }];
}

async function related(store: Store, where: RelatedWhere): Promise<Related> {
  const [count, rows] = await Promise.all([
    store.client.finding.count({ where }),
    store.client.finding.findMany({ where, orderBy: [{ path: "asc" }, { line: "asc" }], take: mostRelated }),
  ]);
  return { count, rows: rows as unknown as FindingRow[] };
}

function kindOf(kind: string): "remote" | "local" {
  return kind === "local" ? "local" : "remote";
}
