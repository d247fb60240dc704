import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeThread {
  /** `owner/repo#number` */
  id: string;
  title: string;
  state?: "open" | "closed";
  reason?: "completed" | "not_planned";
  mergedAt?: string;
  closedAt?: string;
  /** Present for a pull request. */
  pull?: boolean;
  body?: string;
  updatedAt?: string;
  /** Ids of threads that mention it, in order. */
  mentions?: string[];
}

export interface FakeRepository {
  id: number;
  /** `owner/name`, where it is now. */
  name: string;
  /** Names under which it was before; they lead to it. */
  former?: string[];
  archived?: boolean;
}

/** How a path misbehaves; each mood is met before what is there. */
export type Mood =
  | ("gone" | "missing" | "withheld" | "refused" | "secondary" | "limited" | "throttled")
  | ("slow" | "broken" | "failing")
  | { movedTo: string }
  /** Refused once; who comes back after so many seconds is served. */
  | { onceWithin: number };

export interface Scenario {
  threads: FakeThread[];
  repositories?: FakeRepository[];
  /** By path, e.g. `/repos/pyo3/pyo3/issues/576`. */
  moods?: Record<string, Mood>;
  /** Requests that are left within the limit; each answer with contents costs one. */
  remaining?: number;
  /** Searches that are left: GitHub counts them apart from everything else. */
  searches?: number;
  perPage?: number;
  /** Where the API begins, e.g. `/api/v3` at a GitHub Enterprise server; nothing else is served. */
  prefix?: string;
}

export interface FakeGithub {
  url: string;
  /** May be changed while it runs. */
  scenario: Scenario;
  /** Every request so far, as `200 /path`. */
  seen: string[];
  close(): Promise<void>;
}

const RESET_SECONDS = 1800;
const SLOW_MS = 400;

/** A GitHub of one's own that speaks HTTP on the loopback: limits, ETags, redirects, pages and bad days included. */
export async function startFakeGithub(scenario: Scenario, port = 0): Promise<FakeGithub> {
  const fake: Omit<FakeGithub, "url" | "close"> = { scenario, seen: [] };
  const server = createServer((request, response) => {
    response.on("finish", () => fake.seen.push(`${response.statusCode} ${request.url}`));
    answer(fake.scenario, request, response, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(fake, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  });
}

function answer(scenario: Scenario, request: IncomingMessage, response: ServerResponse, base: string): void {
  const { prefix = "" } = scenario;
  const path = request.url ?? "/";
  const url = new URL(path.startsWith(prefix) ? path.slice(prefix.length) : "/", base);
  const mood = scenario.moods?.[url.pathname];
  if (mood === "slow") {
    setTimeout(() => serve(scenario, request, response, url), SLOW_MS);
    return;
  }
  if (typeof mood === "object" && "onceWithin" in mood) delete scenario.moods?.[url.pathname];
  if (mood) misbehave(mood, response, base);
  else serve(scenario, request, response, url);
}

function misbehave(mood: Exclude<Mood, "slow">, response: ServerResponse, base: string): void {
  const says = (status: number, message: string, headers: Record<string, string> = {}) => {
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    response.end(JSON.stringify({ message }));
  };
  const secondary = "You have exceeded a secondary rate limit";
  if (typeof mood === "object" && "onceWithin" in mood) says(429, secondary, { "retry-after": `${mood.onceWithin}` });
  else if (typeof mood === "object") says(301, "Moved Permanently", { location: `${base}${mood.movedTo}` });
  else if (mood === "gone") says(410, "This issue was deleted");
  else if (mood === "missing") says(404, "Not Found");
  else if (mood === "withheld") says(451, "Repository access blocked");
  else if (mood === "refused") says(403, "Resource not accessible by personal access token");
  else if (mood === "throttled") says(429, secondary, { "retry-after": "120" });
  else if (mood === "secondary") says(403, secondary, { "retry-after": "600" });
  else if (mood === "limited") says(403, "API rate limit exceeded", limits(0));
  else if (mood === "failing") says(502, "Bad gateway");
  else {
    response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
    response.end('[{"number": 1, "tit');
  }
}

const limits = (remaining: number): Record<string, string> => ({
  "x-ratelimit-limit": "60",
  "x-ratelimit-remaining": `${remaining}`,
  "x-ratelimit-reset": `${Math.floor(Date.now() / 1000) + RESET_SECONDS}`,
});

const ISSUE = /^\/repos\/([^/]+)\/([^/]+)\/issues\/(\d+)(\/timeline)?$/;

const REPOSITORY = /^\/(?:repos\/([^/]+\/[^/]+)|repositories\/(\d+))$/;

function serve(scenario: Scenario, request: IncomingMessage, response: ServerResponse, url: URL): void {
  if (url.pathname === "/search/issues") {
    serveSearch(scenario, response, url);
    return;
  }
  const repository = repositoryAt(scenario, url);
  if (repository?.isFormer) misbehave({ movedTo: `/repositories/${repository.id}` }, response, url.origin);
  else if (repository) send(scenario, request, response, url, { data: repositoryOf(repository) });
  else {
    const [, owner, repo, number, timeline] = ISSUE.exec(url.pathname) ?? [];
    const thread = find(scenario, `${owner}/${repo}#${number}`);
    if (!thread) misbehave("missing", response, url.origin);
    else
      send(
        scenario,
        request,
        response,
        url,
        timeline ? timelinePage(scenario, thread, url) : { data: issueOf(thread) },
      );
  }
}

interface Contents {
  data: unknown;
  link?: string | undefined;
}

function send(
  scenario: Scenario,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  { data, link }: Contents,
): void {
  const body = JSON.stringify(data);
  const etag = `W/"${createHash("sha1").update(body).digest("hex")}"`;
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  if (scenario.remaining !== undefined && scenario.remaining <= 0) {
    misbehave("limited", response, url.origin);
    return;
  }
  if (scenario.remaining !== undefined) scenario.remaining--;
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    etag,
    ...limits(scenario.remaining ?? 59),
    ...(link && { link }),
  });
  response.end(body);
}

