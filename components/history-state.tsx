import type { ReactNode } from "react";
import { Age, clean, count, Day, plural, shortSha } from "#components/format";
import type { HistorySeam, HistoryView } from "#lib/queries/history";

/** How far the history is read, in one sentence; what cannot be known is said too. */
export function HistoryState({ view, now }: { view: HistoryView; now: Date }) {
  const { state, progress, from } = view;
  if (state === "reading" && progress) {
    return (
      <p className="dek">
        {progress.phase === "read" ? "Being read" : "Being put together"}: {count(progress.done)} of{" "}
        {plural(progress.total, "commit")}
        {progress.backTo && `, back to ${progress.backTo.slice(0, 7)}`}.
      </p>
    );
  }
  if (state !== "complete" || !from) {
    return (
      <p className="dek">The whole history is read after the newest commit. Until then only what changes is known.</p>
    );
  }
  if (view.start === "archives") {
    return (
      <p className="dek">
        Read from {plural(view.commits, "release archive")}, since the repository is too large for the machine on which
        this release was made. What came in between two of them is told at the later one.
      </p>
    );
  }
  return (
    <p className="dek">
      {plural(view.commits, "commit")} of the default branch since <Day date={from.committedAt} now={now} />,{" "}
      {view.start === "graft" ? "where the shallow clone begins" : "from the first one on"}
      {view.readAt && (
        <>
          ; read <Age date={view.readAt} now={now} suffix /> with ruleset {view.ruleset}
        </>
      )}
      .<Begin view={view} now={now} />
    </p>
  );
}

const MONTH_MS = 30 * 86_400_000;

/** Most projects begin with a few commits that ship nothing; only a long time without an extension is worth a sentence. */
function Begin({ view, now }: { view: HistoryView; now: Date }) {
  const first = view.points.find(({ position }) => position >= view.countedFrom);
  if (!first || !view.from || first.at.getTime() - view.from.committedAt.getTime() < MONTH_MS) return null;
  return (
    <>
      {" "}
      No commit before <Day date={first.at} now={now} /> ships an extension module from these crates, so the figures
      begin there.
    </>
  );
}

/** What the marked lines of a chart mean, newest first. */
export function Seams({ seams, now }: { seams: HistorySeam[]; now: Date }) {
  if (seams.length === 0) return null;
  return (
    <ul className="seams">
      {seams.toReversed().map((seam) => (
        <li key={`${seam.kind} ${seam.at.getTime()} ${seam.sha}`}>
          <Day date={seam.at} now={now} />: {said(seam)}
        </li>
      ))}
    </ul>
  );
}

function said({ kind, detail, sha }: HistorySeam): ReactNode {
  const word = (name: string) => clean(String(detail[name] ?? "unknown"), 80);
  const number = (name: string) => count(Number(detail[name] ?? 0));
  if (kind === "ruleset")
    return `rules changed from ${word("from")} to ${word("to")}: ${number("came")} findings came, ${number("went")} went, ${number("changed")} are judged anew. The code did not change.`;
  if (kind === "rewritten")
    return `the branch was rewritten; ${shortSha(word("from"))} is no longer part of it. Findings go on where they are still there.`;
  if (kind === "branch") return `the default branch changed from ${word("from")} to ${word("to")}.`;
  if (kind === "shallow") return "the clone is shallow, so nothing before this commit is known.";
  if (kind === "renamed") return `the repository moved from ${word("from")} to ${word("to")}.`;
  if (kind === "archived" && detail.again) return "the repository is open to changes again.";
  if (kind === "archived") return "the repository was archived: no further change is to be expected.";
  if (kind === "gone" && detail.code === "forbidden")
    return "the repository is open to us no longer. What was read before stays.";
  if (kind === "gone") return "the repository could not be found any more. What was read before stays.";
  if (kind === "vendored") {
    const [came, went] = [Number(detail.came ?? 0), Number(detail.went ?? 0)];
    const parts = [
      ...(came > 0 ? [`${plural(came, "finding")} came with code of another project`] : []),
      ...(went > 0 ? [`${plural(went, "finding")} went with it`] : []),
    ];
    return `${parts.join(", ")}. They are not this project’s own.`;
  }
  if (kind === "paths") return `the crates that are looked at changed from ${word("from")} to ${word("to")}.`;
  return `${clean(kind, 40)}${sha ? ` at ${shortSha(sha)}` : ""}`;
}
