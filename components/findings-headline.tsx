import { clean, count, plural, shortSha } from "#components/format";
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
  const { slug, sha, headline, scored, gate } = view;
  if (sha === null) return <h1>Findings in {slug}</h1>;
  return (
    <>
      <h1>
        {amount(headline)} in {slug} at <code>{shortSha(sha)}</code>
        {scored !== null && headline.findings > 0 && `; ${count(scored)} critical in its own code`}.
      </h1>
      <p className="dek">
        Production code, ruleset {view.ruleset}. {view.asOf && <AsOf slug={slug} asOf={view.asOf} />}
        {headline.notOwn > 0 && `${notOwnWords(headline.notOwn)} to PyO3 or a dependency. `}
        {scored === null &&
          !view.asOf &&
          "It ships no Python extension module, so nothing here counts towards a verdict."}
        {gate && <Words text={`${legacySentence(gate.legacy, gate.unguarded)}. ${ownGilSentence[gate.ownGil]}.`} />}
      </p>
    </>
  );
}

function AsOf({ slug, asOf: { name, at } }: { slug: string; asOf: NonNullable<FindingsView["asOf"]> }) {
  return (
    <>
      As they stood at {clean(name, 60)}, a commit of {at.toISOString().slice(0, 10)}, as today's rules see them; places
      are those of the newest look. <a href={`/projects/${slug}/findings`}>Findings of today</a>.{" "}
    </>
  );
}

/** “88 findings at 96 places”; the places go without saying when each finding has one. */
function amount({ findings, places }: FindingsView["headline"]): string {
  const text = plural(findings, "finding");
  return places > findings ? `${text} at ${plural(places, "place")}` : text;
}

function notOwnWords(n: number): string {
  return n === 1 ? "1 of the findings belongs" : `${count(n)} of the findings belong`;
}