function repositoryAt({ repositories = [] }: Scenario, { pathname }: URL) {
  const [, name = "", id] = REPOSITORY.exec(pathname)?.map((part) => part?.toLowerCase()) ?? [];
  const here = repositories.find((one) => (id ? `${one.id}` === id : one.name.toLowerCase() === name));
  if (here) return { ...here, isFormer: false };
  const former = repositories.find((one) => one.former?.some((old) => old.toLowerCase() === name));
  return former && { ...former, isFormer: true };
}

const repositoryOf = ({ id, name, archived = false }: FakeRepository) => ({
  ...{ id, full_name: name, html_url: `https://github.com/${name}`, archived },
});

/** Threads whose title or text has all words of `q`; qualifiers such as `in:body` are left out. No ETag, as at GitHub. */
function serveSearch(scenario: Scenario, response: ServerResponse, url: URL): void {
  const { searches = 10, perPage = 100, threads } = scenario;
  if (searches <= 0) {
    misbehave("limited", response, url.origin);
    return;
  }
  scenario.searches = searches - 1;
  const words = (url.searchParams.get("q") ?? "").split(" ").filter((word) => !/^[a-z]+:/.test(word));
  const has = ({ title, body = "" }: FakeThread) =>
    words.every((word) => `${title} ${body}`.toLowerCase().includes(word.replaceAll('"', "").toLowerCase()));
  const found = threads.filter(has);
  const page = Number(url.searchParams.get("page") ?? 1);
  const items = found.slice((page - 1) * perPage, page * perPage).map(issueOf);
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    ...limits(searches - 1),
    "x-ratelimit-resource": "search",
    ...(page * perPage < found.length && { link: linkTo(scenario, url, page + 1) }),
  });
  response.end(JSON.stringify({ total_count: found.length, incomplete_results: false, items }));
}

const find = ({ threads }: Scenario, id: string): FakeThread | undefined =>
  threads.find((thread) => thread.id.toLowerCase() === id.toLowerCase());

function addressOf({ id, pull }: FakeThread): string {
  const [name = "", number] = id.split("#");
  return `https://github.com/${name}/${pull ? "pull" : "issues"}/${number}`;
}

function issueOf(thread: FakeThread) {
  const { id, title, state = "open", reason = null, mergedAt, closedAt, pull, body = null, updatedAt } = thread;
  return {
    ...{ number: Number(id.split("#")[1]), title, state, state_reason: reason, body },
    updated_at: updatedAt ?? "2026-01-01T00:00:00Z",
    closed_at: state === "closed" ? (closedAt ?? mergedAt ?? "2026-01-01T00:00:00Z") : null,
    html_url: addressOf(thread),
    ...(pull && { pull_request: { merged_at: mergedAt ?? null } }),
  };
}

function timelinePage(scenario: Scenario, { mentions = [] }: FakeThread, url: URL) {
  const size = scenario.perPage ?? 100;
  const page = Number(url.searchParams.get("page") ?? 1);
  const shown = mentions.slice((page - 1) * size, page * size);
  const data = shown.map((id) => {
    const source = find(scenario, id) ?? { id, title: id };
    return { event: "cross-referenced", source: { issue: { title: source.title, html_url: addressOf(source) } } };
  });
  return { data, link: page * size < mentions.length ? linkTo(scenario, url, page + 1) : undefined };
}

function linkTo({ prefix = "" }: Scenario, url: URL, page: number): string {
  const next = new URL(url);
  next.pathname = prefix + url.pathname;
  next.searchParams.set("page", `${page}`);
  return `<${next}>; rel="next"`;
}
