import { clean, count, plural } from "#components/format";
import type { Progress, ProjectLine, ProjectState } from "#lib/queries/project-line";

const PHASES = ["Clone", "Files", "Read"];

/** Cloning has two phases, its objects and then the files that a scan reads; reading has one. */
function phaseOf(state: ProjectState, progress: Progress | null): number {
  if (state === "reading") return 2;
  if (state !== "cloning") return -1;
  return progress?.phase === "files" ? 1 : 0;
}

/** How much of a phase is done; null while its size is not known. */
export function percent({ done, total }: Progress): number | null {
  return total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : null;
}

/** “receiving objects, 2,114 of 5,480” */
export function amount({ done, total, note }: Progress): string {
  const what = clean(note, 60).toLowerCase();
  const size = total > 0 ? `${count(done)} of ${count(total)}` : "";
  return [what, size].filter(Boolean).join(", ");
}

/** The phases with the present one marked, and a bar while its size is known. */
export function WorkProgress({ state, progress }: { state: ProjectState; progress: Progress | null }) {
  const at = phaseOf(state, progress);
  const share = progress && percent(progress);
  return (
    <>
      <ol className="phases">
        {PHASES.map((phase, place) => (
          <li
            key={phase}
            className={place < at ? "d" : place === at ? "n" : undefined}
            aria-current={place === at ? "step" : undefined}
          >
            <b>{phase}</b>
            <span>
              {place < at
                ? "done"
                : place > at
                  ? "waits"
                  : progress
                    ? amount(progress)
                    : state === "reading"
                      ? "waits for its turn"
                      : "under way"}
            </span>
          </li>
        ))}
      </ol>
      {progress && share !== null && <Bar share={share} label={`${PHASES[Math.max(0, at)]}: ${amount(progress)}`} />}
      {share !== null && <p className="small q">{share} % of this phase.</p>}
    </>
  );
}

export function Bar({ share, label }: { share: number; label: string }) {
  return (
    <div
      className="prog"
      role="progressbar"
      aria-valuenow={share}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-label={label}
    >
      <i style={{ width: `${share}%` }} />
    </div>
  );
}

/** Projects that a worker has in hand, one line each. */
export function WorkList({ working, waiting }: { working: ProjectLine[]; waiting: number }) {
  const inHand = working.filter((line) => line.state === "cloning" || line.progress !== null);
  const fetched = working.length - inHand.length;
  return (
    <>
      <ol className="works">
        {inHand.map(({ slug, state, progress }) => {
          const share = progress && percent(progress);
          return (
            <li key={slug}>
              <a className="name" href={`/projects/${slug}`}>
                {slug}
              </a>
              <Bar share={share ?? 0} label={`${slug}, ${state}`} />
              <span className="doing q">
                {state === "cloning" ? "Cloning" : "Reading"}
                {progress && `: ${amount(progress)}`}
              </span>
              <span className="qq small">{share !== null && `${share} %`}</span>
            </li>
          );
        })}
      </ol>
      {fetched > 0 && (
        <p className="note">
          {plural(fetched, "project")} {fetched === 1 ? "is fetched and waits" : "are fetched and wait"} to be read.{" "}
          <a href="/projects?q=is:reading">{fetched === 1 ? "Show it" : "Show them"}</a>
        </p>
      )}
      {waiting > 0 && (
        <p className="note">
          {plural(waiting, "project")} {waiting === 1 ? "waits" : "wait"} for a turn.{" "}
          <a href="/projects?q=is:waiting">{waiting === 1 ? "Show it" : "Show them"}</a>
        </p>
      )}
    </>
  );
}
