import { createHash } from "node:crypto";
import type { Store } from "#lib/db/store";
import { worstFirst } from "#lib/ledger/summary";
import { type EventLine, newestEvents } from "#lib/queries/activity-events";
import { type HazardLine, hazardsOf, presentFindings, type RootCause, rootCauses } from "#lib/queries/project-hazards";
import { type ProjectLine, projectLine, projectLineColumns } from "#lib/queries/project-line";
import type { Coverage, LegacyGate, OwnGilGate, Status, Timing, Verdict } from "#lib/scan/report";

/** One importable module and its verdict. */
export interface ExtensionView {
  name: string;
  crate: string;
  path: string;
  binding: string;
  pyo3: { version: string | null; source: string };
  abi3: string | null;
  verdict: Verdict;
}

/** The receipt: what was read at which commit, and what was not. */
export interface ScanView extends Required<Coverage> {
  sha: string;
  committedAt: Date;
  subject: string;
  ruleset: string;
  finishedAt: Date;
  timing: Timing;
}

export interface ProjectView extends ProjectLine {
  /** Changes whenever the page would look different. */
  version: string;
  addedAt: Date;
  addedBy: string;
  /** As of when its record came with the release; null once it was read here. */
  shippedAt: Date | null;
  /** Its commits stand for archives of releases. */
  archives: boolean;
  removedAt: Date | null;
  defaultBranch: string | null;
  headSha: string | null;
  /** Addresses under which it was followed before, oldest first. */
  formerSources: string[];
  release: string | null;
  paths: string[];
  scan: ScanView | null;
  /** Worst first. */
  extensions: ExtensionView[];
  hazards: HazardLine[];
  roots: RootCause[];
  events: EventLine[];
  /** Findings in production code that comments in the source allow. */
  allowed: number;
}

const recentEvents = 8;

/** Everything that a project's page says; null when no project has this slug. */
export async function project(store: Store, slug: string): Promise<ProjectView | null> {
  const row = await store.client.project.findUnique({
    where: { slug },
    select: {
      ...projectLineColumns,
      addedAt: true,
      shippedAt: true,
      historyStart: true,
      addedBy: true,
      removedAt: true,
      defaultBranch: true,
      headSha: true,
      formerSources: true,
      release: true,
      paths: true,
      scanId: true,
    },
  });
  if (!row) return null;
  const [scan, extensions, present, allowed] = await Promise.all([
    row.scanId ? scanOf(store, row.scanId) : null,
    extensionsOf(store, row.id),
    presentFindings(store, row.id),
    store.client.finding.count({
      where: { projectId: row.id, present: true, scope: "prod", suppressed: { not: null } },
    }),
  ]);
  return {
    ...projectLine(row),
    version: createHash("sha256").update(JSON.stringify(row)).digest("base64url").slice(0, 16),
    addedAt: row.addedAt,
    shippedAt: row.shippedAt,
    archives: row.historyStart === "archives",
    addedBy: row.addedBy,
    removedAt: row.removedAt,
    defaultBranch: row.defaultBranch,
    headSha: row.headSha,
    formerSources: JSON.parse(row.formerSources) as string[],
    release: row.release,
    paths: JSON.parse(row.paths) as string[],
    scan,
    extensions,
    hazards: hazardsOf(present),
    roots: rootCauses(present),
    events: newestEvents(store, row.id).slice(0, recentEvents),
    allowed,
  };
}

async function scanOf(store: Store, id: string): Promise<ScanView | null> {
  const row = await store.client.scan.findUnique({ where: { id }, include: { commit: true } });
  return (
    row && {
      sha: row.commit.sha,
      committedAt: row.commit.committedAt,
      subject: row.commit.subject,
      ruleset: row.ruleset,
      finishedAt: row.finishedAt,
      files: row.files,
      bytes: row.bytes,
      parsed: row.parsed,
      problems: JSON.parse(row.problems) as Coverage["problems"],
      unscanned: JSON.parse(row.unscanned) as string[],
      remarks: JSON.parse(row.remarks) as Coverage["remarks"],
      opaque: JSON.parse(row.opaque) as ScanView["opaque"],
      timing: JSON.parse(row.timing) as Timing,
    }
  );
}

async function extensionsOf(store: Store, projectId: string): Promise<ExtensionView[]> {
  const rows = await store.client.extension.findMany({ where: { projectId }, orderBy: { name: "asc" } });
  return rows
    .map((row) => ({
      name: row.name,
      crate: row.crate,
      path: row.path,
      binding: row.binding,
      pyo3: { version: row.pyo3Version, source: row.pyo3Source },
      abi3: row.abi3,
      verdict: {
        status: row.status as Status,
        gate: { legacy: row.gateLegacy as LegacyGate, ownGil: row.gateOwnGil as OwnGilGate },
        gateOwner: row.gateOwner as Verdict["gateOwner"],
        tested: row.tested,
        unguarded: row.unguarded,
        because: row.because,
        hazard: JSON.parse(row.hazard) as Verdict["hazard"],
      },
    }))
    .sort((a, b) => worstFirst.indexOf(a.verdict.status) - worstFirst.indexOf(b.verdict.status));
}
