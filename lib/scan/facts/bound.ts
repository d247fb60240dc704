import { find, isChar, isIdent, isPathSeparator, isSameWord, isWord, name } from "#lib/rust/cursor";
import { Kind } from "#lib/rust/tokens";
import type { Place, Sink } from "#lib/scan/facts/sink";
import { beginsClosure, type Walk } from "#lib/scan/facts/spawns";
import { spawns } from "#lib/scan/facts/vocabulary";

/** Tokens after such a statement that are looked through for its name. */
const NEAR = 1024;

/**
 * `let task = async move { … };` whose name a spawner gets further on is read as what is handed to that spawner. Gives the end of
 * the statement, or null for every other one.
 */
export function readBound(sink: Sink, i: number, to: number, place: Place, walk: Walk): number | null {
  const { tokens } = sink;
  if (!isWord(tokens, i, "let")) return null;
  const at = isWord(tokens, i + 1, "mut") ? i + 2 : i + 1;
  if (!isIdent(tokens, at)) return null;
  const equals = isChar(tokens, at + 1, ":") ? find(tokens, at + 2, to, "=;") : at + 1;
  if (!isChar(tokens, equals, "=") || !beginsClosure(sink, equals + 1)) return null;
  const end = find(tokens, equals + 1, to, ";");
  const spawner = handedTo(sink, at, end, Math.min(to, end + NEAR));
  if (!spawner) return null;
  const inside = sink.scope("spawn", spawner, { ...place, depth: place.depth + 1 }, [], sink.at(equals + 1, end));
  walk(sink, { from: equals + 1, to: end }, inside);
  return end;
}

/** The first spawner that has the variable at `bound` among its arguments, spelled like that of a spawn's scope. */
function handedTo(sink: Sink, bound: number, from: number, to: number): string | null {
  const { tokens } = sink;
  for (let i = from; i < to; i++) {
    if (!isSameWord(tokens, i, bound)) continue;
    if (isWord(tokens, i - 1, "let") || isWord(tokens, i - 1, "mut")) return null;
    if (!isChar(tokens, i - 1, "(") && !isChar(tokens, i - 1, ",")) continue;
    const open = openBefore(sink, i, from);
    if (isChar(tokens, open, "(") && isIdent(tokens, open - 1) && spawns(name(tokens, open - 1)))
      return spelling(sink, open - 1);
  }
  return null;
}

function openBefore({ tokens }: Sink, i: number, from: number): number {
  let open = i - 1;
  while (open > from && tokens.kind[open] !== Kind.open)
    open = tokens.kind[open] === Kind.close && tokens.match[open]! >= 0 ? tokens.match[open]! - 1 : open - 1;
  return open;
}

/** `.spawn` of a method, `thread::spawn` of a path. */
function spelling({ tokens }: Sink, last: number): string {
  if (isChar(tokens, last - 1, ".")) return `.${name(tokens, last)}`;
  const qualified = isPathSeparator(tokens, last - 2) && isIdent(tokens, last - 3);
  return qualified ? `${name(tokens, last - 3)}::${name(tokens, last)}` : name(tokens, last);
}
