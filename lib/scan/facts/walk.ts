import { parseAttributes } from "#lib/rust/attributes";
import { after, find, group, isChar, isIdent, isPathSeparator, isWord, type Range } from "#lib/rust/cursor";
import type { Item } from "#lib/rust/item";
import { parseItem } from "#lib/rust/parse-item";
import { Kind, tokenText } from "#lib/rust/tokens";
import { maySpeak, readMethod, readPath } from "#lib/scan/facts/bodies";
import { readBound } from "#lib/scan/facts/bound";
import { isCast, readCast } from "#lib/scan/facts/casts";
import { type Arm, cfgIfArms, cfgSelectArms, conditionsOf } from "#lib/scan/facts/conditions";
import { keepItem } from "#lib/scan/facts/items";
import type { Place, Sink } from "#lib/scan/facts/sink";
import { holdsItems } from "#lib/scan/facts/vocabulary";

const BANG = 33;
const HASH = 35;
const DOLLAR = 36;
const OPEN_PAREN = 40;
const STAR = 42;
const PLUS = 43;
const DOT = 46;
const COLON = 58;
const SEMICOLON = 59;
const QUESTION = 63;
const LETTER_A = 97;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Items nested deeper than this are not looked into; the coverage says so. */
const MOST_DEPTH = 120;

const STARTS_ITEM = new Set([
  "pub",
  "static",
  "const",
  "fn",
  "struct",
  "enum",
  "union",
  "type",
  "use",
  "mod",
  "impl",
  "trait",
  "extern",
  "unsafe",
  "async",
  "default",
  "auto",
  "safe",
  "macro_rules",
]);

/** First letter and length, which most other words that begin a statement (`let`, `if`, `match`) share with none of them. */
const shape = (first: number, length: number): number => first * 256 + Math.min(length, 255);
const STARTS_ITEM_SHAPES = new Set([...STARTS_ITEM].map((word) => shape(word.charCodeAt(0), word.length)));

/**
 * Walks a file, item by item. `begins` is told where one begins, and gives where to go on: further on when what stands there
 * is said already. Where something else than an item stands, the rest is walked as one.
 */
export function walkFile(sink: Sink, range: Range, begins: (token: number) => number): void {
  const place: Place = { scope: 0, cfg: [], by: "static", depth: 0 };
  let i = range.from;
  for (;;) {
    while (i < range.to && isChar(sink.tokens, i, ";")) i++;
    if (i >= range.to) return;
    const after = begins(i);
    const next = after > i ? after : itemAt(sink, i, range.to, place);
    if (next === i) break;
    i = next;
  }
  walk(sink, { from: i, to: range.to }, place);
}

/** Reads an item of a file; gives `i` back when none begins there. */
function itemAt(sink: Sink, i: number, to: number, place: Place): number {
  const { kind, first } = sink.tokens;
  if (kind[i] === Kind.ident) return statement(sink, i, to, place);
  const opens = kind[i] === Kind.punct && (first[i] === HASH || (first[i] === DOLLAR && isVisibility(sink, i)));
  return opens ? parsed(sink, i, to, place) : i;
}

/** Takes the item that is parsed from here; gives `i` back when none is. */
function parsed(sink: Sink, i: number, to: number, place: Place): number {
  const item = parseItem(sink.tokens, i, to);
  return item ? takeItem(sink, item, place) : i;
}

/** Walks items and expressions alike: tokens in order, an item wherever a statement may begin. */
function walk(sink: Sink, range: Range, place: Place): void {
  if (place.depth > MOST_DEPTH) {
    sink.facts.problems.push({ line: sink.line(range.from), message: "nested too deeply, contents not read" });
    return;
  }
  const { kind, first } = sink.tokens;
  let boundary = true;
  for (let i = range.from; i < range.to; ) {
    const is = kind[i]!;
    const byte = first[i]!;
    const begins: boolean = boundary;
    boundary =
      is > Kind.number && (byte === SEMICOLON || byte === OPEN_BRACE || byte === CLOSE_BRACE || isRepetition(sink, i));
    if (is === Kind.ident) {
      const next = begins ? (readBound(sink, i, range.to, place, walk) ?? statement(sink, i, range.to, place)) : i;
      if (next > i) boundary = true;
      if (byte === LETTER_A && next === i && isCast(sink, i)) readCast(sink, i, place);
      i = next > i ? next : maySpeak(sink, i) ? readPath(sink, i, range.to, place, walk) : i + 1;
      // What was read may end in a block: `if cfg!(…) { … }`.
      boundary ||= first[i - 1] === CLOSE_BRACE && kind[i - 1]! > Kind.number;
    } else if (is === Kind.punct && byte === HASH) {
      i = begins ? attributed(sink, i, range.to, place) : conditional(sink, i, range.to, place);
      boundary = begins;
    } else if (is === Kind.punct && byte === DOLLAR && begins && isVisibility(sink, i)) {
      i = attributed(sink, i, range.to, place);
      boundary = true;
    } else if (is === Kind.punct && byte === DOT) i = readMethod(sink, i, range.to, place, walk);
    else i++;
  }
}

