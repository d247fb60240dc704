import { count, plural } from "#components/format";
import { Words } from "#components/words";
import type { Tally } from "#lib/queries/overview";

/** The sentences that open the site, with their denominator. Grammatical for none, one and many. */
export function openingSentences(tally: Tally): string[] {
  if (tally.tracked === 0) return ["No project is tracked yet."];
  if (tally.read === 0) return [`${sentenceStart(tally.tracked)}; none has been read yet.`];
  const partial = tally.read < tally.tracked;
  const whole = partial ? [`${sentenceStart(tally.tracked)}; ${readSoFar(tally.read)} so far.`] : [];
  if (tally.answering === 0) return [...whole, "None of what was read ships a Python extension module."];
  return [...whole, declaring(tally, partial), ...refused(tally), legacy(tally)];
}

function sentenceStart(tracked: number): string {
  return `${plural(tracked, "project")} ${tracked === 1 ? "is" : "are"} tracked`;
}

function readSoFar(read: number): string {
  return `${count(read)} ${read === 1 ? "has" : "have"} been read`;
}

/** “3 of 69 tracked projects declare …”; what ships no extension is not counted, and then the sentence says so. */
function declaring({ tracked, read, answering, ownGilLoads }: Tally, partial: boolean): string {
  const what = "support for own-GIL sub-interpreters";
  if (answering === 1) {
    const subject = tracked === 1 ? "It" : partial ? "The one that ships an extension" : "The one extension project";
    return ownGilLoads === 1 ? `${subject} declares ${what}.` : `${subject} does not declare ${what}.`;
  }
  const kind = answering < read ? "extension projects" : "projects";
  const whole = partial ? `the ${count(answering)} ${kind} read` : `${count(answering)} tracked ${kind}`;
  if (ownGilLoads === 0) return `None of ${whole} declares ${what}.`;
  return `${count(ownGilLoads)} of ${whole} ${ownGilLoads === 1 ? "declares" : "declare"} ${what}.`;
}

function refused({ answering, ownGilLoads, ownGilRefused }: Tally): string[] {
  const others = answering - ownGilLoads;
  if (others === 0) return [];
  if (answering === 1) return ownGilRefused === 1 ? ["It is refused there."] : [];
  if (ownGilRefused === others) {
    if (ownGilLoads === 0) return ["All are refused there."];
    return [others === 1 ? "The other is refused there." : `The other ${count(others)} are refused there.`];
  }
  const unknown = others - ownGilRefused;
  const known =
    ownGilRefused === 0 ? [] : [`${count(ownGilRefused)} ${ownGilRefused === 1 ? "is" : "are"} refused there`];
  return [`${[...known, `for ${count(unknown)} the source does not say`].join("; ")}.`.replace(/^f/, "F")];
}

function legacy({ answering, legacyNoCheck }: Tally): string {
  const where = "In legacy interpreters,";
  if (answering === 1)
    return legacyNoCheck === 1 ? `${where} it loads with no check at all.` : `${where} it does not load unchecked.`;
  if (legacyNoCheck === 0) return `${where} none loads without a check.`;
  if (legacyNoCheck === answering) return `${where} all of them load with no check at all.`;
  return `${where} ${count(legacyNoCheck)} ${legacyNoCheck === 1 ? "loads" : "load"} with no check at all.`;
}

export function Opening({ tally }: { tally: Tally }) {
  return (
    <h1 className="lead">
      <Words text={openingSentences(tally).join(" ")} />
    </h1>
  );
}
