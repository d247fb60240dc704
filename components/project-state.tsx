import { ago, clean, clock, day, shortSha, span } from "#components/format";
import { nextTry } from "#components/next-try";
import { repositoryName } from "#components/source";
import { Icon } from "#components/sprite";
import { asSentence, Words } from "#components/words";
import { WorkProgress } from "#components/work";
import type { ProjectView } from "#lib/queries/project";
import type { Failure } from "#lib/queries/project-line";

function attempts({ attempts: n, at }: Failure, now: Date): string {
  const last = at ? `, last ${ago(at, now)}` : "";
  return n > 1 ? `Tried ${n} times${last}.` : at ? `Tried ${ago(at, now)}.` : "";
}

/** Above a page whose data is older than the last attempt: what failed, since when it is true, what comes next. */
export function StaleBanner({ project, now, stale }: { project: ProjectView; now: Date; stale: boolean }) {
  const { failure, scan, checkedAt } = project;
  if (!failure && !stale) return null;
  const asOf = scan
    ? `What follows was true at ${shortSha(scan.sha)}${checkedAt ? `, checked ${ago(checkedAt, now)}` : ""}.`
    : "";
  return (
    <div className="banner" role="status">
      <b>
        <Icon glyph="moderate" />
        &nbsp; {checkedAt ? `${span(checkedAt, now)} old` : "Not current"}
      </b>
      <p>
        {failure ? (
          <Words
            text={[
              asSentence(failure.message),
              attempts(failure, now),
              asOf,
              nextTry(failure.nextAt, now),
              failure.remedy ?? "",
            ].join(" ")}
          />
        ) : (
          `${project.slug} was last read${checkedAt ? ` on ${day(checkedAt, now)}` : ""}; its schedule has passed since. ${asOf}`
        )}
      </p>
    </div>
  );
}

/** Above a record that came with the release: since when it is true, and what takes its place. */
export function ShippedBanner({ project, now }: { project: ProjectView; now: Date }) {
  if (!project.shippedAt) return null;
  return (
    <div className="banner calm" role="status">
      <b>Shipped with the release</b>
      <p>
        As of {day(project.shippedAt, now)}: what follows was read by the same scanner when this release was made. The
        first read on this machine takes its place.
      </p>
    </div>
  );
}

/** Above a project whose repository is closed to changes: what follows is not out of date because it is old. */
export function ArchivedBanner({ project, now }: { project: ProjectView; now: Date }) {
  if (!project.archivedAt) return null;
  return (
    <div className="banner calm" role="status">
      <b>Archived</b>
      <p>
        The repository is closed to changes; that was first seen on {day(project.archivedAt, now)}. What follows holds
        for as long as that stays so, and is looked at once a week.
      </p>
    </div>
  );
}

/** Above a page that stays readable while a newer commit is fetched or read. */
export function BusyBanner({ project }: { project: ProjectView }) {
  const { state, scan } = project;
  if (!scan || (state !== "cloning" && state !== "reading")) return null;
  return (
    <div className="banner calm" role="status">
      <b>{state === "cloning" ? "Fetching" : "Reading"}</b>
      <p>
        A newer look is under way. What follows is the last finished one, at <code>{shortSha(scan.sha)}</code>; this
        page changes when it is done.
      </p>
    </div>
  );
}

/** In place of a verdict until the first scan: what is known, and what happens next. */
export function UnreadBox({ project, now }: { project: ProjectView; now: Date }) {
  const { state, failure, progress, addedAt } = project;
  const name = repositoryName(project);
  if (failure && state === "failed") {
    return <FailedBox name={name} source={project.source} failure={failure} now={now} />;
  }
  if (state === "waiting") {
    return (
      <div className="state-box">
        <p className="say">{project.slug} waits for its first read.</p>
        <p className="q">
          Added {ago(addedAt, now)}. A worker clones the repository, fetches the files that a scan needs and reads them;
          nothing of it is built or run.
        </p>
        <WorkProgress state={state} progress={progress} />
      </div>
    );
  }
  return (
    <div className="state-box">
      <p className="say">
        {state === "reading" && !progress
          ? `${name} is fetched and waits to be read.`
          : `${state === "cloning" ? "Cloning" : "Reading"} ${name}.`}
      </p>
      <p className="q">The newest commit is shown as soon as it is recorded. This page follows along.</p>
      {failure && <p className="q">{`The try before failed: ${asSentence(clean(failure.message))}`}</p>}
      <WorkProgress state={state} progress={progress} />
    </div>
  );
}

function FailedBox({ name, source, failure, now }: { name: string; source: string; failure: Failure; now: Date }) {
  return (
    <div className="state-box">
      <p className="say">{name} could not be read.</p>
      <p className="q">
        <Words
          text={[asSentence(failure.message), attempts(failure, now), nextTry(failure.nextAt, now)]
            .filter(Boolean)
            .join(" ")}
        />
      </p>
      {failure.remedy && (
        <p className="q">
          <Words text={failure.remedy} />
        </p>
      )}
      <p className="log">
        {[failure.at && clock(failure.at), failure.code, clean(source), `attempt ${failure.attempts}`]
          .filter(Boolean)
          .join("  ")}
      </p>
    </div>
  );
}
