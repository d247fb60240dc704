import type { IssueItem, IssueText } from "#lib/milestones/tasks";
import { trackingIssue } from "#lib/milestones/thread-baseline";

/** Something that the issue, or a thread, says otherwise than the evidence or than what was read before: somebody should look. */
export interface Drift {
  kind: "ticked" | "unticked" | "reworded" | "missing" | "thread" | "touched";
  text: string;
  /** The thread, or the commit of PyO3, that says so; null where the goal's own checks do. */
  shownBy: { thread: string } | { sha: string } | null;
}

export interface GoalState {
  wording: string;
  /** Checks that hold, of all. */
  met: number;
  of: number;
}

export interface ThreadChange {
  id: string;
  before: string;
  now: string;
}

/** What does not agree about one goal; `issue` is null while its text is not known. */
export function driftOf(goal: GoalState, issue: IssueText | null, threads: readonly ThreadChange[]): Drift[] {
  return [...(issue ? inIssue(goal, issue) : []), ...threads.filter(hasChanged).map(threadDrift)];
}

const shownBy = { thread: trackingIssue };

function inIssue({ wording, met, of }: GoalState, issue: IssueText): Drift[] {
  const item = issue.items.find(({ text }) => opening(text) === opening(wording));
  if (!item)
    return [
      { kind: "missing", text: "The issue no longer lists this goal in the words that are measured here.", shownBy },
    ];
  const drifts: Drift[] = [];
  if (plain(item.text) !== plain(wording))
    drifts.push({ kind: "reworded", text: `The issue now says: “${item.text}”`, shownBy });
  return [...drifts, ...boxDrift(item, met, of)];
}

function boxDrift({ ticked }: IssueItem, met: number, of: number): Drift[] {
  if (ticked && met < of)
    return [
      { kind: "ticked", text: `The box in the issue is ticked, and ${met} of ${of} checks hold.`, shownBy: null },
    ];
  if (ticked === false && of > 0 && met === of)
    return [
      { kind: "unticked", text: `All ${of} checks hold, and the box in the issue is not ticked.`, shownBy: null },
    ];
  return [];
}

const hasChanged = ({ before, now }: ThreadChange): boolean => before === "open" && now !== "open" && now !== "unknown";

function threadDrift({ id, now }: ThreadChange): Drift {
  const text = `${id} was open when the checks were written and is ${now.replace("-", " ")} now.`;
  return { kind: "thread", text, shownBy: { thread: id } };
}

/** A check that a person decided by reading, and the later commit that changed what was read. */
export function touchedDrift(title: string, { path, sha }: { path: string; sha: string }): Drift {
  const check = title.replaceAll("`", "");
  const text = `${path} was changed by ${sha.slice(0, 7)} after it was read for “${check}”.`;
  return { kind: "touched", text, shownBy: { sha } };
}

/** Links keep their text, marks and addresses go: the same words compare alike however they are set. */
function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/(?:issues|pull)\/(\d+)\S*/g, "#$1")
    .replace(/[^\p{L}\p{N}#]+/gu, " ")
    .trim()
    .toLowerCase();
}

const OPENING_WORDS = 3;
const opening = (text: string): string => plain(text).split(" ").slice(0, OPENING_WORDS).join(" ");
