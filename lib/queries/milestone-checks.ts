import type { CheckResult, CheckState, Known } from "#lib/milestones/evaluate";
import { type FindingMatch, frameworkSource, readAt } from "#lib/milestones/milestone";
import type { Framework } from "#lib/queries/milestone-evidence";
import { rules } from "#lib/rules/index";

/** A check with where its evidence can be seen. */
export interface CheckView {
  id: string;
  title: string;
  note: string;
  state: CheckState;
  since: Date | null;
  /** Findings that are left, and where they are listed; null when none is, or findings do not decide. */
  left: { findings: number; url: string } | null;
  evidence: Link[];
  /** When a person read PyO3's source for it; null when a commit or a rule decides. */
  readAt: Date | null;
}

export interface Link {
  text: string;
  url: string;
}

export function checkView(result: CheckResult, known: Known, framework: Framework | null): CheckView {
  const { check, state, since } = result;
  return {
    ...{ id: check.id, title: check.title, note: check.note, state },
    left: leftOf(result, framework),
    since: since === null ? null : new Date(since),
    readAt: check.evidence.kind === "not-found" ? new Date(readAt.at) : null,
    evidence: [
      ...evidenceOf(result, framework),
      ...check.threads.map((id) => {
        const told = known.threads.get(id)?.state;
        return { text: `#${id.split("#")[1]}${told ? `, ${told}` : ""}`, url: threadUrl(id) };
      }),
    ],
  };
}

function evidenceOf({ check: { evidence }, sha }: CheckResult, framework: Framework | null): Link[] {
  if (evidence.kind === "landed") {
    const { pull, release } = evidence;
    return [
      { text: `${release}, ${evidence.sha.slice(0, 7)}`, url: commitUrl(evidence.sha) },
      { text: `#${pull}`, url: `${frameworkSource}/pull/${pull}` },
    ];
  }
  if (evidence.kind === "not-found") {
    const line = evidence.line === null ? "" : `#L${evidence.line}`;
    const text = `${evidence.path}${evidence.line === null ? "" : `:${evidence.line}`}`;
    return [
      {
        text: `${text} at ${readAt.sha.slice(0, 7)}`,
        url: `${frameworkSource}/blob/${readAt.sha}/${evidence.path}${line}`,
      },
    ];
  }
  if (evidence.kind === "merged" || !framework) return [];
  const gone = sha === null ? [] : [{ text: sha.slice(0, 7), url: commitUrl(sha) }];
  return [...gone, ...evidence.findings.map((match) => findingsLink(match, framework))];
}

function leftOf({ check: { evidence }, left }: CheckResult, framework: Framework | null): CheckView["left"] {
  if (evidence.kind !== "gone" || !framework || !left) return null;
  return { findings: left, url: findingsUrl(evidence.findings, framework) };
}

function findingsLink(match: FindingMatch, framework: Framework): Link {
  return {
    text: `${match.rule} ${match.symbol ?? match.path ?? ""}`,
    url: `${findingsUrl([match], framework)}&state=any`,
  };
}

/** The list that holds them; it searches symbols and paths for each word, and all of one check have the same. */
function findingsUrl(matches: readonly FindingMatch[], { slug }: Framework): string {
  const asked = new URLSearchParams(matches.map(({ rule }) => ["rule", slugOf(rule)]));
  for (const text of new Set(matches.map(textOf))) asked.append("q", text);
  return `/projects/${slug}/findings?${asked}`;
}

const textOf = ({ symbol = "", path = "" }: FindingMatch): string => `${symbol} ${path}`.trim();
const slugOf = (code: string): string => rules.find((rule) => rule.code === code)?.slug ?? code;

export const commitUrl = (sha: string): string => `${frameworkSource}/commit/${sha}`;

/** GitHub leads from an issue's address to the pull request's. */
export function threadUrl(id: string): string {
  const [repository, number] = id.split("#");
  return `https://github.com/${repository}/issues/${number}`;
}
