import { listed, plural } from "#components/format";
import { nextTry } from "#components/next-try";
import { asSentence, Words } from "#components/words";
import type { HostFailure } from "#lib/queries/host-failures";

const HOST_WORDS: Record<string, string> = {
  unreachable: "cannot be reached",
  "timed-out": "did not answer in time",
  "rate-limited": "limits how often it answers",
  "not-found": "knows no such repository",
  gone: "no longer has the repository",
  forbidden: "does not let the repository be read",
};

/** One failure in its own words; several of one host and cause in the host's. */
export function hostSentence({ host, failure, projects }: HostFailure): string {
  const words = HOST_WORDS[failure.code];
  return projects.length === 1 || !words ? asSentence(failure.message) : `${host} ${words}.`;
}

/** Per host: what it answered, to how many, and when it is asked again. */
export function HostFailures({ failures, now }: { failures: HostFailure[]; now: Date }) {
  return (
    <ul className="stack">
      {failures.map((group) => {
        const { host, failure, projects } = group;
        return (
          <li key={`${host} ${failure.code}`} className="failing">
            <p>
              <b>{plural(projects.length, "project")}:</b> <Words text={hostSentence(group)} />
            </p>
            <p className="q small">
              <Words text={[failure.remedy, nextTry(failure.nextAt, now)].filter(Boolean).join(" ")} />{" "}
              <a href="/projects?q=is:failed">{some(projects)}</a>
            </p>
          </li>
        );
      })}
    </ul>
  );
}

/** “a, b, c and 80 others” */
function some(names: string[]): string {
  const rest = names.length - 3;
  return listed(rest > 0 ? [...names.slice(0, 3), plural(rest, "other")] : names);
}
