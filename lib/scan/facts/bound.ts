import { afterAngles, find, isChar, isIdent, isPathSeparator, isSameWord, isWord, name } from "#lib/rust/cursor";
import { Kind } from "#lib/rust/tokens";
import type { Place, Sink } from "#lib/scan/facts/sink";
import { beginsClosure, type Walk } from "#lib/scan/facts/spawns";
import { spawns } from "#lib/scan/facts/vocabulary";

/** Tokens that are looked through, after such a statement for its name, before a call for what is called. */
const NEAR = 1024;

/**
 * `let task = async move { … };`, also in a box, whose name a spawner gets further on is read as what is handed to that spawner. Gives the end of
 * the statement, or null for every other one.
 */
export function readBound(sink: Sink, i: number, to: number, place: Place, walk: Walk): number | null {
  const { tokens } = sink;
  if (!isWord(tokens, i, "let")) return null;
  const at = isWord(tokens, i + 1, "mut") ? i + 2 : i + 1;
  if (!isIdent(tokens, at)) return null;
  const equals = isChar(tokens, at + 1, ":") ? find(tokens, at + 2, to, "=;") : at + 1;
  const from = unboxed(sink, equals + 1);
  if (!isChar(tokens, equals, "=") || !beginsClosure(sink, from)) return null;
  const end = find(tokens, equals + 1, to, ";");
  const spawner = handedTo(sink, at, end, Math.min(to, end + NEAR));
  if (!spawner) return null;
  const inside = sink.scope("spawn", spawner, { ...place, depth: place.depth + 1 }, [], sink.at(from, end));
  walk(sink, { from, to: end }, inside);
  return end;
}

/** Inside of `Box::new(…)` and `Box::pin(…)`. */
function unboxed({ tokens }: Sink, i: number): number {
  const boxes = isWord(tokens, i, "Box") && (isWord(tokens, i + 3, "new") || isWord(tokens, i + 3, "pin"));
  return boxes && isChar(tokens, i + 4, "(") ? i + 5 : i;
}

/** The first spawner that has the variable at `bound` among its arguments, spelled like that of a spawn's scope. */
function handedTo(sink: Sink, bound: number, from: number, to: number): string | null {
  const { tokens } = sink;
  for (let i = from; i < to; i++) {
    if (!isSameWord(tokens, i, bound)) continue;
    if (isWord(tokens, i - 1, "let") || isWord(tokens, i - 1, "mut")) return null;
    if (!isChar(tokens, i - 1, "(") && !isChar(tokens, i - 1, ",")) continue;
    const open = openBefore(sink, i, from);
    const callee = isChar(tokens, open, "(") ? calleeBefore(sink, open) : 0;
    if (isIdent(tokens, callee) && spawns(name(tokens, callee))) return spelling(sink, callee);
  }
  return null;
}

function openBefore({ tokens }: Sink, i: number, from: number): number {
  let open = i - 1;
  while (open > from && tokens.kind[open] !== Kind.open)
    open = tokens.kind[open] === Kind.close && tokens.match[open]! >= 0 ? tokens.match[open]! - 1 : open - 1;
  return open;
}

/** Last word of what is called, before the types that it is given: `spawn` of `spawn::<T>(`. */
function calleeBefore({ tokens }: Sink, open: number): number {
  if (!isChar(tokens, open - 1, ">")) return open - 1;
  for (let i = open - 2; i > open - NEAR && tokens.kind[i] !== Kind.open; i--) {
    if (tokens.kind[i] === Kind.close && tokens.match[i]! >= 0) i = tokens.match[i]!;
    if (isChar(tokens, i, "<") && isPathSeparator(tokens, i - 2) && afterAngles(tokens, i, open) === open) return i - 3;
  }
  return open;
}

/** `.spawn` of a method, `thread::spawn` of a path. */
function spelling({ tokens }: Sink, last: number): string {
  if (isChar(tokens, last - 1, ".")) return `.${name(tokens, last)}`;
  const qualified = isPathSeparator(tokens, last - 2) && isIdent(tokens, last - 3);
  return qualified ? `${name(tokens, last - 3)}::${name(tokens, last)}` : name(tokens, last);
}
