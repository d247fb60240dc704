import {
  find,
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
import type { Head, ItemOf, UseLeaf } from "#lib/rust/item";
import type { Tokens } from "#lib/rust/tokens";

/** `use a::{b as c, d::*};` → one leaf for each name that it binds. */
export function parseUse(tokens: Tokens, head: Head, to: number): ItemOf<"use"> {
  const semicolon = find(tokens, head.at + 1, to, ";");
  const leaves: UseLeaf[] = [];
  tree(tokens, { from: head.at + 1, to: semicolon }, [], leaves, 0);
  return { kind: "use", head, leaves, to: Math.min(semicolon + 1, to) };
}

function tree(tokens: Tokens, range: Range, prefix: string[], leaves: UseLeaf[], depth: number): void {
  const path = [...prefix];
  let i = range.from;
  if (isPathSeparator(tokens, i)) i += 2;
  while (i < range.to) {
    if (isChar(tokens, i, "{")) {
      if (depth < 32)
        for (const part of splitAtCommas(tokens, group(tokens, i, range.to)))
          tree(tokens, part, path, leaves, depth + 1);
      return;
    }
    if (isChar(tokens, i, "*")) {
      leaves.push({ path, name: "*", at: i });
      return;
    }
    const own = isOwnCrate(tokens, i);
    if (own) i++;
    else if (!isIdent(tokens, i)) return;
    path.push(own ? "$crate" : name(tokens, i));
    if (isPathSeparator(tokens, i + 1)) {
      i += 3;
      continue;
    }
    const renamed = isWord(tokens, i + 1, "as") && i + 2 < range.to;
    const self = path.at(-1) === "self" && path.length > 1;
    if (self) path.pop();
    leaves.push({ path, name: renamed ? name(tokens, i + 2) : (path.at(-1) ?? ""), at: i });
    return;
  }
}
