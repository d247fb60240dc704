import { parseAttributes } from "#lib/rust/attributes";
import {
  after,
  afterAngles,
  find,
  group,
  isChar,
  isIdent,
  isPathSeparator,
  isWord,
  name,
  type Range,
  splitAtCommas,
} from "#lib/rust/cursor";
import type { Field, Head, Item, RawAttribute } from "#lib/rust/item";
import { parseType } from "#lib/rust/parse-type";
import { parseUse } from "#lib/rust/parse-use";
import { Kind, rangeText, type Tokens, tokenText } from "#lib/rust/tokens";
import type { Type } from "#lib/rust/type";

/** Parses the item whose attributes begin at `i`, or gives null when no item starts there. Never reads past `to`. */
export function parseItem(tokens: Tokens, i: number, to: number): Item | null {
  const { attributes, next } = parseAttributes(tokens, i, to);
  const visible = visibility(tokens, next, to);
  let at = visible.next;
  let word = "";
  let unsafe = false;
  let abi: string | null = null;
  for (; at < to && isIdent(tokens, at); at++) {
    word = tokenText(tokens, at);
    if (word === "unsafe") unsafe = true;
    else if (word === "extern") {
      const named = tokens.kind[at + 1] === Kind.string;
      if (isChar(tokens, named ? at + 2 : at + 1, "{") || isWord(tokens, at + 1, "crate")) break;
      abi = named ? tokenText(tokens, at + 1).replaceAll('"', "") : "C";
      if (named) at++;
    } else if (word === "const" ? !constIsQualifier(tokens, at) : !isQualifier(tokens, at)) break;
  }
  if (at >= to || !isIdent(tokens, at)) return null;
  const head: Head = { from: i, at, attributes, public: visible.public };
  return keyworded(tokens, head, to, word, unsafe, abi) ?? (visible.next === at ? macroCall(tokens, head, to) : null);
}

/** Words that may stand before an item's keyword, when another word follows. */
const isQualifier = (tokens: Tokens, at: number): boolean =>
  isIdent(tokens, at + 1) &&
  (isWord(tokens, at, "async") ||
    isWord(tokens, at, "safe") ||
    isWord(tokens, at, "default") ||
    isWord(tokens, at, "auto"));

const constIsQualifier = (tokens: Tokens, at: number): boolean =>
  isWord(tokens, at + 1, "fn") ||
  isWord(tokens, at + 1, "unsafe") ||
  isWord(tokens, at + 1, "extern") ||
  isWord(tokens, at + 1, "async") ||
  isWord(tokens, at + 1, "impl");

/** `pub`, `pub(crate)`, and `$vis` of a macro, which may be any. */
function visibility(tokens: Tokens, i: number, to: number): { public: boolean; next: number } {
  if (isChar(tokens, i, "$") && isIdent(tokens, i + 1) && isIdent(tokens, i + 2)) return { public: true, next: i + 2 };
  if (!isWord(tokens, i, "pub")) return { public: false, next: i };
  const scoped = isChar(tokens, i + 1, "(") && i + 1 < to;
  return { public: true, next: scoped ? after(tokens, i + 1) : i + 1 };
}

function keyworded(
  tokens: Tokens,
  head: Head,
  to: number,
  word: string,
  unsafe: boolean,
  abi: string | null,
): Item | null {
  const { at } = head;
  switch (word) {
    case "static":
      return staticItem(tokens, head, to);
    case "const":
      return constItem(tokens, head, to);
    case "fn":
      return isIdent(tokens, at + 1) ? fnItem(tokens, head, to, unsafe, abi) : null;
    case "struct":
    case "enum":
      return typeItem(tokens, head, to, isWord(tokens, at, "enum") ? "enum" : "struct");
    case "union":
      return isIdent(tokens, at + 1) ? typeItem(tokens, head, to, "union") : null;
    case "type":
      return isIdent(tokens, at + 1) ? aliasItem(tokens, head, to) : null;
    case "use":
      return parseUse(tokens, head, to);
    case "mod":
      return isIdent(tokens, at + 1) ? modItem(tokens, head, to) : null;
    case "impl":
      return implItem(tokens, head, to, unsafe);
    case "trait":
      return isIdent(tokens, at + 1) ? traitItem(tokens, head, to) : null;
    case "extern":
      return externItem(tokens, head, to);
    case "macro_rules":
      return macroRules(tokens, head, to);
    default:
      return null;
  }
}

