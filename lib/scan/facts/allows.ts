import { after } from "#lib/rust/cursor";
import type { AllowFact } from "#lib/scan/facts/facts";
import type { Sink } from "#lib/scan/facts/sink";

const MARK = "subready:";
const COMMENT = /\/\/+!?\s*subready:\s*allow\(([^)]*)\)[\s:,–—-]*(.*)$/;
const HASH = 35;
const OPEN_SQUARE = 91;

/**
 * `// subready: allow(static-py-cell) reason`: on the line of a finding, or above it, where blank lines, other comments and
 * attributes may stand between.
 */
export function readAllows(sink: Sink): AllowFact[] {
  const { source } = sink.tokens;
  const allows: AllowFact[] = [];
  for (let at = source.indexOf(MARK); at >= 0; at = source.indexOf(MARK, at + 1)) {
    const start = source.lastIndexOf("\n", at) + 1;
    const end = source.indexOf("\n", at);
    const bytes = source.slice(start, end < 0 ? source.length : end).replace(/\r$/, "");
    const comment = COMMENT.exec(Buffer.from(bytes, "latin1").toString("utf8"));
    const next = sink.tokenFrom(at);
    // Inside of a token it is a string that speaks of comments.
    if (!comment || isInside(sink, next - 1, at)) continue;
    const line = sink.lineOfOffset(at);
    const [, slugs = "", reason = ""] = comment;
    allows.push({
      line,
      slugs: slugs
        .split(",")
        .map((slug) => slug.trim())
        .filter(Boolean),
      reason: reason.trim(),
      ...coveredBy(sink, next, start, line),
    });
  }
  return allows;
}

const isInside = ({ tokens }: Sink, index: number, offset: number): boolean =>
  index >= 0 && tokens.end[index]! > offset;

/** The comment's own line when code stands on it, else the lines of the next item's attributes and its first. */
function coveredBy(sink: Sink, next: number, lineStart: number, line: number): Pick<AllowFact, "from" | "to"> {
  const { tokens } = sink;
  if (next > 0 && tokens.start[next - 1]! >= lineStart) return { from: line, to: line };
  if (next >= tokens.count) return { from: line, to: line };
  let item = next;
  while (tokens.first[item] === HASH && tokens.first[item + 1] === OPEN_SQUARE) item = after(tokens, item + 1);
  return { from: sink.line(next), to: sink.line(Math.min(item, tokens.count - 1)) };
}
