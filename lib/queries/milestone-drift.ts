import { readSetting } from "#lib/db/settings";
import type { Store } from "#lib/db/store";
import { type Drift, driftOf, touchedDrift } from "#lib/milestones/drift";
import { milestones } from "#lib/milestones/goals";
import { type Touched, touchedBy, touchedSetting } from "#lib/milestones/hand-read";
import { type DiffLine, inContext, lineDiff } from "#lib/milestones/line-diff";
import { readIssue } from "#lib/milestones/tasks";
import { threadBaseline, trackingIssue } from "#lib/milestones/thread-baseline";
import { commitUrl, threadUrl } from "#lib/queries/milestone-checks";

/** A drift with where it can be seen. */
export interface DriftView extends Pick<Drift, "kind" | "text"> {
  url: string;
}

/** What is known of the tracking issue's own text. */
export interface IssueView {
  /** When GitHub last answered; null while only the shipped list is known. */
  readAt: Date | null;
  /** Of the last request, when it failed. */
  failure: string | null;
  /** Headings with prose in place of a list: `Tasks` → `TBA …`. */
  placeholders: { heading: string; text: string }[];
  /** What the newest version of the text changed, and when it was seen; null when one version is known. */
  changed: { at: Date; lines: DiffLine[] } | null;
  /** Threads elsewhere that name the issue and that nothing here rests on; newest first, as far as GitHub told. */
  candidates: { id: string; title: string; url: string }[];
}

export async function trackingIssueView(store: Store): Promise<IssueView> {
  const [row, versions] = await Promise.all([
    store.client.thread.findUnique({ where: { id: trackingIssue } }),
    store.client.threadVersion.findMany({ where: { threadId: trackingIssue }, orderBy: { id: "desc" }, take: 2 }),
  ]);
  const [now, before] = versions;
  return {
    readAt: row?.fetchedAt ?? null,
    failure: row?.failure ? (JSON.parse(row.failure) as { message: string }).message : null,
    placeholders: row?.body ? readIssue(row.body).placeholders : [],
    candidates: await candidatesOf(store),
    changed: now && before ? { at: now.seenAt, lines: inContext(lineDiff(before.body, now.body), CONTEXT) } : null,
  };
}

/** Lines of the issue that are shown around a difference. */
const CONTEXT = 2;
const MOST_CANDIDATES = 40;

async function candidatesOf(store: Store): Promise<IssueView["candidates"]> {
  const links = await store.client.threadLink.findMany({
    where: { fromId: trackingIssue, how: { in: ["search", "timeline"] } },
    orderBy: { seenAt: "desc" },
  });
  const followed = new Set((await store.client.thread.findMany({ select: { id: true } })).map(({ id }) => id));
  const titles = new Map(links.map(({ toId, title }) => [toId, title ?? ""]));
  return [...titles]
    .filter(([id]) => !followed.has(id))
    .slice(0, MOST_CANDIDATES)
    .map(([id, title]) => ({ id, title, url: threadUrl(id) }));
}

/** What does not agree, by milestone; those without any are left out. */
export async function milestoneDrift(
  store: Store,
  states: readonly { id: string; met: number; of: number }[],
): Promise<Map<string, DriftView[]>> {
  const rows = await store.client.thread.findMany({ select: { id: true, state: true, body: true, fetchedAt: true } });
  const noted = await readSetting(store, touchedSetting);
  const touched = noted ? (JSON.parse(noted) as Touched) : null;
  const body = rows.find(({ id }) => id === trackingIssue)?.body;
  const issue = body ? readIssue(body) : null;
  const before = new Map(threadBaseline.threads.map(({ id, state }) => [id, state]));
  const changes = rows.flatMap(({ id, state, fetchedAt }) =>
    fetchedAt ? [{ id, before: before.get(id) ?? "unknown", now: state }] : [],
  );
  const found = milestones.map(({ id, wording, threads, checks }): [string, DriftView[]] => {
    const { met = 0, of = 0 } = states.find((state) => state.id === id) ?? {};
    const named = new Set([...threads, ...checks.flatMap((check) => check.threads)]);
    const about = changes.filter((change) => named.has(change.id));
    const read = checks.flatMap((check) => {
      const change = touchedBy(check, touched);
      return change ? [touchedDrift(check.title, change)] : [];
    });
    const drifts = [...driftOf({ wording, met, of }, issue, about), ...read];
    return [id, drifts.map(({ kind, text, shownBy }) => ({ kind, text, url: urlOf(id, shownBy) }))];
  });
  return new Map(found.filter(([, drifts]) => drifts.length > 0));
}

function urlOf(milestone: string, shownBy: Drift["shownBy"]): string {
  if (shownBy === null) return `/milestones/${milestone}#checks`;
  return "sha" in shownBy ? commitUrl(shownBy.sha) : threadUrl(shownBy.thread);
}
