import type { Store } from "#lib/db/store";
import { definitions, type JobName, namesOf } from "#lib/jobs/definitions";
import type { Outcome } from "#lib/jobs/outcome";
import type { ClaimedJob, Queue } from "#lib/jobs/queue";

const ENQUEUE = `
INSERT INTO Job (name, payload, dedupeKey, projectId, state, attempts, runAt, createdAt)
SELECT @name, @payload, @key, @projectId, 'waiting', 0, @now, @now
WHERE NOT EXISTS (SELECT 1 FROM Job WHERE dedupeKey = @key AND state IN ('waiting', 'running'))`;

/**
 * Chooses and takes a job in one statement, so that two workers never take the same one. A running job whose lease ran
 * out may be taken again. A project has at most one running job; among the others, projects that were never read come
 * first, then the one that was served least recently.
 */
const CLAIM = `
WITH served AS (SELECT projectId, MAX(startedAt) AS at FROM Job WHERE startedAt IS NOT NULL GROUP BY projectId)
UPDATE Job SET state = 'running', attempts = attempts + 1, startedAt = @now, leaseUntil = @until, leaseOwner = @owner
WHERE id = (
  SELECT job.id FROM Job job
  LEFT JOIN Project project ON project.id = job.projectId
  LEFT JOIN served ON served.projectId = job.projectId
  WHERE ((job.state = 'waiting' AND job.runAt <= @now) OR (job.state = 'running' AND job.leaseUntil < @now))
    AND job.name IN (SELECT value FROM json_each(@names))
    AND NOT EXISTS (
      SELECT 1 FROM Job other
      WHERE other.projectId = job.projectId AND other.state = 'running' AND other.leaseUntil >= @now AND other.id <> job.id)
  ORDER BY project.scannedAt IS NOT NULL, served.at, job.runAt, job.id
  LIMIT 1)
RETURNING id, name, payload, projectId, attempts, runAt`;

interface Taken {
  id: number;
  name: JobName;
  payload: string;
  projectId: string | null;
  attempts: number;
  runAt: number;
}

/** The embedded engine: the queue is a table of the same database. */
export function openQueue(store: Store, clock: () => Date): Queue {
  const { job: jobs } = store.client;
  const later = (ms: number) => new Date(clock().getTime() + ms);
  const change = async (job: ClaimedJob, data: Parameters<typeof jobs.updateMany>[0]["data"]) =>
    (await jobs.updateMany({ where: held(job), data })).count === 1;

  return {
    async enqueue(name, payload) {
      const { projectId } = payload;
      const key = definitions[name].key(payload as never);
      const row = { name, payload: JSON.stringify(payload), key, projectId, now: clock().getTime() };
      return store.transaction((database) => database.prepare(ENQUEUE).run(row).changes) === 1;
    },
    async claim(lane, owner, leaseMs) {
      const now = clock().getTime();
      const choice = { now, until: now + leaseMs, owner, names: JSON.stringify(namesOf(lane)) };
      const taken = store.transaction((database) => database.prepare<object, Taken>(CLAIM).get(choice));
      if (!taken) return null;
      const { attempts, runAt, ...job } = taken;
      return { ...job, owner, attempt: attempts, waitedMs: Math.max(0, now - runAt) };
    },
    extend: (job, leaseMs) => change(job, { leaseUntil: later(leaseMs) }),
    settle: (job, outcome) => change(job, ending(outcome, clock())),
    release: (job) => change(job, { ...NOBODY, state: "waiting", attempts: job.attempt - 1 }),
    async expire(isDead) {
      const running = await jobs.findMany({ where: { state: "running" }, select: { leaseOwner: true } });
      const owners = running.flatMap(({ leaseOwner }) => (leaseOwner && isDead(leaseOwner) ? [leaseOwner] : []));
      const where = { state: "running", leaseOwner: { in: owners } };
      return (await jobs.updateMany({ where, data: { ...NOBODY, state: "waiting" } })).count;
    },
    async cancel(projectId) {
      return (await jobs.deleteMany({ where: { projectId, state: "waiting" } })).count;
    },
    async prune(before) {
      const where = { state: { in: ["done", "shelved"] }, finishedAt: { lt: before } };
      return (await jobs.deleteMany({ where })).count;
    },
  };
}

/** The attempt is part of it: a worker that lost a lease and took the job again is another holder. */
function held(job: ClaimedJob) {
  return { id: job.id, state: "running", leaseOwner: job.owner, attempts: job.attempt };
}

const NOBODY = { leaseOwner: null, leaseUntil: null };

function ending(outcome: Outcome, now: Date) {
  switch (outcome.kind) {
    case "done":
      return { ...NOBODY, state: "done", finishedAt: now, error: null };
    case "retry":
      return { ...NOBODY, state: "waiting", runAt: outcome.at, error: JSON.stringify(outcome.failure) };
    case "give-up":
      return { ...NOBODY, state: "shelved", finishedAt: now, error: JSON.stringify(outcome.failure) };
  }
}
