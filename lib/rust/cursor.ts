import { Kind, spelled, type Tokens, tokenText } from "#lib/rust/tokens";

const HASH = 35;
const COMMA = 44;
const MINUS = 45;
const SEMICOLON = 59;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;

/** A half-open range of token indexes. */
export interface Range {
  from: number;
  to: number;
}

export const isIdent = (tokens: Tokens, i: number): boolean => i < tokens.count && tokens.kind[i] === Kind.ident;

export const isWord = (tokens: Tokens, i: number, word: string): boolean =>
  isIdent(tokens, i) &&
  tokens.first[i] === word.charCodeAt(0) &&
  tokens.end[i]! - tokens.start[i]! === word.length &&
  tokens.source.startsWith(word, tokens.start[i]!);

/** Whether two identifiers are spelled alike. */
export function isSameWord({ bytes, kind, first, start, end }: Tokens, i: number, j: number): boolean {
  const length = end[j]! - start[j]!;
  if (kind[i] !== Kind.ident || first[i] !== first[j] || end[i]! - start[i]! !== length) return false;
  for (let at = 1; at < length; at++) if (bytes[start[i]! + at] !== bytes[start[j]! + at]) return false;
  return true;
}

export const isChar = (tokens: Tokens, i: number, char: string): boolean =>
  tokens.first[i] === char.charCodeAt(0) && tokens.kind[i]! > Kind.number;

/** `::` is two tokens that touch. */
export const isPathSeparator = (tokens: Tokens, i: number): boolean =>
  isChar(tokens, i, ":") && isChar(tokens, i + 1, ":") && tokens.start[i + 1] === tokens.end[i];

/** `$crate`, as macro definitions spell the crate that they stand in. */
export const isOwnCrate = (tokens: Tokens, i: number): boolean =>
  isChar(tokens, i, "$") && isWord(tokens, i + 1, "crate");

/** An identifier without its `r#`. */
export function name(tokens: Tokens, i: number): string {
  const start = tokens.start[i]!;
  const raw = tokens.bytes[start + 1] === HASH && tokens.end[i]! > start + 1;
  return raw ? spelled(tokens, start + 2, tokens.end[i]!) : tokenText(tokens, i);
}

/** Inside of a delimited group that opens at `i`. An unclosed group is empty, so that what follows it is read once, where it stands. */
export function group(tokens: Tokens, i: number, to: number): Range {
  const end = tokens.match[i]!;
  return { from: i + 1, to: end > i ? Math.min(end, to) : i + 1 };
}

/** Index after the token or whole group at `i`. */
export function after(tokens: Tokens, i: number): number {
  const end = tokens.match[i]!;
  return end > i ? end + 1 : i + 1;
}

/** Tokens of one level that are looked through for an end; text without ends (a broken or hostile file) must not cost n². */
const MOST_STEPS = 1024;

/** First index in [i, to) whose token is one of `chars` (at most three), stepping over groups; else where the enclosing group or the patience ends. */
export function find(tokens: Tokens, i: number, to: number, chars: string): number {
  const { kind, first } = tokens;
  const one = chars.charCodeAt(0);
  const two = chars.charCodeAt(1);
  const three = chars.charCodeAt(2);
  for (let steps = 0; i < to && steps < MOST_STEPS; steps++) {
    if (kind[i]! > Kind.number) {
      const byte = first[i];
      if (byte === one || byte === two || byte === three || kind[i] === Kind.close) return i;
    }
    i = after(tokens, i);
  }
  return Math.min(i, to);
}

/** Index after the `>` that closes the `<` at `i`; arrows do not close. */
export function afterAngles(tokens: Tokens, i: number, to: number): number {
  const { kind, first } = tokens;
  let depth = 0;
  for (let steps = 0; i < to && steps < MOST_STEPS; steps++) {
    if (kind[i]! > Kind.number) {
      const byte = first[i];
      if (kind[i] === Kind.close || byte === SEMICOLON) return i;
      if (byte === LESS) depth++;
      else if (byte === GREATER && !isArrow(tokens, i) && --depth === 0) return i + 1;
    }
    i = after(tokens, i);
  }
  return Math.min(i, to);
}

/** Whether the `>` at `i` ends `->` or `=>`. */
function isArrow({ kind, first }: Tokens, i: number): boolean {
  return kind[i - 1] === Kind.punct && (first[i - 1] === MINUS || first[i - 1] === EQUALS);
}

/** Splits a range at top-level commas, angle brackets respected; empty parts are dropped. */
export function splitAtCommas(tokens: Tokens, range: Range): Range[] {
  const { kind, first } = tokens;
  const parts: Range[] = [];
  let from = range.from;
  let angles = 0;
  for (let i = range.from; i < range.to; ) {
    if (kind[i] === Kind.punct) {
      const byte = first[i];
      if (byte === LESS) angles++;
      else if (byte === GREATER && angles > 0 && !isArrow(tokens, i)) angles--;
      else if (byte === COMMA && angles === 0) {
        if (i > from) parts.push({ from, to: i });
        from = i + 1;
      }
    }
    i = Math.min(after(tokens, i), range.to);
  }
  if (range.to > from) parts.push({ from, to: range.to });
  return parts;
}
