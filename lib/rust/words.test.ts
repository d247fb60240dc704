import fc from "fast-check";
import { expect, test } from "vitest";
import { wordOf } from "#lib/rust/words";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const whole = (text: string): string => wordOf(bytesOf(text), 0, bytesOf(text).length);

test("says what the bytes spell, wherever they stand", () => {
  const texts = fc.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.stringMatching(/^[a-z_]{1,40}$/)));
  fc.assert(
    fc.property(texts, (all) => {
      const bytes = bytesOf(all.join(""));
      let from = 0;
      for (const text of all) {
        const to = from + bytesOf(text).length;
        expect(wordOf(bytes, from, to)).toBe(text);
        from = to;
      }
    }),
  );
});

test("what begins or ends alike is kept apart, and so is what is too long to be remembered", () => {
  const alike = ["", "a", "aa", "ab", "ba", "é", "e", "x".repeat(256), "x".repeat(257), `${"x".repeat(300)}y`];
  for (let round = 0; round < 2; round++) expect(alike.map(whole)).toEqual(alike);
});

test("more words than are remembered, and then the first ones again", () => {
  const many = Array.from({ length: 70_000 }, (_, at) => `word_${at}`);
  for (let round = 0; round < 2; round++)
    for (const [at, word] of many.entries()) if (whole(word) !== word) expect.fail(`word ${at} is ${whole(word)}`);
});

test("bytes that are no UTF-8 are read like anywhere else", () => {
  expect(wordOf(Uint8Array.from([0x61, 0xff, 0x62]), 0, 3)).toBe("a\u{fffd}b");
});
