import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExamples } from "#lib/rules/examples";
import { lex } from "#lib/rust/lexer";
import { Kind, type Tokens } from "#lib/rust/tokens";
import { extractFacts } from "#lib/scan/facts/extract";

/** Real Rust of our own: every example of every rule. */
const corpus = readdirSync("lib/rules", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((entry) => parseExamples(readFileSync(`lib/rules/${entry.name}/examples.md`, "utf8")).examples)
  .flatMap((example) =>
    example.files.filter((file) => file.path.endsWith(".rs")).map((file) => new TextEncoder().encode(file.text)),
  );

/** An example with bytes cut out, doubled or overwritten. */
const mutated = fc
  .tuple(
    fc.constantFrom(...corpus),
    fc.array(
      fc.tuple(fc.nat(), fc.nat(40), fc.constantFrom("cut", "double", "write"), fc.uint8Array({ maxLength: 6 })),
      { maxLength: 6 },
    ),
  )
  .map(([bytes, edits]) =>
    edits.reduce((text, [at, length, how, written]) => {
      const from = text.length ? at % text.length : 0;
      const piece =
        how === "cut"
          ? []
          : how === "write"
            ? [...written]
            : [...text.slice(from, from + length), ...text.slice(from, from + length)];
      return Uint8Array.from([...text.slice(0, from), ...piece, ...text.slice(from + length)]);
    }, bytes),
  );

/** One byte over and over, where a text is kept. */
const run = fc
  .tuple(fc.nat(255), fc.integer({ max: 700, min: 1 }))
  .map(([byte, times]) =>
    Uint8Array.from([...new TextEncoder().encode("static X: T = "), ...Array<number>(times).fill(byte), 59]),
  );

const anyBytes = fc.oneof(
  run,
  fc.uint8Array({ maxLength: 400 }),
  fc
    .array(fc.constantFrom(..."(){}[]<>;:,'\"#!/*=&rbc static mut fn impl \n".split("")), { maxLength: 300 })
    .map((chars) => new TextEncoder().encode(chars.join(""))),
  mutated,
);

/** Tokens whose spans are not exact: out of order, empty, outside of the file, or after more than white space and comments. */
function wrongSpans({ source, count, start, end }: Tokens): number[] {
  const fits = (i: number): boolean => {
    const before = i === 0 ? 0 : end[i - 1]!;
    const gap = source.slice(before, start[i]).replace(/\/\/[^\n]*|\/\*[\s\S]*\*\//g, "");
    return start[i]! >= before && end[i]! > start[i]! && end[i]! <= source.length && (i === 0 || gap.trim() === "");
  };
  return Array.from({ length: count }, (_, i) => i).filter((i) => !fits(i));
}

/** Delimiters without a partner that points back, in a file without a problem. */
function wrongDelimiters({ source, count, kind, match, start, problems }: Tokens): number[] {
  const pairs = ["()", "[]", "{}"];
  const fits = (i: number): boolean => {
    const partner = match[i]!;
    if (partner < 0) return problems.length > 0;
    const [opens, closes] = kind[i] === Kind.open ? [i, partner] : [partner, i];
    return match[partner] === i && pairs.includes(`${source[start[opens]!]}${source[start[closes]!]}`);
  };
  return Array.from({ length: count }, (_, i) => i)
    .filter((i) => kind[i] === Kind.open || kind[i] === Kind.close)
    .filter((i) => !fits(i));
}

describe("any bytes", () => {
  test("keep token spans exact and delimiters accounted for", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const tokens = lex(bytes);
        expect(wrongSpans(tokens)).toEqual([]);
        expect(wrongDelimiters(tokens)).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  test("give facts whose positions lie inside the file", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const facts = extractFacts(bytes);
        for (const { at } of [
          ...facts.statics,
          ...facts.fns,
          ...facts.types,
          ...facts.calls,
          ...facts.macros,
          ...facts.scopes,
        ]) {
          expect(at.line).toBeGreaterThanOrEqual(1);
          expect(at.endLine).toBeLessThanOrEqual(facts.lines);
          expect(at.end).toBeLessThanOrEqual(bytes.length);
        }
      }),
      { numRuns: 1500 },
    );
  });
});

test("items nested beyond reason are a problem, not an overflow", () => {
  const depth = 100_000;
  const facts = extractFacts(
    new TextEncoder().encode(`${"mod a { ".repeat(depth)}static X: u8 = 0;${"}".repeat(depth)}`),
  );
  expect(facts.problems.map((p) => p.message)).toContain("nested too deeply, contents not read");
});

test.each(["spawn(|| ", "spawn(", ".par_iter().map("])("%s nested beyond reason is a problem too", (opens) => {
  const facts = extractFacts(new TextEncoder().encode(`fn f() { ${opens.repeat(500)}x${")".repeat(500)} }`));
  expect(facts.problems.map((p) => p.message)).toContain("nested too deeply, contents not read");
});

test("blocks nested beyond reason are still read", () => {
  const depth = 100_000;
  const facts = extractFacts(
    new TextEncoder().encode(`fn f() { ${"{".repeat(depth)}static X: u8 = 0;${"}".repeat(depth)} }`),
  );
  expect(facts.statics.map((s) => s.name)).toEqual(["X"]);
});
