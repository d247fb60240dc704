import type { Type } from "#lib/rust/type";

/** Spells a type without path prefixes, lifetimes or spacing choices: two spellings of one type read the same. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case "path": {
      const last = type.segments.at(-1);
      if (!last) return type.self ? typeText(type.self) : "_";
      return last.args.length ? `${last.name}<${last.args.map(typeText).join(", ")}>` : last.name;
    }
    case "pointer":
      return `*${type.mutable ? "mut" : "const"} ${typeText(type.to)}`;
    case "reference":
      return `&${type.mutable ? "mut " : ""}${typeText(type.to)}`;
    case "array":
      return `[${typeText(type.of)}; _]`;
    case "slice":
      return `[${typeText(type.of)}]`;
    case "tuple":
      return `(${type.of.map(typeText).join(", ")})`;
    case "fn":
      return `fn(${type.inputs.map(typeText).join(", ")})${type.output ? ` -> ${typeText(type.output)}` : ""}`;
    case "dyn":
    case "impl":
      return `${type.kind} ${type.bounds.map(typeText).join(" + ")}`;
    case "opaque":
      return type.text;
  }
}

/** `a::b::C` of a path type, generics left out; null for any other type. */
export function typePath(type: Type): string | null {
  return type.kind === "path" && !type.self && type.segments.length
    ? type.segments.map((s) => s.name).join("::")
    : null;
}
