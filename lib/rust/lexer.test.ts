import { describe, expect, test } from "vitest";
import { lex } from "#lib/rust/lexer";
import { Kind, rangeText, type Tokens, tokenText } from "#lib/rust/tokens";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const lexed = (text: string): Tokens => lex(bytes(text));
const texts = (tokens: Tokens): string[] => Array.from({ length: tokens.count }, (_, i) => tokenText(tokens, i));
const kinds = (text: string): string[] => {
  const tokens = lexed(text);
  const names = Object.fromEntries(Object.entries(Kind).map(([name, code]) => [code, name]));
  return Array.from({ length: tokens.count }, (_, i) => names[tokens.kind[i]!]!);
};

describe("literals", () => {
  test.each([
    ['"a \\" b"', "string"],
    ['b"bytes"', "string"],
    ['c"text"', "string"],
    ['r"raw \\"', "string"],
    ['r#"has " inside"#', "string"],
    ['br##"has "# inside"##', "string"],
    ['cr#"has " inside"#', "string"],
    ["'x'", "char"],
    ["'\\''", "char"],
    ["'\\u{1F600}'", "char"],
    ["'('", "char"],
    ["b'\\n'", "char"],
    ["'é'", "char"],
    ["'😀'", "char"],
    ["'static", "lifetime"],
    ["'_", "lifetime"],
    ["0xFF_u8", "number"],
    ["1_000.5e-3f64", "number"],
    ["r#type", "ident"],
    ["größe", "ident"],
  ])("%s is one %s", (text, kind) => {
    expect(kinds(text)).toEqual([kind]);
    expect(lexed(text).problems).toEqual([]);
  });

  test("a range between numbers is not a fraction", () => {
    expect(texts(lexed("0..10"))).toEqual(["0", ".", ".", "10"]);
    expect(texts(lexed("1.max(2)"))).toEqual(["1", ".", "max", "(", "2", ")"]);
  });

  test("a lifetime before a char is told apart", () => {
    expect(kinds("&'a str == 'a'")).toEqual(["punct", "lifetime", "ident", "punct", "punct", "char"]);
  });

  test("an identifier that looks like a prefix stays an identifier", () => {
    expect(kinds("br + r + cr")).toEqual(["ident", "punct", "ident", "punct", "ident"]);
  });
});

describe("what is skipped", () => {
  test("nested comments, doc comments and line comments", () => {
    expect(texts(lexed("a /* x /* y */ z */ b // c\n/// d\n//! e\nf"))).toEqual(["a", "b", "f"]);
  });
  test("a byte order mark and a shebang", () => {
    expect(texts(lexed("\uFEFF#!/usr/bin/env run\nfn"))).toEqual(["fn"]);
  });
  test("but not an inner attribute at the start", () => {
    expect(texts(lexed("#![cfg(test)]")).slice(0, 3)).toEqual(["#", "!", "["]);
  });
  test("carriage returns", () => {
    expect(texts(lexed("a\r\nb\rc"))).toEqual(["a", "b", "c"]);
  });
});

describe("broken text", () => {
  test.each([
    ["/* open", "comment is never closed"],
    ['"open', "string is never closed"],
    ['r#"open"', "raw string is never closed"],
    ["fn f( {", "`{` is opened and never closed"],
    ["}", "`}` closes nothing"],
  ])("%s is a problem, not a failure", (text, message) => {
    expect(lexed(text).problems.map((p) => p.message)).toContain(message);
  });

  test("a missing closer leaves the outer pair matched", () => {
    const tokens = lexed("{ ( }");
    expect(tokens.match[0]).toBe(2);
    expect(tokens.match[1]).toBe(-1);
  });

  test("invalid UTF-8 is read as bytes", () => {
    const tokens = lex(Uint8Array.from([0xff, 0xfe, 0x20, 0x61]));
    expect(tokens.count).toBe(2);
  });
});

describe("the text of several tokens", () => {
  const text = (source: string, most?: number): string => {
    const tokens = lexed(source);
    return rangeText(tokens, 0, tokens.count, most);
  };

  test.each([
    ["a . b ( c ,d ) // e", "a.b(c, d)"],
    ["static  /* x */ mut X :T", "static mut X:T"],
    ["größe ( ü )", "größe(ü)"],
    ["", ""],
  ])("%s is spelled %s", (source, spelled) => expect(text(source)).toBe(spelled));

  test("is cut where it grows too long, but not inside of a character", () => {
    expect(text("abc + def", 7)).toBe("abc+def");
    expect(text("abc + defg", 7)).toBe("abc+de…");
    expect(text("abcdefghijkl", 7)).toBe("abcdef…");
    expect(text("ab + üöä", 7)).toBe("ab+ü…");
    expect(text(`"${"x".repeat(9_000)}" + y`, 3_000)).toBe(`"${"x".repeat(2_998)}…`);
  });

  test("is cut also where bytes only go on a character that never begins", () => {
    const tokens = lex(new Uint8Array(400).fill(0x80));
    expect(rangeText(tokens, 0, tokens.count)).toBe(`${"\u{fffd}".repeat(296)}…`);
  });
});

describe("size", () => {
  test("a hundred thousand open delimiters are paired without recursion", () => {
    const tokens = lexed("(".repeat(100_000) + ")".repeat(100_000));
    expect(tokens.match[0]).toBe(199_999);
    expect(tokens.problems).toEqual([]);
  });

  test("a hundred thousand mismatched delimiters stay linear", () => {
    const tokens = lexed("({".repeat(50_000) + "])".repeat(50_000));
    expect(tokens.count).toBe(200_000);
    expect(tokens.problems.length).toBeGreaterThan(0);
  });

  test("twenty megabytes are read to the end", () => {
    const line = "static mut COUNT: usize = 0; // a line of text\n";
    const tokens = lexed(line.repeat(Math.ceil(20_000_000 / line.length)));
    expect(tokens.count % 8).toBe(0);
    expect(tokens.problems).toEqual([]);
  });
});
