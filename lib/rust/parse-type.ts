import {
  after,
  afterAngles,
  group,
  isChar,
  isIdent,
  isOwnCrate,
  isPathSeparator,
  isWord,
  name,
  type Range,
  splitAtCommas,
} from "#lib/rust/cursor";
import { Kind, rangeText, type Tokens, tokenText } from "#lib/rust/tokens";
import type { Segment, Type } from "#lib/rust/type";

/** Types nested deeper than this are kept as text: no person wrote them. */
const MOST_DEPTH = 64;

export interface Parsed {
  type: Type;
  next: number;
}

/** Parses the type at token `i`, never past `to`; what is not a type becomes `opaque` and moves at least one token. */
export function parseType(tokens: Tokens, i: number, to: number, depth = 0): Parsed {
  if (i >= to) return { type: { kind: "opaque", text: "" }, next: to };
  if (depth > MOST_DEPTH) return { type: { kind: "opaque", text: "…" }, next: after(tokens, i) };
  const deeper = depth + 1;
  if (isIdent(tokens, i))
    return KEYWORDS.has(tokenText(tokens, i)) ? keyworded(tokens, i, to, deeper) : path(tokens, i, to, deeper);
  if (isChar(tokens, i, "&")) return reference(tokens, i + 1, to, deeper);
  if (isChar(tokens, i, "*")) {
    const inner = parseType(tokens, i + 2, to, deeper);
    return { type: { kind: "pointer", mutable: isWord(tokens, i + 1, "mut"), to: inner.type }, next: inner.next };
  }
  if (isChar(tokens, i, "(")) return tuple(tokens, i, to, deeper);
  if (isChar(tokens, i, "[")) return arrayOrSlice(tokens, i, to, deeper);
  if (isChar(tokens, i, "<")) return qualified(tokens, i, to, deeper);
  if (isPathSeparator(tokens, i) || isOwnCrate(tokens, i)) return path(tokens, i, to, deeper);
  // A macro's parameter: `$t`.
  if (isChar(tokens, i, "$") && isIdent(tokens, i + 1) && i + 1 < to)
    return { type: { kind: "path", segments: [{ name: `$${name(tokens, i + 1)}`, args: [] }] }, next: i + 2 };
  return { type: { kind: "opaque", text: rangeText(tokens, i, i + 1) }, next: after(tokens, i) };
}

const KEYWORDS = new Set(["dyn", "impl", "for", "unsafe", "safe", "extern", "fn"]);

/** A type that a keyword begins; some of these words are names elsewhere. */
function keyworded(tokens: Tokens, i: number, to: number, depth: number): Parsed {
  if (isWord(tokens, i, "dyn") && !isPathSeparator(tokens, i + 1)) return bounds(tokens, i + 1, to, "dyn", depth);
  if (isWord(tokens, i, "impl")) return bounds(tokens, i + 1, to, "impl", depth);
  if (isWord(tokens, i, "for") && isChar(tokens, i + 1, "<"))
    return parseType(tokens, afterAngles(tokens, i + 1, to), to, depth);
  const fn = fnKeyword(tokens, i, to);
  return fn > 0 ? fnPointer(tokens, fn, to, depth) : path(tokens, i, to, depth);
}

/** The type a whole range spells. */
export function typeOf(tokens: Tokens, range: Range): Type {
  return parseType(tokens, range.from, range.to).type;
}

function reference(tokens: Tokens, start: number, to: number, depth: number): Parsed {
  let i = start;
  if (tokens.kind[i] === Kind.lifetime) i++;
  const mutable = isWord(tokens, i, "mut");
  const inner = parseType(tokens, mutable ? i + 1 : i, to, depth);
  return { type: { kind: "reference", mutable, to: inner.type }, next: inner.next };
}

function tuple(tokens: Tokens, i: number, to: number, depth: number): Parsed {
  const inside = group(tokens, i, to);
  const of = splitAtCommas(tokens, inside).map((part) => parseType(tokens, part.from, part.to, depth).type);
  const next = Math.min(after(tokens, i), to);
  const single = of.length === 1 && !isChar(tokens, inside.to - 1, ",");
  return { type: single ? of[0]! : { kind: "tuple", of }, next };
}

function arrayOrSlice(tokens: Tokens, i: number, to: number, depth: number): Parsed {
  const inside = group(tokens, i, to);
  const element = parseType(tokens, inside.from, inside.to, depth);
  const kind = isChar(tokens, element.next, ";") && element.next < inside.to ? "array" : "slice";
  return { type: { kind, of: element.type }, next: Math.min(after(tokens, i), to) };
}

/** `<T as Trait>::Name`: the trait path with `self` set, so that a resolver may try. */
function qualified(tokens: Tokens, i: number, to: number, depth: number): Parsed {
  const self = parseType(tokens, i + 1, to, depth);
  const segments: Segment[] = [];
  if (isWord(tokens, self.next, "as")) {
    const of = parseType(tokens, self.next + 1, to, depth).type;
    if (of.kind === "path") segments.push(...of.segments);
  }
  let next = afterAngles(tokens, i, to);
  if (isPathSeparator(tokens, next)) {
    const rest = path(tokens, next + 2, to, depth);
    if (rest.type.kind === "path") segments.push(...rest.type.segments);
    next = rest.next;
  }
  return { type: { kind: "path", segments, self: self.type }, next: Math.max(next, i + 1) };
}

