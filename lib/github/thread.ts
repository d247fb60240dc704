import { z } from "zod";
import type { Answer, Github } from "#lib/github/client";

export type ThreadState = "open" | "closed" | "merged" | "not-planned";

/** An issue or pull request as GitHub tells it. */
export interface FetchedThread {
  kind: "issue" | "pull";
  title: string;
  state: ThreadState;
  /** When it got that state; null while it is open. */
  stateAt: Date | null;
  updatedAt: Date;
  body: string;
  /** `owner/repo#number` in lower case, where it is now. */
  id: string;
}

/** Another thread that names this one. */
export interface Mention {
  id: string;
  title: string;
}

const issue = z.object({
  number: z.number(),
  title: z.string(),
  state: z.enum(["open", "closed"]),
  state_reason: z.string().nullish(),
  body: z.string().nullish(),
  updated_at: z.string(),
  closed_at: z.string().nullish(),
  html_url: z.string(),
  pull_request: z.object({ merged_at: z.string().nullish() }).nullish(),
});

const timeline = z.array(
  z.object({
    event: z.string().nullish(),
    source: z.object({ issue: z.object({ title: z.string(), html_url: z.string() }).nullish() }).nullish(),
  }),
);

const PER_PAGE = 100;
/** A timeline of more pages than this is read from its beginning only. */
const MOST_PAGES = 20;

export interface ThreadName {
  owner: string;
  repo: string;
  number: number;
}

const pathOf = ({ owner, repo, number }: ThreadName): string =>
  `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/issues/${number}`;

/** Null when it has not changed since `etag`. A thread that was moved is found where it is now. */
export async function fetchThread(github: Github, name: ThreadName, etag: string | null) {
  const answer = await github.get(pathOf(name), issue, etag);
  if (answer.kind === "unchanged") return null;
  const { data, remaining } = answer;
  return { thread: threadOf(data), etag: answer.etag, remaining };
}

function threadOf(data: z.infer<typeof issue>): FetchedThread {
  const merged = data.pull_request?.merged_at ?? null;
  const ended = merged ?? data.closed_at ?? null;
  return {
    kind: data.pull_request ? "pull" : "issue",
    title: data.title,
    state: merged
      ? "merged"
      : data.state === "open"
        ? "open"
        : data.state_reason === "not_planned"
          ? "not-planned"
          : "closed",
    stateAt: data.state === "open" || !ended ? null : new Date(ended),
    updatedAt: new Date(data.updated_at),
    body: data.body ?? "",
    id: idIn(data.html_url) ?? "",
  };
}

/** The last page of a timeline that was read; a later reading begins there. */
export interface TimelineMark {
  url: string;
  etag: string | null;
}

/** Threads that mention this one, from the page of the last time on; null when nothing was added. */
export async function fetchMentions(github: Github, name: ThreadName, last: TimelineMark | null) {
  const mentions: Mention[] = [];
  let mark: TimelineMark = last ?? { url: `${pathOf(name)}/timeline?per_page=${PER_PAGE}`, etag: null };
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await github.get(mark.url, timeline, mark.etag);
    if (answer.kind === "unchanged") return page === 0 ? null : { mentions, mark };
    for (const { event, source } of answer.data) {
      const id = event === "cross-referenced" && source?.issue ? idIn(source.issue.html_url) : null;
      if (id) mentions.push({ id, title: source?.issue?.title ?? "" });
    }
    if (!answer.next) return { mentions, mark: { url: mark.url, etag: answer.etag } };
    mark = { url: answer.next, etag: null };
  }
  return { mentions, mark };
}

const found = z.object({ items: z.array(z.object({ title: z.string(), html_url: z.string() })) });
/** GitHub allows few searches in a minute, and what matters is new. */
const MOST_SEARCH_PAGES = 2;

/** Issues and pull requests anywhere on GitHub that have this text, those that changed last first. */
export async function searchThreads(github: Github, text: string): Promise<Mention[]> {
  const asked = new URLSearchParams({ q: `"${text}"`, sort: "updated", order: "desc", per_page: `${PER_PAGE}` });
  const mentions: Mention[] = [];
  let path: string | null = `/search/issues?${asked}`;
  for (let page = 0; path !== null && page < MOST_SEARCH_PAGES; page++) {
    const answer: Answer<z.infer<typeof found>> = await github.get(path, found);
    if (answer.kind === "unchanged") break;
    for (const { title, html_url } of answer.data.items) {
      const id = idIn(html_url);
      if (id) mentions.push({ id, title });
    }
    path = answer.next;
  }
  return mentions;
}

const THREAD_URL = /\/([\w.-]+)\/([\w.-]+)\/(?:issues|pull|discussions)\/(\d+)/;

function idIn(url: string): string | null {
  const [, owner, repo, number] = THREAD_URL.exec(url) ?? [];
  return owner && repo ? `${owner}/${repo}#${number}`.toLowerCase() : null;
}
