import type { Detail, WorkContext } from "#lib/commands/context";
import {
  addThread,
  dueThreads,
  putAnswer,
  putBody,
  putLinks,
  putThreadFailure,
  putTimelineMark,
  type ThreadRow,
} from "#lib/db/threads";
import { type AppError, isAppError } from "#lib/errors";
import { type Github, type GithubAccess, openGithub } from "#lib/github/client";
import { fetchMentions, fetchThread, searchThreads, type TimelineMark } from "#lib/github/thread";
import { linkedThreads } from "#lib/milestones/tasks";
import { trackingIssue } from "#lib/milestones/thread-baseline";

/** Requests of one run. Without a token GitHub allows 60 in an hour, which others may need too. */
const MOST_ANONYMOUS = 45;
const MOST_WITH_TOKEN = 500;
const FRESH_MS = 20 * 3_600_000;

/**
 * Asks GitHub for every thread that milestones rest on, the tracking issue first. Stops at the first failure that more requests would
 * repeat; the next run goes on with those that were not reached. `patience` is how long GitHub is waited for where that is not as usual.
 */
export async function syncThreads(
  ctx: WorkContext,
  signal: AbortSignal,
  patience: Pick<GithubAccess, "mostWaitSeconds" | "retries"> = {},
): Promise<Detail> {
  const { githubApi: api, githubToken: token } = ctx.env;
  const github = openGithub({ api, token, signal, ...patience });
  const counts = { asked: 0, changed: 0, failed: 0 };
  const due = await dueThreads(ctx.store, new Date(ctx.clock().getTime() - FRESH_MS));
  const first = due.filter(({ id }) => id === trackingIssue);
  for (const row of [...first, ...due.filter(({ id }) => id !== trackingIssue)].slice(
    0,
    token ? MOST_WITH_TOKEN : MOST_ANONYMOUS,
  )) {
    signal.throwIfAborted();
    counts.asked++;
    try {
      if (await syncThread(ctx, github, row)) counts.changed++;
    } catch (error) {
      if (!isAppError(error) || error.code === "interrupted") throw error;
      counts.failed++;
      await putThreadFailure(ctx.store, row.id, failureIn(error), ctx.clock());
      // One thread may be gone or unreadable; a limit or a dead network is the same for all of them.
      if (error.code !== "gone" && error.code !== "unreadable") throw error;
    }
  }
  if (first.length > 0) await searchMentions(ctx, github);
  return { ...counts, left: Math.max(0, due.length - counts.asked) };
}

const failureIn = ({ code, message, remedy }: AppError) => ({ code, message, remedy: remedy ?? null });

/** Whether anything about it has changed. */
async function syncThread({ store, clock }: WorkContext, github: Github, row: ThreadRow): Promise<boolean> {
  const answer = await fetchThread(github, row, row.etag);
  const isTracking = row.id === trackingIssue;
  if (isTracking) await syncMentions(store, github, row, clock());
  if (!answer) {
    await putAnswer(store, row.id, null, clock());
    return false;
  }
  const { thread, etag } = answer;
  const { kind, title, state, stateAt, updatedAt, body } = thread;
  const movedTo = thread.id && thread.id !== row.id ? thread.id : null;
  await putAnswer(store, row.id, { kind, title, state, stateAt, updatedAt, etag, movedTo }, clock());
  if (isTracking) {
    await putBody(store, row.id, body, clock());
    const links = linkedThreads(body, `${row.owner}/${row.repo}`).filter((id) => id !== row.id);
    for (const id of links) await addThread(store, id, { kind: "issue", state: "unknown", title: id });
    await putLinks(
      store,
      row.id,
      "body",
      links.map((id) => ({ id, title: null })),
      clock(),
    );
  }
  return true;
}

/** Once a day, like the issue itself: threads anywhere that name it. They are shown as candidates and linked to nothing. */
async function searchMentions({ store, clock }: WorkContext, github: Github): Promise<void> {
  try {
    await putLinks(store, trackingIssue, "search", await searchThreads(github, trackingIssue), clock());
  } catch (error) {
    // Whatever a search is refused for, tomorrow's finds the same threads.
    if (!isAppError(error) || error.code === "interrupted") throw error;
  }
}

async function syncMentions(store: WorkContext["store"], github: Github, row: ThreadRow, at: Date): Promise<void> {
  const mark = row.timeline ? (JSON.parse(row.timeline) as TimelineMark) : null;
  const found = await fetchMentions(github, row, mark);
  if (!found) return;
  await putLinks(store, row.id, "timeline", found.mentions, at);
  await putTimelineMark(store, row.id, found.mark);
}