function bounds(tokens: Tokens, start: number, to: number, kind: "dyn" | "impl", depth: number): Parsed {
  const found: Type[] = [];
  let i = start;
  while (i < to) {
    if (tokens.kind[i] === Kind.lifetime) i++;
    else if (isChar(tokens, i, "?") || isChar(tokens, i, "~")) i++;
    else if (isWord(tokens, i, "use") && isChar(tokens, i + 1, "<")) i = afterAngles(tokens, i + 1, to);
    else if (isIdent(tokens, i) || isChar(tokens, i, "(") || isPathSeparator(tokens, i)) {
      const bound = parseType(tokens, i, to, depth);
      found.push(bound.type);
      i = bound.next;
    } else break;
    if (!isChar(tokens, i, "+")) break;
    i++;
  }
  return { type: { kind, bounds: found }, next: i };
}

/** Index of `fn` when `i` starts a function pointer type, else 0. */
function fnKeyword(tokens: Tokens, i: number, to: number): number {
  let at = i;
  if (isWord(tokens, at, "unsafe") || isWord(tokens, at, "safe")) at++;
  if (isWord(tokens, at, "extern")) at += tokens.kind[at + 1] === Kind.string ? 2 : 1;
  return at < to && isWord(tokens, at, "fn") && isChar(tokens, at + 1, "(") ? at : 0;
}

function fnPointer(tokens: Tokens, fn: number, to: number, depth: number): Parsed {
  const inputs = splitAtCommas(tokens, group(tokens, fn + 1, to)).map((part) => {
    const named =
      isIdent(tokens, part.from) && isChar(tokens, part.from + 1, ":") && !isPathSeparator(tokens, part.from + 1);
    return parseType(tokens, named ? part.from + 2 : part.from, part.to, depth).type;
  });
  const result = returned(tokens, Math.min(after(tokens, fn + 1), to), to, depth);
  return {
    type: { kind: "fn", inputs, output: result?.type ?? null },
    next: result?.next ?? Math.min(after(tokens, fn + 1), to),
  };
}

function returned(tokens: Tokens, i: number, to: number, depth: number): Parsed | null {
  return i + 1 < to && isChar(tokens, i, "-") && isChar(tokens, i + 1, ">")
    ? parseType(tokens, i + 2, to, depth)
    : null;
}

function path(tokens: Tokens, start: number, to: number, depth: number): Parsed {
  const segments: Segment[] = [];
  let i = isPathSeparator(tokens, start) ? start + 2 : start;
  if (isOwnCrate(tokens, i)) {
    segments.push({ name: "$crate", args: [] });
    i += isPathSeparator(tokens, i + 2) ? 4 : 2;
  }
  while (i < to && isIdent(tokens, i)) {
    const segment: Segment = { name: name(tokens, i++), args: [] };
    segments.push(segment);
    const turbofish = isPathSeparator(tokens, i) && isChar(tokens, i + 2, "<");
    const angle = turbofish ? i + 2 : i;
    if (isChar(tokens, angle, "<") && angle < to) {
      const end = afterAngles(tokens, angle, to);
      segment.args = genericArguments(
        tokens,
        { from: angle + 1, to: isChar(tokens, end - 1, ">") ? end - 1 : end },
        depth,
      );
      i = end;
    } else if (isChar(tokens, i, "(") && i < to && segment.name.startsWith("Fn")) {
      i = Math.min(after(tokens, i), to);
      i = returned(tokens, i, to, depth)?.next ?? i;
    }
    if (!isPathSeparator(tokens, i) || i + 2 >= to) break;
    i += 2;
  }
  if (isChar(tokens, i, "!") && i + 1 < to && tokens.kind[i + 1] === Kind.open) {
    return {
      type: { kind: "opaque", text: rangeText(tokens, start, after(tokens, i + 1)) },
      next: after(tokens, i + 1),
    };
  }
  return { type: { kind: "path", segments }, next: Math.max(i, start + 1) };
}

/** Type arguments and the types of associated bindings; lifetimes and constants are left out. */
function genericArguments(tokens: Tokens, range: Range, depth: number): Type[] {
  const args: Type[] = [];
  for (const part of splitAtCommas(tokens, range)) {
    const kind = tokens.kind[part.from];
    if (kind === Kind.lifetime || kind === Kind.number || kind === Kind.string || kind === Kind.char) continue;
    if (isChar(tokens, part.from, "{") || isChar(tokens, part.from, "-")) continue;
    const bound = isIdent(tokens, part.from) && isChar(tokens, part.from + 1, "=");
    args.push(parseType(tokens, bound ? part.from + 2 : part.from, part.to, depth).type);
  }
  return args;
}
