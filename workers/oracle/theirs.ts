import { createRequire } from "node:module";
import { Language, type Node, Parser, Query } from "web-tree-sitter";

/** One item as a second reader of Rust sees it. */
export interface Seen {
  kind: "static" | "type" | "fn" | "impl" | "mod" | "macro-rules" | "macro-call";
  name: string;
  /** 1-based line of the keyword, or of a macro's path. */
  line: number;
  /** The grammar could not read the item itself. */
  broken: boolean;
}

const KINDS: Record<string, { kind: Seen["kind"]; keyword: string | null; name: string }> = {
  static_item: { kind: "static", keyword: "static", name: "name" },
  struct_item: { kind: "type", keyword: "struct", name: "name" },
  enum_item: { kind: "type", keyword: "enum", name: "name" },
  union_item: { kind: "type", keyword: "union", name: "name" },
  type_item: { kind: "type", keyword: "type", name: "name" },
  function_item: { kind: "fn", keyword: "fn", name: "name" },
  impl_item: { kind: "impl", keyword: "impl", name: "type" },
  mod_item: { kind: "mod", keyword: "mod", name: "name" },
  macro_definition: { kind: "macro-rules", keyword: "macro_rules!", name: "name" },
  macro_invocation: { kind: "macro-call", keyword: null, name: "macro" },
};

/** Where a macro call stands among items: elsewhere it is an expression, a type or a pattern. */
const AMONG_ITEMS = new Set(["source_file", "declaration_list"]);

/** Reads Rust with the grammar of tree-sitter; needed by no scan. */
export async function treeSitter(): Promise<(text: string) => Seen[]> {
  await Parser.init();
  const wasm = createRequire(import.meta.url).resolve("tree-sitter-rust/tree-sitter-rust.wasm");
  const rust = await Language.load(wasm);
  const parser = new Parser().setLanguage(rust);
  const query = new Query(
    rust,
    `[${Object.keys(KINDS)
      .map((type) => `(${type})`)
      .join(" ")}] @item`,
  );
  return (text) => {
    const tree = parser.parse(text);
    if (!tree) return [];
    const seen = query.captures(tree.rootNode).flatMap(({ node }) => seenAs(node));
    tree.delete();
    return seen;
  };
}

function seenAs(node: Node): Seen[] {
  const { kind, keyword, name } = KINDS[node.type]!;
  const around = node.parent?.type === "expression_statement" ? node.parent.parent : node.parent;
  if (kind === "macro-call" && !AMONG_ITEMS.has(around?.type ?? "")) return [];
  // What an extern block declares is defined elsewhere.
  if (around?.parent?.type === "foreign_mod_item") return [];
  const word = keyword === null ? node : node.children.find((child) => child?.type === keyword);
  const named = node.childForFieldName(name);
  if (!word || !named) return [];
  return [{ kind, name: named.text, line: word.startPosition.row + 1, broken: isBroken(node) }];
}

/** An error inside the item, or around it. */
function isBroken(node: Node): boolean {
  if (node.hasError) return true;
  for (let at: Node | null = node; at; at = at.parent) if (at.isError) return true;
  return false;
}
