import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import type { z } from "zod";
import { AppError } from "#lib/errors";
import { githubFailure } from "#lib/github/failure";

export interface GithubAccess {
  /** Base address of the API: `https://api.github.com`, or `https://host/api/v3` of a GitHub Enterprise server. */
  api: string;
  token: string | null;
  /** Longest wait for a limit to pass, in seconds; a longer one is a failure. With 0 nothing is waited for or paced. */
  mostWaitSeconds?: number;
  /** How often an answer of the server's own fault is asked for again. */
  retries?: number;
  signal?: AbortSignal;
}

/** What one GET brought. */
export type Answer<T> =
  /** GitHub says that nothing has changed since this ETag. Costs nothing of the limit. */
  | { kind: "unchanged" }
  | { kind: "found"; data: T; etag: string | null; next: string | null; remaining: number | null };

export interface Github {
  /** Asks for a path such as `/repos/o/r/issues/1`, or the `next` of an answer. Throws AppError. */
  get<T>(path: string, schema: z.ZodType<T>, etag?: string | null): Promise<Answer<T>>;
}

const Client = Octokit.plugin(throttling, retry);
const AGENT = "subready";
const MOST_WAIT_SECONDS = 60;

export function openGithub({
  api,
  token,
  signal,
  mostWaitSeconds = MOST_WAIT_SECONDS,
  retries = 2,
}: GithubAccess): Github {
  const waits = (seconds: number, _: object, __: object, count: number): boolean =>
    seconds <= mostWaitSeconds && count < 1;
  const base = api.replace(/\/+$/, "");
  const octokit = new Client({
    ...{ baseUrl: base, auth: token ?? undefined, userAgent: AGENT },
    throttle: { enabled: mostWaitSeconds > 0, onRateLimit: waits, onSecondaryRateLimit: waits },
    retry: { retries },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  return {
    async get(path, schema, etag) {
      const headers = { "x-github-api-version": "2022-11-28", ...(etag && { "if-none-match": etag }) };
      const answer = await octokit.request(`GET ${path}`, { headers, request: { signal } }).catch((error: unknown) => {
        if (statusOf(error) === 304) return null;
        throw githubFailure(error, path);
      });
      if (!answer) return { kind: "unchanged" };
      const parsed = schema.safeParse(answer.data);
      if (!parsed.success) throw unreadable(path);
      const { etag: tag = null, link, "x-ratelimit-remaining": remaining } = answer.headers;
      return {
        ...{ kind: "found", data: parsed.data, etag: tag, next: nextIn(link, base) },
        remaining: remaining === undefined ? null : Number(remaining),
      };
    },
  };
}

const quiet = (): void => undefined;

const statusOf = (error: unknown): number | undefined => (error as { status?: number }).status;

/** The path of the next page, as a `Link` header gives it; null when it leads to another host, which must not see the token. */
export function nextIn(link: string | undefined, base: string): string | null {
  const address = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  return address?.startsWith(`${base}/`) ? address.slice(base.length) : null;
}

function unreadable(path: string): AppError {
  const message = `GitHub's answer to ${path} is not what its documentation promises.`;
  return new AppError("unreadable", message, "It is asked again later; what was known before stays.");
}
