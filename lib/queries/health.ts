import { createHash } from "node:crypto";
import type { Store } from "#lib/db/store";

/** The worker's last sign of life; null when there never was one. */
export interface Heartbeat {
  at: Date;
  pid: number;
  running: number;
}

export interface HealthView {
  ok: boolean;
  worker: { alive: boolean; heartbeat: Heartbeat | null; ageSeconds: number | null };
  projects: { tracked: number; read: number; working: number; waiting: number; failing: number };
  jobs: { waiting: number; running: number; shelved: number };
  /** Changes whenever a list of projects would look different. */
  version: string;
}

/** A worker that has not reported for this long is not there. */
const silentAfterMs = 30_000;

export async function health(store: Store, now: Date): Promise<HealthView> {
  const [{ text, ...projects }, jobs, heartbeat] = await Promise.all([
    countProjects(store),
    store.client.job.groupBy({ by: ["state"], _count: true }),
    heartbeatOf(store),
  ]);
  const jobsIn = (state: string) => jobs.find((job) => job.state === state)?._count ?? 0;
  const age = heartbeat && now.getTime() - heartbeat.at.getTime();
  const alive = age !== null && age < silentAfterMs;
  return {
    ok: alive,
    worker: { alive, heartbeat, ageSeconds: age === null ? null : Math.max(0, Math.round(age / 1000)) },
    projects,
    jobs: { waiting: jobsIn("waiting"), running: jobsIn("running"), shelved: jobsIn("shelved") },
    version: createHash("sha256").update(text).digest("base64url").slice(0, 16),
  };
}

/** In one pass, because it is asked every two seconds; `text` is everything that a list could show of the work. */
async function countProjects({ client }: Store): Promise<HealthView["projects"] & { text: string }> {
  const [row] = await client.$queryRaw<Record<string, number | bigint | string | null>[]>`
    select count(*) as tracked, sum(scannedAt is not null) as "read", sum(state in ('cloning', 'reading')) as working,
      sum(state = 'waiting') as waiting, sum(failure is not null) as failing,
      group_concat(id || state || coalesce(progress, '') || coalesce(failure, '') || coalesce(scanId, '')) as "text"
    from (select * from Project where removedAt is null order by id)`;
  const count = (name: string) => Number(row?.[name] ?? 0);
  return {
    tracked: count("tracked"),
    read: count("read"),
    working: count("working"),
    waiting: count("waiting"),
    failing: count("failing"),
    text: String(row?.text ?? ""),
  };
}

/** `Setting` row `worker.heartbeat`. */
async function heartbeatOf(store: Store): Promise<Heartbeat | null> {
  const row = await store.client.setting.findUnique({ where: { key: "worker.heartbeat" } });
  if (!row) return null;
  const { at, pid, running } = JSON.parse(row.value) as { at: string | number; pid: number; running: number };
  return { at: new Date(at), pid, running };
}
