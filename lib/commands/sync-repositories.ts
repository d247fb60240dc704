import type { Detail, WorkContext } from "#lib/commands/context";
import { sameSource } from "#lib/commands/project-source";
import { dueRepositories, type FollowedRepository, forgetRepository, putRepository } from "#lib/db/repositories";
import { isAppError } from "#lib/errors";
import { type Github, openGithub } from "#lib/github/client";
import { fetchRepository, webHost } from "#lib/github/repository";

/** Requests of one run, of which there is one in an hour: without a token GitHub allows 60, and the threads want 45. */
const MOST_ANONYMOUS = 12;
const MOST_WITH_TOKEN = 500;
const DAY_MS = 24 * 3_600_000;

/**
 * Asks GitHub where each tracked repository is now and whether it is archived, the longest unasked first. A new address is followed:
 * the project stays what it was. Stops at the first failure that more requests would repeat.
 */
export async function syncRepositories(ctx: WorkContext, signal: AbortSignal): Promise<Detail> {
  const { githubApi: api, githubToken: token } = ctx.env;
  const github = openGithub({ api, token, signal });
  const counts = { asked: 0, renamed: 0, archived: 0, gone: 0 };
  const due = await repositoriesToAsk(ctx);
  for (const known of due.slice(0, token ? MOST_WITH_TOKEN : MOST_ANONYMOUS)) {
    signal.throwIfAborted();
    counts.asked++;
    try {
      const news = await newsOf(github, known);
      putRepository(ctx.store, known, news, ctx.clock());
      if (news && news.source !== known.source) counts.renamed++;
      if (news?.archived && !known.archivedAt) counts.archived++;
    } catch (error) {
      if (!isAppError(error) || !LOST.has(error.code)) throw error;
      // Whether it is lost is for the next fetch to say, which tries more than once.
      counts.gone++;
      await forgetRepository(ctx.store, known.id, ctx.clock());
    }
  }
  return { ...counts, left: due.length - counts.asked };
}

const LOST = new Set(["gone", "forbidden", "unreadable"]);

/** Those whose turn it is: every day with a token, every week without one. */
export function repositoriesToAsk({ store, env, clock }: WorkContext): Promise<FollowedRepository[]> {
  const pause = env.githubToken ? DAY_MS : 7 * DAY_MS;
  return dueRepositories(store, `https://${webHost(env.githubApi)}/`, new Date(clock().getTime() - pause));
}

async function newsOf(github: Github, { githubId, githubEtag, source }: FollowedRepository) {
  const found = await fetchRepository(github, { id: githubId, address: source }, githubId === null ? null : githubEtag);
  if (!found) return null;
  const { id, etag, archived, address } = found;
  return { githubId: id, githubEtag: etag, archived, source: sameSource(address, source) ? source : address };
}
