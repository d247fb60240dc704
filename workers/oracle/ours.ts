import { extractFacts } from "#lib/scan/facts/extract";
import type { FileFacts } from "#lib/scan/facts/facts";
import type { Seen } from "#workers/oracle/theirs";

/** What our facts say stands in a file, as `line kind name`; an impl is known by its line. */
export function ourItems(bytes: Uint8Array): Set<string> {
  const facts = extractFacts(bytes);
  return new Set([...itemsOf(facts)].map(([kind, name, line]) => keyOf({ kind, name, line })));
}

/** Both sides name an item alike: without `r#`, without spaces in a path. */
export function keyOf({ kind, name, line }: Pick<Seen, "kind" | "name" | "line">): string {
  return kind === "impl" ? `${line} impl` : `${line} ${kind} ${name.replace(/\s|r#/g, "")}`;
}

function* itemsOf(facts: FileFacts): Generator<[Seen["kind"], string, number]> {
  for (const { name, at } of facts.statics) yield ["static", name, at.line];
  for (const { name, at } of facts.types) yield ["type", name, at.line];
  for (const { name, at } of facts.fns) yield ["fn", name, at.line];
  for (const { at } of facts.impls) yield ["impl", "", at.line];
  for (const { name, at } of facts.modules) yield ["mod", name, at.line];
  for (const { kind, name, at } of facts.scopes) if (kind === "mod") yield ["mod", name, at.line];
  for (const { name, at } of facts.macroDefs) yield ["macro-rules", name, at.line];
  for (const { path, at } of facts.macros) yield ["macro-call", path, at.line];
}
