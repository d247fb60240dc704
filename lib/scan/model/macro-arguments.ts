import { type Range, splitAtCommas } from "#lib/rust/cursor";
import { lex } from "#lib/rust/lexer";
import { typeOf } from "#lib/rust/parse-type";
import { rangeText, type Tokens } from "#lib/rust/tokens";
import type { Type } from "#lib/rust/type";

/** A type with a macro's parameters replaced by the arguments that stand at their places. */
export function withArguments(type: Type, params: readonly string[], args: string): Type {
  const given = argumentsOf(params, args, typeOf);
  return given.size > 0 ? replaced(type, given) : type;
}

/** The same for a text; `paste!` makes one name of `[<$name Error>]`. */
export function textWithArguments(text: string, params: readonly string[], args: string): string {
  if (!text.includes("$")) return text;
  const given = argumentsOf(params, args, (tokens, { from, to }) => rangeText(tokens, from, to));
  return text
    .replace(/\$\w+/g, (name) => given.get(name) ?? name)
    .replace(/\[<([\w\s]+)>\]/g, (_, parts: string) => parts.replace(/\s+/g, ""));
}

/** What `read` makes of the arguments that stand at the places of named parameters. */
function argumentsOf<T>(
  params: readonly string[],
  args: string,
  read: (tokens: Tokens, part: Range) => T,
): Map<string, T> {
  const given = new Map<string, T>();
  if (!params.some((name) => name !== "")) return given;
  const tokens = lex(Buffer.from(args));
  const parts = splitAtCommas(tokens, { from: 0, to: tokens.count });
  params.forEach((name, index) => {
    const part = parts[index];
    if (name !== "" && part) given.set(name, read(tokens, part));
  });
  return given;
}

function replaced(type: Type, given: ReadonlyMap<string, Type>): Type {
  const inside = (of: Type): Type => replaced(of, given);
  switch (type.kind) {
    case "path": {
      const [first] = type.segments;
      const whole = type.segments.length === 1 && first ? given.get(first.name) : undefined;
      return whole ?? { ...type, segments: type.segments.map((s) => ({ ...s, args: s.args.map(inside) })) };
    }
    case "pointer":
    case "reference":
      return { ...type, to: inside(type.to) };
    case "array":
    case "slice":
      return { ...type, of: inside(type.of) };
    case "tuple":
      return { ...type, of: type.of.map(inside) };
    default:
      return type;
  }
}