/** The name of an item at `i`; inside macros also `$name` and paste's `[<A B>]`. */
function itemName(tokens: Tokens, i: number): { name: string; next: number } | null {
  if (isIdent(tokens, i)) return { name: name(tokens, i), next: i + 1 };
  if (isChar(tokens, i, "$") && isIdent(tokens, i + 1)) return { name: `$${name(tokens, i + 1)}`, next: i + 2 };
  const pasted = isChar(tokens, i, "[") && isChar(tokens, i + 1, "<");
  return pasted ? { name: pastedName(tokens, i), next: after(tokens, i) } : null;
}

/** `[<CELL_ $name:upper>]` makes one word, here `CELL_$name`. */
function pastedName(tokens: Tokens, i: number): string {
  const end = after(tokens, i) - 2;
  return rangeText(tokens, i + 2, end).replace(/:\w+|[^\w$]/g, "");
}

/** `static [mut|ref] NAME: Type = init;` — `ref` is lazy_static's. */
function staticItem(tokens: Tokens, head: Head, to: number): Item | null {
  const marked = isWord(tokens, head.at + 1, "mut") || isWord(tokens, head.at + 1, "ref");
  const named = itemName(tokens, head.at + (marked ? 2 : 1));
  if (!named || !isChar(tokens, named.next, ":")) return null;
  const { type, init, end } = typeAndInit(tokens, named.next + 1, to);
  return { kind: "static", head, name: named.name, mutable: isWord(tokens, head.at + 1, "mut"), type, init, to: end };
}

function constItem(tokens: Tokens, head: Head, to: number): Item | null {
  const named = head.at + (isWord(tokens, head.at + 1, "mut") ? 2 : 1);
  if (!isIdent(tokens, named) || !isChar(tokens, named + 1, ":")) return null;
  const { type, init, end } = typeAndInit(tokens, named + 2, to);
  return { kind: "const", head, name: name(tokens, named), type, init, to: end };
}

function typeAndInit(tokens: Tokens, i: number, to: number): { type: Type; init: Range | null; end: number } {
  const parsed = parseType(tokens, i, to);
  const equals = find(tokens, parsed.next, to, "=;");
  const semicolon = find(tokens, equals, to, ";");
  const init = isChar(tokens, equals, "=") && equals < to ? { from: equals + 1, to: semicolon } : null;
  return { type: parsed.type, init, end: Math.min(semicolon + 1, to) };
}

interface Generics {
  names: string[];
  /** Types that stand for parameters which are left out. */
  defaults: Field[];
  next: number;
}

/** `<T: Bound = Default, 'a, const N: usize>` at `i`: the type parameters, and where it ends. */
function generics(tokens: Tokens, i: number, to: number): Generics {
  if (!isChar(tokens, i, "<") || i >= to) return { names: [], defaults: [], next: i };
  const next = afterAngles(tokens, i, to);
  const names: string[] = [];
  const defaults: Field[] = [];
  for (const part of splitAtCommas(tokens, { from: i + 1, to: next - 1 })) {
    if (!isIdent(tokens, part.from) || isWord(tokens, part.from, "const")) continue;
    const named = name(tokens, part.from);
    names.push(named);
    const equals = defaultAt(tokens, part);
    if (equals < part.to) defaults.push({ name: named, type: parseType(tokens, equals + 1, part.to).type });
  }
  return { names, defaults, next };
}

/** The `=` of a parameter, past the angle brackets of its bounds. */
function defaultAt(tokens: Tokens, part: Range): number {
  let i = part.from;
  for (;;) {
    i = find(tokens, i, part.to, "<=");
    if (i >= part.to || isChar(tokens, i, "=")) return i;
    i = afterAngles(tokens, i, part.to);
  }
}

