import { AppError, type ErrorCode } from "#lib/errors";

export interface FailureContext {
  /** How a person knows the repository: its address or its folder. */
  subject: string;
  hasToken?: boolean;
  /** The repository was reached before, so that its absence is news. */
  known?: boolean;
  /** What was asked for in it. */
  revision?: string;
}

const SENTENCES = {
  unreachable: (it: string) => [`${it} cannot be reached.`, "Check the network and the proxy."],
  "not-found": (it: string) => [
    `${it} does not exist, or it is private.`,
    "Check the address; a private one needs a token.",
  ],
  gone: (it: string) => [`${it} is no longer there.`, "It was renamed, removed or made private: correct its address."],
  forbidden: (it: string) => [`${it} refuses access.`, "Check that the token is valid and may read it."],
  "too-large": (it: string) => [
    `${it} is larger than the limit.`,
    "Raise SUBREADY_GIT_MAX_MB if there is room for it.",
  ],
  "timed-out": (it: string) => [
    `${it} took longer than the limit.`,
    "Raise SUBREADY_GIT_TIMEOUT_SECONDS if it is slow.",
  ],
  "rate-limited": (it: string) => [`${it} was asked for too often.`, "Wait, or set GITHUB_TOKEN for a higher limit."],
  corrupt: (it: string) => [`${it} is damaged.`, "See what `git fsck` says of it, or clone it again."],
  "disk-full": (it: string) => [`The disk is full; ${it} could not be written.`, "Free some space; nothing was lost."],
  "no-such-revision": (it: string, revision?: string) => [
    revision === "HEAD"
      ? `${it} has no commits yet, or its HEAD names a branch that is not there.`
      : `${it} has no ${revision === undefined ? "such revision" : `revision ${JSON.stringify(revision)}`}.`,
    "Name a branch, a tag or a commit that it holds.",
  ],
  "not-a-repository": (it: string) => [
    `${it} is not a git repository.`,
    "Give a git directory, bare or with a work tree.",
  ],
  interrupted: (it: string) => [`Work on ${it} was stopped.`, "Nothing was lost."],
  usage: (it: string) => [`${it} is not an https address.`, "Give the https address of the repository."],
  internal: (it: string) => [
    `git failed on ${it} for a reason that is not known here.`,
    "Report it, with what git said.",
  ],
} satisfies Partial<Record<ErrorCode, (subject: string, revision?: string) => [message: string, remedy: string]>>;

type Reason = keyof typeof SENTENCES;

/** Text of git itself, in the order in which it decides. */
const OWN_WORDS: [RegExp, Reason][] = [
  [/no space left on device|disk quota exceeded/i, "disk-full"],
  [/error: 429|too many requests/i, "rate-limited"],
  [/error: (410|451)/i, "gone"],
  [/error: 404|repository '.*' not found|does not appear to be a git repository/i, "not-found"],
  [/could not read Username|error: (401|403)|authentication failed/i, "forbidden"],
  [/transport '.*' not allowed/i, "usage"],
  [/operation too slow/i, "timed-out"],
  [
    /unable to access|could not resolve|failed to connect|connection (refused|reset|timed out)|early EOF|hung up|RPC failed|unable to look up|network is unreachable/i,
    "unreachable",
  ],
  [
    /corrupt|inflate|unable to unpack|does not match index|far too short|too small|is empty|bad object|bad pack|bad ref|unable to (read|parse)|could not (read|parse)|failed to (read|parse|traverse)|missing (tree|commit|blob)|packfile .* cannot|did not send all necessary objects|wrong index/i,
    "corrupt",
  ],
  [/not a git repository|invalid gitfile|repo version|unknown repository extension/i, "not-a-repository"],
  [
    /not a (valid object|tree object)|unknown revision|bad revision|couldn't find remote ref|from promisor remote/i,
    "no-such-revision",
  ],
];

/** Text that the server sent through git. It is believed about the server only, and where git itself is vague. */
const SERVER_WORDS: [RegExp, Reason][] = [
  [/rate limit|too many requests/i, "rate-limited"],
  [/dmca|unavailable|has been (disabled|deleted)/i, "gone"],
  [/not found/i, "not-found"],
  [/not our ref/i, "no-such-revision"],
  [/access denied|permission|invalid username or (password|token)|forbidden/i, "forbidden"],
];

/** The one place where an outcome of git gets its code, sentence and remedy. */
export function gitFailure(reason: Reason, context: FailureContext, detail?: string): AppError {
  const [message, remedy] = SENTENCES[reason](context.subject, context.revision);
  return new AppError(reason, message, remedy, detail ? { cause: new Error(detail) } : undefined);
}

/** Reads what git said before it failed. */
export function failureOf(stderr: string, context: FailureContext): AppError {
  const lines = redact(stderr)
    .split(/[\r\n]+/)
    .filter((line) => line !== "" && !/\d+% \(\d/.test(line));
  const fromServer = lines.filter(isFromServer).join("\n");
  const own = lines.filter((line) => !isFromServer(line)).join("\n");
  const first = match(OWN_WORDS, own);
  const vague = first === undefined || first === "forbidden";
  const reason = (vague && match(SERVER_WORDS, fromServer)) || first || "internal";
  return gitFailure(inContext(reason, own, context), context, lines.slice(-5).join("\n"));
}

/** GitHub answers "who are you?" for what does not exist, unless it was given a token. */
function inContext(reason: Reason, own: string, context: FailureContext): Reason {
  const hidden = reason === "forbidden" && !context.hasToken && /could not read Username/i.test(own);
  const absent = hidden || reason === "not-found";
  if (!absent) return reason;
  return context.known ? "gone" : "not-found";
}

function isFromServer(line: string): boolean {
  return line.startsWith("remote:") || line.includes("remote error:");
}

function match(words: [RegExp, Reason][], text: string): Reason | undefined {
  return words.find(([pattern]) => pattern.test(text))?.[1];
}

/** Takes credentials out of text that may be shown or logged. */
export function redact(text: string): string {
  return text
    .replace(/\/\/[^/@\s]+@/g, "//***@")
    .replace(/(authorization:\s*\w+\s+)\S+/gi, "$1***")
    .replace(/\b(gh[a-z]_|github_pat_)\w+/g, "$1***");
}
