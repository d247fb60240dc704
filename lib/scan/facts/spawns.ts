import {
  after,
  afterAngles,
  find,
  group,
  isChar,
  isIdent,
  isPathSeparator,
  isSameWord,
  isWord,
  name,
  type Range,
} from "#lib/rust/cursor";
import { Kind } from "#lib/rust/tokens";
import type { Place, Sink } from "#lib/scan/facts/sink";
import { runsAtOnce, spawnsNamed } from "#lib/scan/facts/vocabulary";

export type Walk = (sink: Sink, range: Range, place: Place) => void;

/** Tokens of one level before a variable that are looked through for where it is given. */
const MOST_STEPS = 1024;
const BOXES = /(^|::)Box::(new|pin)$/;

/**
 * Reads arguments of something that may run them later or on another thread. Closures, async blocks and functions that are named
 * there stand in one scope of kind `spawn`, named as what they are given to; the rest is evaluated where the call stands.
 */
export function readSpawned(sink: Sink, args: Range, to: string, around: Place, walk: Walk): void {
  const { tokens } = sink;
  const place = { ...around, depth: around.depth + 1 };
  const named = spawnsNamed(to.slice(Math.max(to.lastIndexOf("."), to.lastIndexOf(":")) + 1));
  let spawn: Place | null = null;
  const inside = (): Place => {
    spawn ??= sink.scope("spawn", to, place, [], sink.at(args.from, args.to));
    return spawn;
  };
  let plain = args.from;
  let depth = 0;
  for (let i = args.from; i < args.to; ) {
    const begins = beginsArgument(sink, i);
    if (begins && beginsClosure(sink, i)) {
      const end = endOfClosure(sink, i, args.to);
      walk(sink, { from: plain, to: i }, place);
      walk(sink, { from: i, to: end }, inside());
      plain = end;
      i = Math.max(end, i + 1);
    } else if (begins && isIdent(tokens, i)) {
      const path = pathAt(sink, i, args.to);
      const called = isChar(tokens, path.to, "(") && path.to < args.to;
      i = path.to;
      if (called && runsAtOnce(path.last)) i = Math.min(after(tokens, i), args.to);
      // What is in a box stands for itself, and so outside of any call.
      else if (called && BOXES.test(path.text)) depth--;
      else if (depth === 0 && isFunction(path.last) && (called ? named : isNamed(sink, path, args.to, named)))
        sink.calleesOf(inside().scope).add(called ? path.text : (givenBefore(sink, path.from) ?? path.text));
    } else {
      depth += tokens.kind[i] === Kind.open ? 1 : tokens.kind[i] === Kind.close ? -1 : 0;
      i++;
    }
  }
  walk(sink, { from: plain, to: args.to }, place);
}

/** The method calls that follow at `i`, `.map(…).collect()`, each with arguments that are handed on. */
export function readSpawnedChain(sink: Sink, i: number, to: number, given: string, place: Place, walk: Walk): number {
  const { tokens } = sink;
  while (isChar(tokens, i, ".") && isIdent(tokens, i + 1) && i + 1 < to) {
    let open = i + 2;
    if (isPathSeparator(tokens, open) && isChar(tokens, open + 2, "<")) open = afterAngles(tokens, open + 2, to);
    if (!isChar(tokens, open, "(") || open >= to) return i + 2;
    readSpawned(sink, group(tokens, open, to), given, place, walk);
    i = Math.min(after(tokens, open), to);
  }
  return i;
}

/** After a delimiter, a comma or a statement's end. */
function beginsArgument({ tokens }: Sink, i: number): boolean {
  const before = i - 1;
  return tokens.kind[before] === Kind.open || isChar(tokens, before, ",") || isChar(tokens, before, ";");
}

/** A function as an argument of its own; where plain values are as likely, only a path is one. */
function isNamed({ tokens }: Sink, path: PathAt, to: number, named: boolean): boolean {
  const ends = path.to >= to || isChar(tokens, path.to, ",") || tokens.kind[path.to] === Kind.close;
  return ends && (named || path.text.includes("::"));
}

export function beginsClosure({ tokens }: Sink, i: number): boolean {
  return isChar(tokens, i, "|") || isWord(tokens, i, "move") || isWord(tokens, i, "async");
}

/** A closure or an async block reaches to the end of its argument; the commas between its bars are its own. */
function endOfClosure({ tokens }: Sink, i: number, to: number): number {
  while (i < to && isIdent(tokens, i)) i++;
  if (isChar(tokens, i, "|")) i = find(tokens, i + 1, to, "|") + 1;
  return find(tokens, i, to, ",;");
}

/** What the variable at `at` was given before, `let task = work(…);`, when that is a call and nothing more. */
function givenBefore(sink: Sink, at: number): string | null {
  const { tokens } = sink;
  // Outwards through the blocks around it; those beside them are stepped over.
  for (let i = at - 1, steps = 0; i > sink.item && steps < MOST_STEPS && !isWord(tokens, i, "fn"); i--, steps++) {
    if (tokens.kind[i] === Kind.close && tokens.match[i]! >= 0) i = tokens.match[i]!;
    if (!isSameWord(tokens, i, at) || !isWord(tokens, isWord(tokens, i - 1, "mut") ? i - 2 : i - 1, "let")) continue;
    const equals = find(tokens, i + 1, at, "=;");
    const end = find(tokens, equals, at, ";");
    if (!isChar(tokens, equals, "=") || !isIdent(tokens, equals + 1)) return null;
    const path = pathAt(sink, equals + 1, end);
    const whole = isChar(tokens, path.to, "(") && after(tokens, path.to) === end;
    return whole && isFunction(path.last) && !runsAtOnce(path.last) ? path.text : null;
  }
  return null;
}

interface PathAt {
  text: string;
  last: string;
  from: number;
  to: number;
}

/** `a::work`, and `Self::work` for `self.work(…)`, also of a clone. */
function pathAt({ tokens }: Sink, from: number, to: number): PathAt {
  let last = name(tokens, from);
  let text = last;
  let i = from + 1;
  for (; i + 2 < to && isPathSeparator(tokens, i) && isIdent(tokens, i + 2); i += 3) {
    last = name(tokens, i + 2);
    text += `::${last}`;
  }
  if (text === "self") {
    let dot = i;
    while (isChar(tokens, dot, ".") && isWord(tokens, dot + 1, "clone")) dot = after(tokens, dot + 2);
    if (isChar(tokens, dot, ".") && isIdent(tokens, dot + 1) && isChar(tokens, dot + 2, "(") && dot + 2 < to) {
      last = name(tokens, dot + 1);
      return { text: `Self::${last}`, last, from, to: dot + 2 };
    }
  }
  return { text, last, from, to: i };
}

/** Functions are written in lower case; variants, structs and statics are not. */
function isFunction(last: string): boolean {
  const first = last.charCodeAt(0);
  return (first >= 97 && first <= 122) || first === 95;
}
