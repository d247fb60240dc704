import { clean } from "#components/format";

/** What a project's address says about itself: `https://github.com/ijl/orjson.git` or `/srv/git/orjson`. */
export interface Origin {
  source: string;
  kind: string;
  /** Its commits stand for archives of releases and exist nowhere else, so nothing can link to them. */
  archives?: boolean;
}

type Address = Pick<Origin, "source" | "archives">;

/** “ijl/orjson”, or the whole of a local path. */
export function repositoryName({ source, kind }: Origin): string {
  if (kind === "local") return clean(source, 160);
  const parts = source
    .replace(/\/+$/, "")
    .replace(/\.git$/, "")
    .split("/");
  return clean(parts.slice(-2).join("/"), 120);
}

/** Who owns it, for the breadcrumb: “ijl”, or “local”. */
export function ownerName(origin: Origin): string {
  return origin.kind === "local" ? "local" : (repositoryName(origin).split("/")[0] ?? "");
}

/** The repository's page, when it has one that a browser may open. */
export function repositoryUrl({ source }: Address): string | null {
  if (!source.startsWith("https://")) return null;
  return source.replace(/\.git$/, "");
}

export function commitUrl(origin: Address, sha: string): string | null {
  const url = origin.archives ? null : repositoryUrl(origin);
  return url && `${url}/commit/${encodeURIComponent(sha)}`;
}

/** A permalink to lines at one commit. */
export function lineUrl(origin: Address, sha: string, site: { path: string; line: number; endLine?: number }) {
  const url = origin.archives ? null : repositoryUrl(origin);
  if (!url) return null;
  const path = site.path.split("/").map(encodeURIComponent).join("/");
  const end = site.endLine && site.endLine > site.line ? `-L${site.endLine}` : "";
  return `${url}/blob/${encodeURIComponent(sha)}/${path}#L${site.line}${end}`;
}
