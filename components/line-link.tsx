import { Breakable, clean, fileName, shortSha } from "#components/format";
import { lineUrl, type Origin } from "#components/source";

interface Lines {
  path: string;
  line: number;
  endLine?: number;
}

interface LineLinkProps {
  origin: Origin;
  /** The commit that the lines belong to; null when it is not known. */
  sha: string | null;
  lines: Lines;
  /** Only the file's own name, when the path stands nearby. */
  brief?: boolean;
}

/** Address of some lines at a commit; only GitHub's addresses are known well enough to make them up. */
export function permalink(origin: Origin, sha: string | null, lines: Lines): string | null {
  if (!sha || !origin.source.startsWith("https://github.com/")) return null;
  return lineUrl(origin, sha, lines);
}

/** `src/lib.rs:239`, as a permalink where the source has one. */
export function LineLink({ origin, sha, lines, brief = false }: LineLinkProps) {
  const path = clean(lines.path);
  const text = `${brief ? fileName(path) : path}:${lines.line}`;
  const href = permalink(origin, sha, lines);
  if (!href)
    return (
      <code title={path}>
        <Breakable text={text} />
      </code>
    );
  return (
    <a href={href} title={`${path}:${lines.line}, at ${shortSha(sha ?? "")}`}>
      <code>
        <Breakable text={text} />
      </code>
    </a>
  );
}
