import { runGit } from "./git";

export interface Tag {
  tag: string;
  /** The commit that it stands at. */
  sha: string;
}

/** Every tag, the lowest version first. */
export async function readTags(gitDir: string): Promise<Tag[]> {
  const options = { gitDir, failure: { subject: `\`${gitDir}\`` } };
  const format = "%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objectname)";
  const listed = await runGit(["for-each-ref", `--format=${format}`, "--sort=version:refname", "refs/tags"], options);
  return listed.toString("utf8").split("\n").flatMap(tagOf);
}

function tagOf(row: string): Tag[] {
  const [tag = "", type, own = "", target] = row.split("\0");
  const sha = type === "tag" ? target : own;
  return sha ? [{ tag, sha }] : [];
}

/** `v1.2`, `1.2.3rc1`, `py-0.20.1`; not `nightly` or `latest-2024`. */
export const namesVersion = ({ tag }: Tag): boolean => /\d+\.\d+/.test(tag);

/** The tag at this very commit that names a release best. */
export function releaseAt(tags: readonly Tag[], sha: string): string | null {
  const here = tags
    .filter((one) => one.sha === sha)
    .map(({ tag }) => tag)
    .reverse();
  const numbered = (tag: string) => /\d/.test(tag);
  const final = (tag: string) => /^\D*\d+(\.\d+)*$/.test(tag);
  return here.find(final) ?? here.find(numbered) ?? here[0] ?? null;
}
