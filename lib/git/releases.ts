import { dateOf } from "./commit";
import { runGit } from "./git";

/** A tag that names a version, and where it stands to a line of commits. */
export interface ReleaseTag {
  tag: string;
  /** Its own commit. */
  sha: string;
  at: Date;
  /** The commit of the line that it is, or at which its branch left the line. */
  on: string;
}

/** A tag that names a version, and the commit that it stands at. */
export type VersionTag = Pick<ReleaseTag, "tag" | "sha">;

export async function versionTags(gitDir: string): Promise<VersionTag[]> {
  const options = { gitDir, failure: { subject: `\`${gitDir}\`` } };
  const format = "%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objectname)";
  const listed = await runGit(["for-each-ref", `--format=${format}`, "--sort=version:refname", "refs/tags"], options);
  return listed.toString("utf8").split("\n").flatMap(tagOf);
}

/** All tags that name a version and have a commit of this line among their first parents, in order of the line. */
export async function readReleases(
  gitDir: string,
  line: readonly string[],
  tags?: readonly VersionTag[],
): Promise<ReleaseTag[]> {
  const options = { gitDir, failure: { subject: `\`${gitDir}\`` } };
  tags ??= await versionTags(gitDir);
  if (tags.length === 0) return [];
  const input = tags.map(({ sha }) => `${sha}\n`).join("");
  const walked = await runGit(["rev-list", "--stdin", "--ignore-missing", "--timestamp", "--parents"], {
    ...options,
    input,
  });
  const commits = new Map(walked.toString("latin1").split("\n").map(walkedOf));
  const order = new Map(line.map((sha, position) => [sha, position]));
  const releases = tags.flatMap(({ tag, sha }): ReleaseTag[] => {
    const own = commits.get(sha);
    let on: string | undefined = sha;
    while (on !== undefined && !order.has(on)) on = commits.get(on)?.parent;
    return own && on !== undefined ? [{ tag, sha, at: own.at, on }] : [];
  });
  return releases.sort((a, b) => order.get(a.on)! - order.get(b.on)!);
}

/** `v1.2`, `1.2.3rc1`, `py-0.20.1`; not `nightly` or `latest-2024`. */
const VERSION = /\d+\.\d+/;

function tagOf(row: string): VersionTag[] {
  const [tag = "", type, own = "", target] = row.split("\0");
  const sha = type === "tag" ? target : own;
  return VERSION.test(tag) && sha ? [{ tag, sha }] : [];
}

function walkedOf(row: string): [sha: string, { at: Date; parent: string | undefined }] {
  const [seconds, sha = "", parent] = row.split(" ");
  return [sha, { at: dateOf(Number(seconds)), parent }];
}
