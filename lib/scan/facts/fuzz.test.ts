import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExamples } from "#lib/rules/examples";
import { lex } from "#lib/rust/lexer";
import { Kind, sourceOf, type Tokens } from "#lib/rust/tokens";
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

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc
    .array(fc.constantFrom(..."(){}[]<>;:,'\"#!/*=&rbc static mut fn impl \n".split("")), { maxLength: 300 })
    .map((chars) => new TextEncoder().encode(chars.join(""))),
  mutated,
);

/** Spans are exact: in order, inside the file, and between them lie only white space and comments. */
function checkSpans(tokens: Tokens): void {
  let end = 0;
  for (let i = 0; i < tokens.count; i++) {
    const start = tokens.start[i]!;
    const gap = tokens.source.slice(end, start);
    expect(start).toBeGreaterThanOrEqual(end);
    if (end > 0) expect(gap.replace(/\/\/[^\n]*|\/\*[\s\S]*\*\//g, "").trim()).toBe("");
    end = tokens.end[i]!;
    expect(end).toBeGreaterThan(start);
  }
  expect(end).toBeLessThanOrEqual(tokens.source.length);
}

/** Every delimiter has a partner that points back, or the file has a problem. */
function checkDelimiters(tokens: Tokens): void {
  const pairs: Record<string, string> = { "(": ")", "[": "]", "{": "}" };
  for (let i = 0; i < tokens.count; i++) {
    const kind = tokens.kind[i]!;
    if (kind !== Kind.open && kind !== Kind.close) continue;
    const partner = tokens.match[i]!;
    if (partner < 0) expect(tokens.problems.length).toBeGreaterThan(0);
    else expect(tokens.match[partner]).toBe(i);
    if (kind === Kind.open && partner >= 0)
      expect(pairs[tokens.source[tokens.start[i]!]!]).toBe(tokens.source[tokens.start[partner]!]);
  }
}

describe("any bytes", () => {
  test("keep token spans exact and delimiters accounted for", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const tokens = lex(sourceOf(bytes));
        checkSpans(tokens);
        checkDelimiters(tokens);
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
  const facts = extractFacts(new TextEncoder().encode(`fn f() { ${opens.repeat(50_000)}x${")".repeat(50_000)} }`));
  expect(facts.problems.map((p) => p.message)).toContain("nested too deeply, contents not read");
});

test("blocks nested beyond reason are still read", () => {
  const depth = 100_000;
  const facts = extractFacts(
    new TextEncoder().encode(`fn f() { ${"{".repeat(depth)}static X: u8 = 0;${"}".repeat(depth)} }`),
  );
  expect(facts.statics.map((s) => s.name)).toEqual(["X"]);
});
