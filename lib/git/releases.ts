import { dateOf } from "./commit";
import { runGit } from "./git";
import { namesVersion, readTags, type Tag } from "./tags";

/** A tag that names a version, and where it stands to a line of commits. */
export interface ReleaseTag extends Tag {
  at: Date;
  /** The commit of the line that it is, or at which its branch left the line. */
  on: string;
}

/** All tags that name a version and have a commit of this line among their first parents, in order of the line. */
export async function readReleases(
  gitDir: string,
  line: readonly string[],
  tags?: readonly Tag[],
): Promise<ReleaseTag[]> {
  const options = { gitDir, failure: { subject: `\`${gitDir}\`` } };
  const versions = (tags ?? (await readTags(gitDir))).filter(namesVersion);
  if (versions.length === 0) return [];
  const input = versions.map(({ sha }) => `${sha}\n`).join("");
  const walked = await runGit(["rev-list", "--stdin", "--ignore-missing", "--timestamp", "--parents"], {
    ...options,
    input,
  });
  const commits = new Map(walked.toString("latin1").split("\n").map(walkedOf));
  const order = new Map(line.map((sha, position) => [sha, position]));
  const releases = versions.flatMap(({ tag, sha }): ReleaseTag[] => {
    const own = commits.get(sha);
    let on: string | undefined = sha;
    while (on !== undefined && !order.has(on)) on = commits.get(on)?.parent;
    return own && on !== undefined ? [{ tag, sha, at: own.at, on }] : [];
  });
  return releases.sort((a, b) => order.get(a.on)! - order.get(b.on)!);
}

function walkedOf(row: string): [sha: string, { at: Date; parent: string | undefined }] {
  const [seconds, sha = "", parent] = row.split(" ");
  return [sha, { at: dateOf(Number(seconds)), parent }];
}
