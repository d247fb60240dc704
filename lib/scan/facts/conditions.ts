import { after, find, group, isChar, isWord, type Range } from "#lib/rust/cursor";
import type { RawAttribute } from "#lib/rust/item";
import { Kind, rangeText, type Tokens } from "#lib/rust/tokens";

/** Predicates of the `#[cfg(…)]` among some attributes, as written. */
export function conditionsOf(tokens: Tokens, attributes: RawAttribute[]): string[] {
  const conditions: string[] = [];
  for (const { path, args } of attributes) if (path === "cfg") conditions.push(rangeText(tokens, args.from, args.to));
  return conditions;
}

/** One arm of a conditional macro: its tokens, and what must hold for them to be compiled. */
export interface Arm {
  body: Range;
  cfg: string[];
}

/** `cfg_if! { if #[cfg(a)] { … } else if #[cfg(b)] { … } else { … } }` → arms with the earlier ones negated. */
export function cfgIfArms(tokens: Tokens, body: Range): Arm[] {
  const arms: Arm[] = [];
  const earlier: string[] = [];
  for (let i = body.from; i < body.to; ) {
    const hash = find(tokens, i, body.to, "#{");
    if (hash >= body.to) break;
    let predicate: string | null = null;
    let open = hash;
    if (isChar(tokens, hash, "#")) {
      const inside = group(tokens, hash + 1, body.to);
      const parens = find(tokens, inside.from, inside.to, "(");
      const args = group(tokens, parens, inside.to);
      predicate = rangeText(tokens, args.from, args.to);
      open = find(tokens, after(tokens, hash + 1), body.to, "{");
    }
    if (open >= body.to) break;
    arms.push({ body: group(tokens, open, body.to), cfg: [...earlier, ...(predicate ? [predicate] : [])] });
    if (predicate) earlier.push(`not(${predicate})`);
    i = after(tokens, open);
  }
  return arms;
}

/** `cfg_select! { a => { … } _ => { … } }` → the same. */
export function cfgSelectArms(tokens: Tokens, body: Range): Arm[] {
  const arms: Arm[] = [];
  const earlier: string[] = [];
  for (let i = body.from; i < body.to; ) {
    const arrow = find(tokens, i, body.to, "=");
    const nested = isChar(tokens, arrow + 1, ">");
    if (!nested) {
      i = arrow + 1;
      continue;
    }
    const predicate = isWord(tokens, i, "_") ? null : rangeText(tokens, i, arrow);
    const open = arrow + 2;
    const braced = tokens.kind[open] === Kind.open;
    const end = braced ? after(tokens, open) : find(tokens, open, body.to, ",");
    arms.push({
      body: braced ? group(tokens, open, body.to) : { from: open, to: end },
      cfg: [...earlier, ...(predicate ? [predicate] : [])],
    });
    if (predicate) earlier.push(`not(${predicate})`);
    i = isChar(tokens, end, ",") ? end + 1 : end;
  }
  return arms;
}
