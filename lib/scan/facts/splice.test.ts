import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseExamples } from "#lib/rules/examples";
import { extractFacts, readVersion } from "#lib/scan/facts/extract";

const encode = (text: string) => new TextEncoder().encode(text);

/** Every file of every rule's examples, and what items may have between and inside of them. */
const pieces = [
  ...readdirSync("lib/rules", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => parseExamples(readFileSync(`lib/rules/${entry.name}/examples.md`, "utf8")).examples)
    .flatMap(({ files }) => files.filter(({ path }) => path.endsWith(".rs")).map(({ text }) => text)),
  "// a comment\n",
  "\n\n",
  ";",
  "#[cfg(test)]\n",
  "pub ",
  "let a = 1;",
  "/* open",
  '" ',
  "{",
  "}",
  "fn f(p: &Bound<'_, PyAny>) { let q = p.as_ptr(); q as usize; } ",
  "static A: usize = q as usize; static B: usize = p.as_ptr() as usize;",
  "static C: T = my_macro!(a); const D: u8 = call();",
  "// subready: allow(static-py-pointer) told\n",
  "// Größe\n",
];

interface Change {
  at: number;
  removed: number;
  added: string[];
  /** Characters of one of the parts. */
  within: { part: number; at: number; removed: number; added: string } | null;
}

const file = fc.array(fc.constantFrom(...pieces), { maxLength: 8 });
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(8),
  removed: fc.nat(2),
  added: fc.array(fc.constantFrom(...pieces), { maxLength: 2 }),
  within: fc.option(
    fc.record({
      part: fc.nat(8),
      at: fc.nat(400),
      removed: fc.nat(3),
      added: fc.constantFrom("", "x", "\n", "é", ";", "}"),
    }),
  ),
});

function changed(parts: string[], { at, removed, added, within }: Change): string[] {
  const next = parts.toSpliced(at, removed, ...added);
  const text = within && next[within.part];
  if (!within || text === undefined || text === null) return next;
  return next.with(within.part, text.slice(0, within.at) + within.added + text.slice(within.at + within.removed));
}

test("facts of a version after another are those of the version alone, whatever has changed", () => {
  fc.assert(
    fc.property(file, fc.array(change, { minLength: 1, maxLength: 4 }), (begun, changes) => {
      let parts = begun;
      let version = readVersion(encode(parts.join("")));
      for (const one of changes) {
        parts = changed(parts, one);
        const bytes = encode(parts.join(""));
        version = readVersion(bytes, version);
        const alone = readVersion(bytes);
        expect(JSON.stringify([version.facts, version.cuts])).toBe(JSON.stringify([alone.facts, alone.cuts]));
      }
    }),
    { numRuns: 150 },
  );
});

const item = (name: string, body = "call();") => `#[inline]\npub fn ${name}(py: Python<'_>) {\n    ${body}\n}\n`;
const names = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `f${from + at}`);
const text = (...parts: string[]) => encode(parts.join("\n"));
const all = names(0, 10).map((name) => item(name));

test("what stands where it stood is said by the same facts", () => {
  const earlier = readVersion(text(...all));
  const { facts } = readVersion(text(...all.with(6, item("f6", "spawn(|| ());"))), earlier);
  const kept = facts.fns.filter((fn, at) => fn === earlier.facts.fns[at]).map(({ name }) => name);
  expect(kept).toEqual(names(0, 6));
  expect(facts.scopes.filter(({ kind }) => kind === "spawn")).toHaveLength(1);
});

test("what stands further on is not read again, between changes as well", () => {
  const earlier = readVersion(text(...all));
  const marked = earlier.facts.fns.map((fn) => ({ ...fn, name: `${fn.name}_once` }));
  const lines = [
    "// one more line",
    ...all.with(6, item("g", "more(); spawn(|| ());")).with(2, item("h")).toSpliced(4, 1),
  ];
  const { facts } = readVersion(text(...lines), { ...earlier, facts: { ...earlier.facts, fns: marked } });
  const once = (from: number, to: number) => names(from, to).map((name) => `${name}_once`);
  expect(facts.fns.map(({ name }) => name)).toEqual([
    ...once(0, 2),
    "h",
    ...once(3, 4),
    ...once(5, 6),
    "g",
    ...once(7, 10),
  ]);
  expect(facts.fns.at(-1)!.at).toEqual(extractFacts(text(...lines)).fns.at(-1)!.at);
});

test("a file that could not be read whole says nothing of its next version", () => {
  const earlier = readVersion(text(...all, "}"));
  const { facts } = readVersion(text(...all), earlier);
  expect(facts.fns.some((fn) => earlier.facts.fns.includes(fn))).toBe(false);
  expect(facts).toEqual(extractFacts(text(...all)));
});
