import { putSeam, type SeamToBook } from "#lib/db/line-rows";
import type { ProjectModel, Store } from "#lib/db/store";

export type FollowedRepository = Pick<
  ProjectModel,
  "id" | "source" | "githubId" | "githubEtag" | "archivedAt" | "formerSources"
>;

/** Remote projects below an address that their host was not asked about since `before`: those never asked about first, then the oldest. */
export function dueRepositories(store: Store, below: string, before: Date): Promise<FollowedRepository[]> {
  return store.client.project.findMany({
    where: {
      ...{ removedAt: null, kind: "remote", source: { startsWith: below } },
      OR: [{ githubAt: null }, { githubAt: { lt: before } }],
    },
    orderBy: [{ githubAt: { sort: "asc", nulls: "first" } }, { slug: "asc" }],
  });
}

export interface RepositoryNews {
  githubId: number;
  githubEtag: string | null;
  archived: boolean;
  /** Where it is now. */
  source: string;
}

/** Books what a host says of a repository, with the seams that this makes, once. `news` is null when nothing has changed. */
export function putRepository(store: Store, known: FollowedRepository, news: RepositoryNews | null, at: Date): void {
  const seams = news ? seamsOf(known, news) : [];
  store.transaction((sql) => {
    const time = at.getTime();
    if (!news) {
      sql.prepare("UPDATE Project SET githubAt = ? WHERE id = ?").run(time, known.id);
      return;
    }
    const { githubId, githubEtag, archived, source } = news;
    const former = JSON.parse(known.formerSources) as string[];
    if (source !== known.source) former.push(known.source);
    const archivedAt = archived ? (known.archivedAt ?? at).getTime() : null;
    sql
      .prepare(
        `UPDATE Project SET githubId = ?, githubEtag = ?, githubAt = ?, archivedAt = ?, source = ?, formerSources = ?
         WHERE id = ? AND source = ?`,
      )
      .run(githubId, githubEtag, time, archivedAt, source, JSON.stringify(former), known.id, known.source);
    for (const seam of seams) putSeam(sql, { projectId: known.id, commitId: null, at, ...seam });
  });
}

function seamsOf({ source, archivedAt }: FollowedRepository, news: RepositoryNews) {
  const seams: Pick<SeamToBook, "kind" | "detail">[] = [];
  if (news.source !== source) seams.push({ kind: "renamed", detail: { from: source, to: news.source } });
  if (news.archived && !archivedAt) seams.push({ kind: "archived", detail: {} });
  if (!news.archived && archivedAt) seams.push({ kind: "archived", detail: { again: true } });
  return seams;
}

/** Its host does not know the repository under its number or name any more: it is asked for by name next time. */
export async function forgetRepository(store: Store, id: string, at: Date): Promise<void> {
  await store.client.project.update({ where: { id }, data: { githubId: null, githubEtag: null, githubAt: at } });
}
