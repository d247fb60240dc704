import fc from "fast-check";
import { expect, test } from "vitest";
import { evenly } from "#lib/commands/stretch";

const costs = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 200 });

test("a line is cut into as many parts as asked for, all of it, and none is empty", () => {
  fc.assert(
    fc.property(costs, fc.integer({ min: 1, max: 12 }), (line, parts) => {
      const lengths = evenly(line, parts);
      expect(lengths).toHaveLength(Math.min(parts, line.length));
      expect(Math.min(...lengths)).toBeGreaterThan(0);
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(line.length);
    }),
  );
});

test("the parts of a line cost as much as each other", () => {
  // The trees of the second half are three times as large.
  const line = [...Array<number>(60).fill(100), ...Array<number>(60).fill(300)];
  expect(evenly(line, 4)).toEqual([60, 20, 20, 20]);
  expect(evenly(line, 2)).toEqual([80, 40]);
  // What changes nothing costs nothing, wherever it stands.
  expect(evenly([0, 0, 5, 0, 5, 0], 2)).toEqual([3, 3]);
  expect(evenly([], 2)).toEqual([]);
});
