import type { Store } from "#lib/db/store";
import { type EventLine, eventPage } from "#lib/queries/activity-events";
import { failuresByHost, type HostFailure } from "#lib/queries/host-failures";
import { type Failure, failureIn, type Progress } from "#lib/queries/project-line";

export interface ActivityFilter {
  /** Slug of one project, or null for all. */
  project: string | null;
  eventPage: number;
  scanPage: number;
}

export interface RunningJob {
  id: number;
  name: string;
  slug: string | null;
  startedAt: Date | null;
  attempt: number;
  progress: Progress | null;
}

/** Work that was given up, or a project whose last attempt failed. */
export interface ShelvedWork extends Failure {
  slug: string | null;
  /** Name of the job; null when the project itself says that it failed. */
  job: string | null;
}

export interface ScanLine {
  id: string;
  slug: string;
  sha: string;
  source: string;
  archives: boolean;
  subject: string;
  finishedAt: Date;
  ruleset: string;
  files: number;
  parsed: number;
  problems: number;
  totalMs: number | null;
}

export interface ActivityView {
  filter: ActivityFilter;
  /** Slugs to choose from. */
  projects: string[];
  running: RunningJob[];
  waiting: { count: number; nextAt: Date | null };
  /** Hosts that fail many projects alike; those stand in no line of the shelf. */
  failures: HostFailure[];
  shelf: ShelvedWork[];
  events: { pages: number; total: number; lines: EventLine[] };
  scans: { pages: number; total: number; lines: ScanLine[] };
}

const scansPerPage = 20;
const mostShelved = 50;
/** From as many projects on that one host fails alike, the host is told instead. */
const many = 4;

/** What the workers do now, what they gave up, what changed and what was read. */
export async function activity(store: Store, asked: ActivityFilter): Promise<ActivityView> {
  const projects = await store.client.project.findMany({
    where: { removedAt: null },
    select: { id: true, slug: true, source: true, kind: true, progress: true, failure: true },
    orderBy: { slug: "asc" },
  });
  const one = projects.find((project) => project.slug === asked.project);
  const filter = { ...asked, project: one?.slug ?? null };
  const known = one ? [one] : projects;
  const [running, waiting, { failures, shelf }, scans] = await Promise.all([
    runningJobs(store, known, one?.id),
    waitingJobs(store, one?.id),
    shelvedJobs(store, known, one?.id),
    scanPage(store, one?.id, asked.scanPage),
  ]);
  const events = eventPage(store, one?.id, asked.eventPage);
  const slugs = projects.map(({ slug }) => slug);
  return { filter, projects: slugs, running, waiting, failures, shelf, events, scans };
}

interface KnownProject {
  id: string;
  slug: string;
  source: string;
  kind: string;
  progress: string | null;
  failure: string | null;
}

async function runningJobs(store: Store, known: KnownProject[], projectId?: string): Promise<RunningJob[]> {
  const jobs = await store.client.job.findMany({
    where: { state: "running", projectId },
    orderBy: { startedAt: "asc" },
  });
  return jobs.map((job) => {
    const project = known.find((candidate) => candidate.id === job.projectId);
    const progress = project?.progress ? (JSON.parse(project.progress) as Progress) : null;
    const slug = project?.slug ?? null;
    return { id: job.id, name: job.name, slug, startedAt: job.startedAt, attempt: job.attempts, progress };
  });
}

async function waitingJobs(store: Store, projectId?: string): Promise<ActivityView["waiting"]> {
  const where = { state: "waiting", projectId };
  const { _count, _min } = await store.client.job.aggregate({ where, _count: true, _min: { runAt: true } });
  return { count: _count, nextAt: _min.runAt };
}

async function shelvedJobs(
  store: Store,
  known: KnownProject[],
  projectId?: string,
): Promise<Pick<ActivityView, "failures" | "shelf">> {
  const jobs = await store.client.job.findMany({
    where: { state: "shelved", projectId },
    orderBy: { finishedAt: "desc" },
    take: mostShelved,
  });
  const slugOf = new Map(known.map((project) => [project.id, project.slug]));
  const given = jobs.map((job): ShelvedWork => {
    const slug = (job.projectId && slugOf.get(job.projectId)) || null;
    return { ...failureIn(job.error), slug, job: job.name, at: job.finishedAt, attempts: job.attempts, nextAt: null };
  });
  const failing = known
    .filter(({ slug, failure }) => failure && !given.some((work) => work.slug === slug))
    .map((project) => ({ ...project, failure: failureIn(project.failure) }));
  const failures = failuresByHost(failing).filter(({ projects }) => projects.length >= many);
  const told = new Set(failures.flatMap(({ projects }) => projects));
  const failed = failing
    .filter(({ slug }) => !told.has(slug))
    .map(({ slug, failure }): ShelvedWork => ({ ...failure, slug, job: null }));
  return { failures, shelf: [...given, ...failed] };
}

async function scanPage(store: Store, projectId: string | undefined, page: number): Promise<ActivityView["scans"]> {
  const where = { projectId, project: { removedAt: null } };
  const total = await store.client.scan.count({ where });
  const pages = Math.max(1, Math.ceil(total / scansPerPage));
  const rows = await store.client.scan.findMany({
    where,
    include: { commit: true, project: { select: { slug: true, source: true, historyStart: true } } },
    orderBy: { finishedAt: "desc" },
    skip: (Math.min(page, pages) - 1) * scansPerPage,
    take: scansPerPage,
  });
  const lines = rows.map(({ id, project, commit, finishedAt, ruleset, files, parsed, problems, timing }) => ({
    id,
    slug: project.slug,
    source: project.source,
    archives: project.historyStart === "archives",
    sha: commit.sha,
    subject: commit.subject,
    finishedAt,
    ruleset,
    files,
    parsed,
    problems: (JSON.parse(problems) as unknown[]).length,
    totalMs: (JSON.parse(timing) as { totalMs?: number }).totalMs ?? null,
  }));
  return { pages, total, lines };
}
