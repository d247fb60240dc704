import type { Context } from "#lib/commands/context";
import { openMirror, type Tracked } from "#lib/commands/mirror-of";
import { type ErrorCode, isAppError } from "#lib/errors";
import type { Repository } from "#lib/git/repository";

export interface ExcerptRequest {
  project: Tracked;
  sha: string;
  path: string;
  line: number;
  endLine: number;
}

export interface CodeLine {
  number: number;
  text: string;
  hit: boolean;
}

/** Lines around a place, or why they cannot be shown. */
export type Excerpt = { lines: CodeLine[]; cut: boolean } | { lines: null; reason: string };

// The error itself names folders of this machine, which is nobody else's business.
const reasons: Partial<Record<ErrorCode, string>> = {
  "not-a-repository": "The mirror of this repository is not on this machine.",
  "no-such-revision": "The mirror no longer has this commit.",
  corrupt: "The mirror of this repository is damaged.",
};
const linesAround = 4;
const mostHitLines = 24;
const longestLine = 240;
const mostBytes = 4 * 1024 * 1024;

/** Reads code as text from the mirror at a commit. It is never checked out, never run, and nothing is fetched for it. */
export async function readExcerpt(ctx: Context, request: ExcerptRequest): Promise<Excerpt> {
  let repository: Repository | null = null;
  try {
    repository = await openMirror(ctx, request.project);
    const bytes = await blobAt(repository, request.sha, request.path);
    return bytes ? excerptOf(bytes, request) : missing("The mirror does not hold this file at this commit.");
  } catch (error) {
    if (!isAppError(error)) throw error;
    return missing(reasons[error.code] ?? "The repository cannot be read at this moment.");
  } finally {
    await repository?.close();
  }
}

async function blobAt(repository: Repository, sha: string, path: string): Promise<Uint8Array | null> {
  const commit = await repository.resolve(sha);
  const entry = (await repository.tree(commit.sha)).find((candidate) => candidate.path === path);
  if (!entry?.mode.startsWith("100")) return null;
  let found: Uint8Array | null = null;
  await repository.blobs([entry.oid], (_oid, bytes) => {
    found = bytes;
  });
  return found;
}

/** Cuts the lines of a place and some around them; long files, places and lines are capped. */
export function excerptOf(bytes: Uint8Array, place: { line: number; endLine: number }): Excerpt {
  if (bytes.length > mostBytes) return missing("The file is too large to show.");
  const all = new TextDecoder().decode(bytes).split(/\r\n|\r|\n/);
  if (place.line > all.length) return missing("The file ends before this line.");
  const lastHit = Math.min(place.endLine, place.line + mostHitLines - 1);
  const first = Math.max(1, place.line - linesAround);
  const last = Math.min(all.length, lastHit + linesAround);
  const lines = all.slice(first - 1, last).map((text, index) => {
    const number = first + index;
    return { number, text: shortened(text), hit: number >= place.line && number <= lastHit };
  });
  return { lines, cut: lastHit < place.endLine };
}

function shortened(text: string): string {
  return text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
}

function missing(reason: string): Excerpt {
  return { lines: null, reason };
}
