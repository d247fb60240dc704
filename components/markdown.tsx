import { marked, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode } from "react";
import { clean } from "#components/format";
import { Words } from "#components/words";

const longest = 4000;

/** Markdown as elements. It never becomes HTML text, so markup inside it is shown, not obeyed. */
export function Markdown({ text }: { text: string }) {
  return keyed(marked.lexer(text), block);
}

function block(token: Token): ReactNode {
  switch (token.type) {
    case "paragraph":
      return <p>{keyed(token.tokens, inline)}</p>;
    case "text":
      return token.tokens ? keyed(token.tokens, inline) : inline(token);
    case "heading":
      return <h3>{keyed(token.tokens, inline)}</h3>;
    case "list":
      return <List list={token as Tokens.List} />;
    case "code":
      return <pre className="log">{token.text}</pre>;
    case "blockquote":
      return <blockquote>{keyed(token.tokens, block)}</blockquote>;
    case "space":
    case "hr":
    case "def":
      return null;
    default:
      return <p>{clean(token.raw, longest)}</p>;
  }
}

function List({ list }: { list: Tokens.List }) {
  const items = keyed(list.items, (item) => <li>{keyed(item.tokens, block)}</li>);
  return list.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
}

function inline(token: Token): ReactNode {
  switch (token.type) {
    case "text":
    case "escape":
      return <Words text={token.text} cap={longest} />;
    case "codespan":
      return <code>{clean(token.text, longest)}</code>;
    case "strong":
      return <strong>{keyed(token.tokens, inline)}</strong>;
    case "em":
      return <em>{keyed(token.tokens, inline)}</em>;
    case "br":
      return <br />;
    case "link":
      return <Reference link={token as Tokens.Link} />;
    default:
      return clean(token.raw, longest);
  }
}

/** Only addresses of the web and of this site are links. */
function Reference({ link }: { link: Tokens.Link }) {
  const words = keyed(link.tokens, inline);
  return /^(https?:\/\/|\/(?!\/)|#)/.test(link.href) ? <a href={link.href}>{words}</a> : words;
}

function keyed<T>(tokens: T[] | undefined, show: (token: T) => ReactNode): ReactNode {
  // The order of a parsed text never changes, so a place in it is an identity.
  return (tokens ?? []).map((token, place) => <Fragment key={String(place)}>{show(token)}</Fragment>);
}
