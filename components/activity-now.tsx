import { Age, clean, count, plural, span } from "#components/format";
import type { RunningJob } from "#lib/queries/activity";

interface ActivityNowProps {
  running: RunningJob[];
  waiting: { count: number; nextAt: Date | null };
  now: Date;
}

/** Jobs under way with their progress, and what comes next. */
export function ActivityNow({ running, waiting, now }: ActivityNowProps) {
  if (running.length === 0) return <p className="q">{next(waiting, now)}</p>;
  return (
    <>
      <ul className="works">
        {running.map((job) => (
          <li key={job.id}>
            {job.slug ? (
              <a className="name" href={`/projects/${job.slug}`}>
                {job.slug}
              </a>
            ) : (
              <span className="name">all projects</span>
            )}
            <Progress job={job} />
            <span className="doing q">
              {jobWord(job.name)}
              {job.progress && `: ${phaseOf(job.progress)}`}
              {job.attempt > 1 && `, attempt ${job.attempt}`}
            </span>
            <span className="qq">{job.startedAt && <Age date={job.startedAt} now={now} />}</span>
          </li>
        ))}
      </ul>
      <p className="note">{next(waiting, now)}</p>
    </>
  );
}

/** What a job does, in words; a name that is not known here speaks for itself. */
export function jobWord(name: string): string {
  const words: Record<string, string> = { "sync-project": "fetch repository", "scan-commit": "read commit" };
  return words[name] ?? clean(name, 40);
}

function Progress({ job }: { job: RunningJob }) {
  const known = job.progress !== null && job.progress.total > 0;
  const share = known ? Math.round((100 * job.progress!.done) / job.progress!.total) : 0;
  if (!known) return <span className="prog" aria-hidden="true" />;
  return (
    <progress className="prog" max={100} value={share} aria-label={`${job.slug ?? "Job"}, ${jobWord(job.name)}`}>
      {share} %
    </progress>
  );
}

function phaseOf({ phase, done, total, note }: NonNullable<RunningJob["progress"]>): string {
  const figures = total > 0 ? ` ${count(done)} of ${count(total)}` : "";
  return `${clean(phase, 40)}${figures}${note ? ` ${clean(note, 80)}` : ""}`;
}

function next({ count: waiting, nextAt }: ActivityNowProps["waiting"], now: Date): string {
  if (waiting === 0) return "Nothing waits.";
  const due = nextAt === null || nextAt <= now ? "The next is due now." : `The next is due in ${span(now, nextAt)}.`;
  return `${plural(waiting, "job")} ${waiting === 1 ? "waits" : "wait"}. ${due}`;
}
