import { find, isChar, isIdent, isPathSeparator, isSameWord, isWord, name, type Range } from "#lib/rust/cursor";
import { parseType } from "#lib/rust/parse-type";
import { Kind, type Tokens, tokenText } from "#lib/rust/tokens";
import type { Type } from "#lib/rust/type";
import type { CastFact } from "#lib/scan/facts/facts";
import type { Place, Sink } from "#lib/scan/facts/sink";

const NUMBERS = new Set(["usize", "isize", "u64", "i64"]);
/** Expressions that may be the address of a Python object. */
const MAY_BE_OBJECT = /type_object_raw\(|_ptr\(|_Type\b|\bPy[A-Z_]/;
const AS_PTR = /^[\p{XID_Start}_]\p{XID_Continue}*(?:\.\w+\(\))*\.as_ptr\(\)/u;
/** Tokens that are looked back through for the beginning of an expression, and for a variable's declaration. */
const MOST_BACK = { operand: 64, declaration: 1500 };

/** Whether an `as` that makes a number of something stands at `i`. */
export function isCast({ tokens }: Sink, i: number): boolean {
  return isWord(tokens, i, "as") && isIdent(tokens, i + 1) && NUMBERS.has(tokenText(tokens, i + 1));
}

/** Keeps the cast whose `as` stands at `i`, when a Python object's address may be what is cast. */
export function readCast(sink: Sink, i: number, place: Place): void {
  const { tokens } = sink;
  const from = operandBefore(tokens, i);
  if (from >= i) return;
  // `p as usize`, `p as *mut u8 as usize`
  const alone = isIdent(tokens, from) && (i === from + 1 || isWord(tokens, from + 1, "as"));
  const given = alone ? givenTo(sink, from) : { from, to: i };
  const value = given ? sink.text(given) : "";
  if (!MAY_BE_OBJECT.test(value)) return;
  const cast: CastFact = { scope: place.scope, cfg: place.cfg, at: sink.at(from, i + 2), value };
  const receiver = AS_PTR.test(value) ? declared(sink, given!.from) : null;
  if (receiver) cast.receiver = receiver;
  const into = fieldOf(tokens, from);
  if (into) cast.into = into;
  sink.facts.casts ??= [];
  sink.facts.casts.push(cast);
}

/** Where the expression before an `as` begins: after the comma, bracket, `=`, `:` or `|` before it. */
function operandBefore(tokens: Tokens, at: number): number {
  let i = at - 1;
  for (let steps = 0; i >= 0 && steps < MOST_BACK.operand; steps++) {
    const kind = tokens.kind[i]!;
    if (kind === Kind.open) break;
    if (kind === Kind.close) i = tokens.match[i]! >= 0 ? tokens.match[i]! : i;
    else if (kind === Kind.punct) {
      if (isChar(tokens, i, ",") || isChar(tokens, i, ";") || isChar(tokens, i, "=") || isChar(tokens, i, "|")) break;
      if (isChar(tokens, i, ":") && !isPathSeparator(tokens, i - 1)) break;
      if (isChar(tokens, i, ":")) i--;
    } else if (isWord(tokens, i, "return")) break;
    i--;
  }
  return i + 1;
}

/** What the `let` before a variable gave to it, nearest first. */
function givenTo({ tokens, item }: Sink, variable: number): Range | null {
  for (let i = variable - 1, steps = 0; i > item && steps < MOST_BACK.declaration; i--, steps++) {
    if (!isSameWord(tokens, i, variable)) continue;
    const binds = isWord(tokens, i - 1, "let") || (isWord(tokens, i - 1, "mut") && isWord(tokens, i - 2, "let"));
    if (!binds) continue;
    const equals = find(tokens, i + 1, variable, "=;");
    return isChar(tokens, equals, "=") ? { from: equals + 1, to: find(tokens, equals + 1, variable, ";") } : null;
  }
  return null;
}

/** Type that a parameter or `let` before a variable declares for it, nearest first. */
function declared({ tokens, item }: Sink, variable: number): Type | null {
  for (let i = variable - 1, steps = 0; i > item && steps < MOST_BACK.declaration; i--, steps++) {
    if (isSameWord(tokens, i, variable) && isChar(tokens, i + 1, ":") && !isPathSeparator(tokens, i + 1))
      return parseType(tokens, i + 2, variable).type;
    if (isWord(tokens, i, "fn")) return null;
  }
  return null;
}

/** The struct literal's field that a value beginning at `from` fills. */
function fieldOf(tokens: Tokens, from: number): CastFact["into"] | null {
  if (!isChar(tokens, from - 1, ":") || !isIdent(tokens, from - 2)) return null;
  let i = from - 3;
  while (i >= 0 && tokens.kind[i] !== Kind.open) i = tokens.match[i]! >= 0 ? tokens.match[i]! - 1 : i - 1;
  if (!isChar(tokens, i, "{") || !isIdent(tokens, i - 1)) return null;
  let start = i - 1;
  while (isPathSeparator(tokens, start - 2) && isIdent(tokens, start - 3)) start -= 3;
  const path: string[] = [];
  for (let at = start; at < i; at += 3) path.push(name(tokens, at));
  return { path: path.join("::"), field: name(tokens, from - 2) };
}
