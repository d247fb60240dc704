import { after, group, isChar, isIdent, isPathSeparator, isWord, name } from "#lib/rust/cursor";
import type { RawAttribute } from "#lib/rust/item";
import { Kind, type Tokens } from "#lib/rust/tokens";

/** Reads the attributes that start at `i`; `next` is the first token after them. */
export function parseAttributes(tokens: Tokens, i: number, to: number): { attributes: RawAttribute[]; next: number } {
  const attributes: RawAttribute[] = [];
  while (i < to && isChar(tokens, i, "#")) {
    const inner = isChar(tokens, i + 1, "!");
    const open = inner ? i + 2 : i + 1;
    if (!isChar(tokens, open, "[")) break;
    attributes.push(attribute(tokens, i, open, to, inner));
    i = Math.min(after(tokens, open), to);
  }
  return { attributes, next: i };
}

function attribute(tokens: Tokens, at: number, open: number, to: number, inner: boolean): RawAttribute {
  const inside = group(tokens, open, to);
  let i = inside.from;
  let end = inside.to;
  // Edition 2024: `#[unsafe(no_mangle)]`.
  if (isWord(tokens, i, "unsafe") && isChar(tokens, i + 1, "(")) {
    const unsafe = group(tokens, i + 1, end);
    i = unsafe.from;
    end = unsafe.to;
  }
  let path = "";
  while (i < end && (isIdent(tokens, i) || isPathSeparator(tokens, i))) {
    if (isIdent(tokens, i)) path += name(tokens, i++);
    else {
      path += "::";
      i += 2;
    }
  }
  let args = { from: i, to: i };
  if (i < end && tokens.kind[i] === Kind.open) args = group(tokens, i, end);
  else if (isChar(tokens, i, "=") && i < end) args = { from: i + 1, to: end };
  return { path, at, args, inner };
}