/** Parameters and result are stepped over: nothing asks for their types. */
function fnItem(tokens: Tokens, head: Head, to: number, unsafe: boolean, abi: string | null): Item {
  const open = generics(tokens, head.at + 2, to).next;
  const end = find(tokens, open, to, "{;");
  const braced = isChar(tokens, end, "{") && end < to;
  return {
    kind: "fn",
    head,
    name: name(tokens, head.at + 1),
    abi,
    unsafe,
    body: braced ? group(tokens, end, to) : null,
    to: Math.min(braced ? after(tokens, end) : end + 1, to),
  };
}

function typeItem(tokens: Tokens, head: Head, to: number, kind: "struct" | "enum" | "union"): Item | null {
  const named = itemName(tokens, head.at + 1);
  if (!named) return null;
  const params = generics(tokens, named.next, to);
  const open = find(tokens, params.next, to, "{;");
  const tupleAt = isChar(tokens, params.next, "(") ? params.next : -1;
  const braced = tupleAt < 0 && isChar(tokens, open, "{") && open < to;
  const fields =
    tupleAt >= 0
      ? tupleFields(tokens, group(tokens, tupleAt, to))
      : braced
        ? bracedFields(tokens, group(tokens, open, to), kind)
        : [];
  return {
    kind,
    head,
    name: named.name,
    generics: params.names,
    defaults: params.defaults,
    fields,
    to: Math.min(braced ? after(tokens, open) : open + 1, to),
  };
}

function bracedFields(tokens: Tokens, body: Range, kind: "struct" | "enum" | "union"): Field[] {
  return splitAtCommas(tokens, body).flatMap((part) => {
    const { attributes, repeated, next } = beforeField(tokens, part);
    const named = itemName(tokens, visibility(tokens, next, part.to).next);
    if (!named || named.next > part.to) return repeated;
    const at = named.next;
    if (kind !== "enum")
      return isChar(tokens, at, ":")
        ? [...repeated, field(named.name, parseType(tokens, at + 1, part.to).type, attributes)]
        : repeated;
    if (at >= part.to) return repeated;
    const payload = isChar(tokens, at, "(")
      ? tupleFields(tokens, group(tokens, at, part.to))
      : isChar(tokens, at, "{")
        ? bracedFields(tokens, group(tokens, at, part.to), "struct")
        : [];
    const prefix = `${named.name}.`;
    const own = payload.map((one) => field(prefix + one.name, one.type, [...attributes, ...(one.attributes ?? [])]));
    return [...repeated, ...own];
  });
}

function tupleFields(tokens: Tokens, body: Range): Field[] {
  return splitAtCommas(tokens, body).map((part, index) => {
    const { attributes, repeated, next } = beforeField(tokens, part);
    if (repeated.length > 0) return REPEATED;
    const at = visibility(tokens, next, part.to).next;
    return field(String(index), parseType(tokens, at, part.to).type, attributes);
  });
}

/** What a macro repeats, `$($name: $type),*`: how often, and with what put in, only its uses say. */
const REPEATED: Field = { name: "$(…)", type: { kind: "path", segments: [{ name: "$(…)", args: [] }] } };

/** What stands before a field or variant: attributes, and what a macro repeats, which may be attributes too. */
function beforeField(tokens: Tokens, { from, to }: Range) {
  const attributes: RawAttribute[] = [];
  const repeated: Field[] = [];
  for (let at = from; ; ) {
    const read = parseAttributes(tokens, at, to);
    attributes.push(...read.attributes);
    const open = read.next + 1;
    if (open >= to || !isChar(tokens, read.next, "$") || !isChar(tokens, open, "("))
      return { attributes, repeated, next: read.next };
    if (!isChar(tokens, open + 1, "#")) repeated.push(REPEATED);
    const end = Math.min(after(tokens, open), to);
    at = end < to && "*+?".includes(tokenText(tokens, end)) ? end + 1 : end;
  }
}

const field = (name: string, type: Type, attributes: RawAttribute[]): Field =>
  attributes.length > 0 ? { name, type, attributes } : { name, type };

