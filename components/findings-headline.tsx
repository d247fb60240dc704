import { count, plural, shortSha } from "#components/format";
import { Words } from "#components/words";
import type { FindingsView } from "#lib/queries/findings";
import type { LegacyGate, OwnGilGate } from "#lib/scan/report";

function legacySentence(gate: LegacyGate, unguarded: boolean): string {
  if (gate === "loads") return unguarded ? "Legacy interpreters load it with no check" : "Legacy interpreters load it";
  if (gate === "refused") return "Legacy interpreters refuse it";
  if (gate === "unknown") return "Whether legacy interpreters load it is not known";
  return "In legacy interpreters, only the first import succeeds";
}

const ownGilSentence: Record<OwnGilGate, string> = {
  loads: "Own-GIL interpreters load it",
  refused: "Own-GIL interpreters refuse it",
  unknown: "Whether own-GIL interpreters load it is not known",
};

/** How many, where, at which commit, and of whom; then the gate, as its own sentence. */
export function FindingsHeadline({ view }: { view: FindingsView }) {
  const { slug, sha, headline, gate } = view;
  if (sha === null) return <h1>Findings in {slug}</h1>;
  return (
    <>
      <h1>
        {plural(headline.total, "finding")} in {slug} at <code>{shortSha(sha)}</code>
        {headline.total > 0 && `; ${count(headline.ownCritical)} critical in its own code`}.
      </h1>
      <p className="dek">
        Production code, ruleset {view.ruleset}.{" "}
        {headline.waiting > 0 && `${waitingWords(headline.waiting)} to PyO3 or a dependency. `}
        {gate && <Words text={`${legacySentence(gate.legacy, gate.unguarded)}. ${ownGilSentence[gate.ownGil]}.`} />}
      </p>
    </>
  );
}

function waitingWords(n: number): string {
  return n === 1 ? "1 of them belongs" : `${count(n)} of them belong`;
}
