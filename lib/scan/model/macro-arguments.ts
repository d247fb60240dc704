import { splitAtCommas } from "#lib/rust/cursor";
import { lex } from "#lib/rust/lexer";
import { typeOf } from "#lib/rust/parse-type";
import type { Type } from "#lib/rust/type";

/** A type with a macro's parameters replaced by the arguments that stand at their places. */
export function withArguments(type: Type, params: readonly string[], args: string): Type {
  if (!params.some((name) => name !== "")) return type;
  const tokens = lex(Buffer.from(args));
  const parts = splitAtCommas(tokens, { from: 0, to: tokens.count });
  const given = new Map<string, Type>();
  params.forEach((name, index) => {
    const part = parts[index];
    if (name !== "" && part) given.set(name, typeOf(tokens, part));
  });
  return replaced(type, given);
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