/** `$(` and `)*` of a macro's body: an item may begin after them. */
function isRepetition({ tokens }: Sink, i: number): boolean {
  const { first, kind, match } = tokens;
  const byte = first[i];
  if (byte === OPEN_PAREN) return isChar(tokens, i - 1, "$");
  if (byte !== STAR && byte !== PLUS && byte !== QUESTION) return false;
  const close = kind[i - 1] === Kind.close ? i - 1 : i - 2;
  return kind[close] === Kind.close && match[close]! > 0 && isChar(tokens, match[close]! - 1, "$");
}

/** `$vis`, when an item's keyword follows. */
const isVisibility = ({ tokens }: Sink, i: number): boolean =>
  isIdent(tokens, i + 1) && isIdent(tokens, i + 2) && STARTS_ITEM.has(tokenText(tokens, i + 2));

/** Reads an item that begins here; gives `i` back when none does. */
function statement(sink: Sink, i: number, to: number, place: Place): number {
  return mayStartItem(sink, i, place) ? parsed(sink, i, to, place) : i;
}

/** Reads what stands under attributes where a statement may begin: an item or an expression. */
function attributed(sink: Sink, i: number, to: number, place: Place): number {
  const next = parsed(sink, i, to, place);
  return next > i ? next : conditional(sink, i, to, place);
}

function mayStartItem(sink: Sink, i: number, place: Place): boolean {
  const { tokens } = sink;
  const next = tokens.first[i + 1];
  if (next !== BANG && next !== COLON) {
    const may = STARTS_ITEM_SHAPES.has(shape(tokens.first[i]!, tokens.end[i]! - tokens.start[i]!));
    return may && STARTS_ITEM.has(tokenText(tokens, i));
  }
  // A path from the root of all crates may follow: `use ::pyo3::prelude::*`.
  if (isWord(tokens, i, "use") || isWord(tokens, i, "impl")) return true;
  let last = i;
  while (isPathSeparator(tokens, last + 1) && isIdent(tokens, last + 3)) last += 3;
  if (tokens.first[last + 1] !== BANG) return false;
  // In a function a macro call is an expression, unless what it holds are items.
  return !sink.inBody(place.scope) || holdsItems(tokenText(tokens, last));
}

function takeItem(sink: Sink, item: Item, place: Place): number {
  const { tokens } = sink;
  const cfg = conditionsOf(tokens, item.head.attributes);
  const here = cfg.length ? { ...place, cfg: [...place.cfg, ...cfg] } : place;
  if (item.kind === "macro-call") {
    if (item.last === "cfg_if") return arms(sink, cfgIfArms(tokens, item.body), here, item.to);
    if (item.last === "cfg_select") return arms(sink, cfgSelectArms(tokens, item.body), here, item.to);
  }
  keepItem(sink, item, here, walk);
  return item.to;
}

function arms(sink: Sink, all: Arm[], place: Place, to: number): number {
  for (const arm of all) walk(sink, arm.body, { ...place, cfg: [...place.cfg, ...arm.cfg], depth: place.depth + 1 });
  return to;
}

/** Attributes before an expression: their conditions hold up to the end of that statement, field or element. */
function conditional(sink: Sink, i: number, to: number, place: Place): number {
  const { tokens } = sink;
  const { attributes, next } = parseAttributes(tokens, i, to);
  const cfg = conditionsOf(tokens, attributes);
  if (next === i) return i + 1;
  if (cfg.length === 0) return next;
  const end = endOfExpression(sink, next, to);
  walk(sink, { from: next, to: end }, { ...place, cfg: [...place.cfg, ...cfg], depth: place.depth + 1 });
  return end;
}

/** A `,` or `;`, or the block that ends an expression statement. */
function endOfExpression(sink: Sink, from: number, to: number): number {
  const { tokens } = sink;
  let i = from;
  for (;;) {
    i = find(tokens, i, to, ",;{");
    if (i >= to) return to;
    if (!isChar(tokens, i, "{")) return i;
    const next = after(tokens, i);
    const goes =
      isChar(tokens, next, ".") ||
      isChar(tokens, next, "?") ||
      isWord(tokens, next, "else") ||
      isChar(tokens, next, ",") ||
      isChar(tokens, next, ";");
    if (!goes) return Math.min(next, to);
    i = next;
  }
}

/** Inner attributes (`#![cfg(…)]`) that open a file or a block. */
export function innerConditions(sink: Sink, range: Range): { cfg: string[]; from: number } {
  const { tokens } = sink;
  let from = range.from;
  const cfg: string[] = [];
  while (
    isChar(tokens, from, "#") &&
    isChar(tokens, from + 1, "!") &&
    isChar(tokens, from + 2, "[") &&
    from < range.to
  ) {
    const inside = group(tokens, from + 2, range.to);
    if (isWord(tokens, inside.from, "cfg")) cfg.push(sink.text(group(tokens, inside.from + 1, inside.to)));
    from = after(tokens, from + 2);
  }
  return { cfg, from: Math.min(from, range.to) };
}
