import { lexer, type Token, type Tokens } from "marked";

/** An item of the tracking issue's lists. */
export interface IssueItem {
  /** Headings above it, outermost first. */
  under: string[];
  /** As written, without its box; Markdown. */
  text: string;
  /** Null without a box. */
  ticked: boolean | null;
}

export interface IssueText {
  items: IssueItem[];
  /** Headings under which there is prose only, with the prose: `Tasks` → `TBA …`. */
  placeholders: { heading: string; text: string }[];
}

/** Reads the lists of an issue's body; code, comments and quotations are no lists. */
export function readIssue(body: string): IssueText {
  const found: IssueText = { items: [], placeholders: [] };
  const under: { depth: number; text: string }[] = [];
  let prose: string[] = [];
  let items = 0;
  const close = () => {
    const heading = under.at(-1);
    if (heading && prose.length > 0 && found.items.length === items)
      found.placeholders.push({ heading: heading.text, text: prose.join("\n") });
    prose = [];
    items = found.items.length;
  };
  for (const token of lexer(body.replaceAll("\r\n", "\n")) as Token[]) {
    if (token.type === "heading") {
      close();
      while ((under.at(-1)?.depth ?? 0) >= token.depth) under.pop();
      under.push({ depth: token.depth, text: token.text.trim() });
    } else if (token.type === "list")
      itemsOf(
        token as Tokens.List,
        under.map(({ text }) => text),
        found.items,
      );
    else if (token.type === "paragraph") prose.push(token.text.trim());
  }
  close();
  return found;
}

function itemsOf(list: Tokens.List, under: string[], items: IssueItem[]): void {
  for (const item of list.items) {
    const own = item.tokens.filter(({ type }) => type !== "list" && type !== "code" && type !== "checkbox");
    const text = own
      .map(({ raw }) => raw.trim())
      .join(" ")
      .replace(/^\[[ xX]\]\s+/, "")
      .trim();
    if (text) items.push({ under, text, ticked: item.task ? item.checked === true : null });
    for (const inner of item.tokens) if (inner.type === "list") itemsOf(inner as Tokens.List, under, items);
  }
}

const LINK =
  /(?:https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\/(?:issues|pull|discussions)\/(\d+))|(?:(?<![\w/])([\w.-]+\/[\w.-]+)?#(\d+)\b)/g;
const CODE = /```[\s\S]*?(?:```|$)|`[^`\n]*`|<!--[\s\S]*?-->/g;

/** Ids of the threads that a text names, in order, each once: by address, by `owner/repo#1`, or by `#1` of its own repository. */
export function linkedThreads(body: string, repository: string): string[] {
  const ids = [...body.replace(CODE, " ").matchAll(LINK)].map(([, name, number, short, own]) =>
    `${name ?? short ?? repository}#${number ?? own}`.toLowerCase(),
  );
  return [...new Set(ids)];
}
