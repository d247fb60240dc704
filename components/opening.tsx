import { Fragment } from "react";
import { count, plural } from "#components/format";
import { Counted } from "#components/rows";
import { Words } from "#components/words";
import type { Tally } from "#lib/queries/overview";

export interface Sentence {
  text: string;
  /** The list of projects behind each figure of it, in order. */
  lists: string[];
}

const listOf = (query: string): string => `/projects?q=${query}`;
const extensions = listOf("status:declared,candidate,needs-audit,hazardous,conflict,unknown");

/** The sentences that open the site, with their denominator. Grammatical for none, one and many. */
export function openingSentences(tally: Tally): Sentence[] {
  const { tracked, read, answering, ownGilLoads, ownGilRefused } = tally;
  if (tracked === 0) return [{ text: "No project is tracked yet.", lists: [] }];
  const all = ["/projects", listOf("is:read")];
  if (read === 0) return [{ text: `${sentenceStart(tracked)}; none has been read yet.`, lists: all }];
  const partial = read < tracked;
  const whole = partial ? [{ text: `${sentenceStart(tracked)}; ${readSoFar(read)} so far.`, lists: all }] : [];
  if (answering === 0) return [...whole, { text: "None of what was read ships a Python extension module.", lists: [] }];
  const others = [...(ownGilRefused > 0 ? [listOf("own-gil:refused")] : []), listOf("own-gil:unknown")];
  return [
    ...whole,
    { text: declaring(tally, partial), lists: [ownGilLoads > 0 ? listOf("own-gil:loads") : extensions] },
    ...refused(tally).map((text) => ({ text, lists: others })),
    { text: legacy(tally), lists: [listOf("gate:no-check")] },
  ];
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
      {openingSentences(tally).map((sentence, at) => (
        <Fragment key={sentence.text}>
          {at > 0 && " "}
          <Linked sentence={sentence} />
        </Fragment>
      ))}
    </h1>
  );
}

// “83”, “2 of the 59”: what one list answers for.
const FIGURE = /(\d[\d,]*(?: of (?:the )?\d[\d,]*)?)/;

function Linked({ sentence: { text, lists } }: { sentence: Sentence }) {
  // Split at a group, every second part is what it matched.
  return text.split(FIGURE).map((part, at) => {
    const list = at % 2 === 1 ? lists[(at - 1) / 2] : undefined;
    // The parts of one sentence never change places.
    return list ? <Counted key={String(at)} n={part} href={list} /> : <Words key={String(at)} text={part} />;
  });
}