function aliasItem(tokens: Tokens, head: Head, to: number): Item | null {
  const params = generics(tokens, head.at + 2, to);
  const equals = find(tokens, params.next, to, "=;");
  if (!isChar(tokens, equals, "=") || equals >= to) return null;
  const parsed = parseType(tokens, equals + 1, to);
  const end = find(tokens, parsed.next, to, ";");
  return {
    kind: "alias",
    head,
    name: name(tokens, head.at + 1),
    generics: params.names,
    defaults: params.defaults,
    type: parsed.type,
    to: Math.min(end + 1, to),
  };
}

function modItem(tokens: Tokens, head: Head, to: number): Item | null {
  const open = head.at + 2;
  const braced = isChar(tokens, open, "{") && open < to;
  if (!braced && !isChar(tokens, open, ";")) return null;
  return {
    kind: "mod",
    head,
    name: name(tokens, head.at + 1),
    body: braced ? group(tokens, open, to) : null,
    to: Math.min(after(tokens, open), to),
  };
}

function implItem(tokens: Tokens, head: Head, to: number, unsafe: boolean): Item | null {
  const params = generics(tokens, head.at + 1, to);
  const negative = isChar(tokens, params.next, "!");
  const first = parseType(tokens, negative ? params.next + 1 : params.next, to);
  const second = isWord(tokens, first.next, "for") ? parseType(tokens, first.next + 1, to) : null;
  const open = find(tokens, second?.next ?? first.next, to, "{;");
  if (!isChar(tokens, open, "{") || open >= to) return null;
  return {
    kind: "impl",
    head,
    generics: params.names,
    unsafe,
    negative,
    trait: second ? first.type : null,
    type: second?.type ?? first.type,
    body: group(tokens, open, to),
    to: Math.min(after(tokens, open), to),
  };
}

function traitItem(tokens: Tokens, head: Head, to: number): Item | null {
  const open = find(tokens, head.at + 2, to, "{;");
  if (!isChar(tokens, open, "{") || open >= to) return null;
  return {
    kind: "trait",
    head,
    name: name(tokens, head.at + 1),
    body: group(tokens, open, to),
    to: Math.min(after(tokens, open), to),
  };
}

function externItem(tokens: Tokens, head: Head, to: number): Item | null {
  if (isWord(tokens, head.at + 1, "crate") && isIdent(tokens, head.at + 2)) {
    const renamed = isWord(tokens, head.at + 3, "as");
    const crate = name(tokens, head.at + 2);
    const end = find(tokens, head.at + 3, to, ";");
    return {
      kind: "extern-crate",
      head,
      name: crate,
      as: renamed ? name(tokens, head.at + 4) : crate,
      to: Math.min(end + 1, to),
    };
  }
  const open = tokens.kind[head.at + 1] === Kind.string ? head.at + 2 : head.at + 1;
  if (!isChar(tokens, open, "{") || open >= to) return null;
  return { kind: "extern-block", head, body: group(tokens, open, to), to: Math.min(after(tokens, open), to) };
}

function macroRules(tokens: Tokens, head: Head, to: number): Item | null {
  const open = head.at + 3;
  if (
    !isChar(tokens, head.at + 1, "!") ||
    !isIdent(tokens, head.at + 2) ||
    open >= to ||
    tokens.kind[open] !== Kind.open
  )
    return null;
  return {
    kind: "macro-rules",
    head,
    name: name(tokens, head.at + 2),
    body: group(tokens, open, to),
    to: Math.min(after(tokens, open), to),
  };
}

/** `path::name! { … }` or `name!(…);` standing where an item may stand. */
function macroCall(tokens: Tokens, head: Head, to: number): Item | null {
  let i = head.at + 1;
  while (isPathSeparator(tokens, i) && isIdent(tokens, i + 2)) i += 3;
  const path = { from: head.at, to: i };
  if (!isChar(tokens, i, "!") || i + 1 >= to || tokens.first[i + 1] === 61) return null;
  const open = isIdent(tokens, i + 1) ? i + 2 : i + 1;
  if (open >= to || tokens.kind[open] !== Kind.open) return null;
  let end = after(tokens, open);
  if (isChar(tokens, end, ";")) end++;
  return {
    kind: "macro-call",
    head,
    path: rangeText(tokens, path.from, path.to),
    last: name(tokens, i - 1),
    body: group(tokens, open, to),
    to: Math.min(end, to),
  };
}
