import type { CheckResult, CheckState, Known } from "#lib/milestones/evaluate";
import { type FindingMatch, frameworkSource, readAt } from "#lib/milestones/milestone";
import type { Framework } from "#lib/queries/milestone-evidence";

/** A check with where its evidence can be seen. */
export interface CheckView {
  id: string;
  title: string;
  note: string;
  state: CheckState;
  since: Date | null;
  /** Findings that are left; null when findings do not decide. */
  left: number | null;
  evidence: Link[];
  /** When a person read PyO3's source for it; null when a commit or a rule decides. */
  readAt: Date | null;
}

export interface Link {
  text: string;
  url: string;
}

export function checkView(result: CheckResult, known: Known, framework: Framework | null): CheckView {
  const { check, state, since, left } = result;
  return {
    ...{ id: check.id, title: check.title, note: check.note, state, left },
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

/** The list that holds them; it searches symbols and paths alike. */
function findingsLink({ rule, symbol, path }: FindingMatch, { slug }: Framework): Link {
  const asked = new URLSearchParams({ rule, q: symbol ?? path ?? "", state: "any" });
  return { text: `${rule} ${symbol ?? path ?? ""}`, url: `/projects/${slug}/findings?${asked}` };
}

export const commitUrl = (sha: string): string => `${frameworkSource}/commit/${sha}`;

/** GitHub leads from an issue's address to the pull request's. */
export function threadUrl(id: string): string {
  const [repository, number] = id.split("#");
  return `https://github.com/${repository}/issues/${number}`;
}
