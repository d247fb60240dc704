import type { ThreadModel } from "#lib/db/generated/models";
import type { Store } from "#lib/db/store";
import type { ErrorCode } from "#lib/errors";

export type ThreadRow = ThreadModel;

const ADD = `INSERT OR IGNORE INTO Thread (id, owner, repo, number, kind, state, title, baselineAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const LINK = `INSERT INTO ThreadLink (fromId, toId, how, title, seenAt, source) VALUES (?, ?, ?, ?, ?, 'github')
  ON CONFLICT (fromId, toId, how) DO UPDATE SET title = excluded.title`;

/** A thread as it was known when the program was released. */
export interface KnownThread {
  /** `owner/repo#number` in lower case */
  id: string;
  kind: string;
  state: string;
  title: string;
}

/** Adds threads of a dated list that are not known; what GitHub said itself is never replaced. */
export async function importBaseline(
  store: Store,
  { at, threads }: { at: string; threads: readonly KnownThread[] },
): Promise<void> {
  const known = new Map((await store.client.thread.findMany()).map((row) => [row.id, row]));
  for (const { id, kind, state, title } of threads) {
    const row = known.get(id);
    if (!row) await addThread(store, id, { kind, state, title, baselineAt: new Date(at) });
    else if (!row.fetchedAt && row.baselineAt && row.baselineAt < new Date(at))
      await store.client.thread.update({ where: { id }, data: { kind, state, title, baselineAt: new Date(at) } });
  }
}

interface FirstWords {
  kind: string;
  state: string;
  title: string;
  baselineAt?: Date;
}

/** Begins to follow a thread; does nothing when it is followed. */
export async function addThread(store: Store, id: string, words: FirstWords): Promise<void> {
  const [, owner = "", repo = "", number = "0"] = /^([^/]+)\/([^#]+)#(\d+)$/.exec(id) ?? [];
  const { kind, state, title, baselineAt = null } = words;
  const row = [id, owner, repo, Number(number), kind, state, title, baselineAt?.getTime() ?? null];
  await store.transaction((sql) => sql.prepare(ADD).run(...row));
}

/** Threads that GitHub's REST API can tell of and has not told since `before`: those never told of first, then the oldest. */
export function dueThreads(store: Store, before: Date): Promise<ThreadRow[]> {
  return store.client.thread.findMany({
    where: { kind: { not: "discussion" }, OR: [{ fetchedAt: null }, { fetchedAt: { lt: before } }] },
    orderBy: [{ fetchedAt: { sort: "asc", nulls: "first" } }, { id: "asc" }],
  });
}

export interface ThreadNews {
  kind: string;
  title: string;
  state: string;
  stateAt: Date | null;
  updatedAt: Date;
  etag: string | null;
  movedTo: string | null;
}

/** Books an answer; `news` is null when nothing has changed. */
export async function putAnswer(store: Store, id: string, news: ThreadNews | null, at: Date): Promise<void> {
  await store.client.thread.update({ where: { id }, data: { ...news, fetchedAt: at, failure: null } });
}

export interface ThreadFailure {
  code: ErrorCode;
  message: string;
  remedy: string | null;
}

/** Books a request that failed. What was known stays, but that a thread is gone is known now. */
export async function putThreadFailure(store: Store, id: string, failure: ThreadFailure, at: Date): Promise<void> {
  const gone = failure.code === "gone" ? { state: "gone", stateAt: at, fetchedAt: at } : {};
  await store.client.thread.update({ where: { id }, data: { failure: JSON.stringify({ ...failure, at }), ...gone } });
}

/** Keeps a body, and a version of it when it differs from the last one. Returns whether it does. */
export async function putBody(store: Store, threadId: string, body: string, at: Date): Promise<boolean> {
  const last = await store.client.threadVersion.findFirst({ where: { threadId }, orderBy: { id: "desc" } });
  if (last?.body === body) return false;
  await store.client.threadVersion.create({ data: { threadId, body, seenAt: at, source: "github" } });
  await store.client.thread.update({ where: { id: threadId }, data: { body } });
  return true;
}

export interface LinkedThread {
  id: string;
  title: string | null;
}

/** Adds links that are not known yet. */
export async function putLinks(
  store: Store,
  fromId: string,
  how: "body" | "timeline" | "search",
  links: readonly LinkedThread[],
  at: Date,
): Promise<void> {
  await store.transaction((sql) => {
    const put = sql.prepare(LINK);
    for (const { id: toId, title } of links) put.run(fromId, toId, how, title, at.getTime());
  });
}

export async function putTimelineMark(store: Store, id: string, mark: object): Promise<void> {
  await store.client.thread.update({ where: { id }, data: { timeline: JSON.stringify(mark) } });
}
