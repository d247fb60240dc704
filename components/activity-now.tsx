import { Age, clean, plural, within } from "#components/format";
import { amount, Bar, percent } from "#components/work";
import type { RunningJob } from "#lib/queries/activity";

interface ActivityNowProps {
  running: RunningJob[];
  waiting: { count: number; nextAt: Date | null };
  now: Date;
}

/** Jobs under way with their progress, and what comes next. */
export function ActivityNow({ running, waiting, now }: ActivityNowProps) {
  if (running.length === 0) return <p className="q">Nothing runs. {next(waiting, now)}</p>;
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
            <Bar
              share={job.progress ? (percent(job.progress) ?? 0) : 0}
              label={`${job.slug ?? "All projects"}, ${jobWord(job.name)}`}
            />
            <span className="doing q">
              {jobWord(job.name)}
              {job.progress && `: ${amount(job.progress)}`}
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

function next({ count: waiting, nextAt }: ActivityNowProps["waiting"], now: Date): string {
  if (waiting === 0) return "Nothing waits for its turn.";
  const due = nextAt === null || nextAt <= now ? "The next is due now." : `The next is due ${within(now, nextAt)}.`;
  return `${plural(waiting, "job")} ${waiting === 1 ? "waits" : "wait"}. ${due}`;
}
