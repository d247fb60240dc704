import { expect, test } from "vitest";
import { visited } from "./staleness";

const at = (minutes: number) => new Date(1_700_000_000_000 + minutes * 60_000);
const ms = (minutes: number) => at(minutes).getTime();

test("pages of one visit keep the visit before; a pause begins another", () => {
  const first = visited(undefined, at(0));
  expect(first).toBe(`0.${ms(0)}`);
  expect(visited(first, at(10))).toBe(`0.${ms(10)}`);
  expect(visited(`0.${ms(10)}`, at(100))).toBe(`${ms(10)}.${ms(100)}`);
});

test.each(["", "x.y", "1", "-1.-1", "1.2.3.4.NaN"])(
  "a cookie that says %j begins anew or goes on, and never fails",
  (cookie) => {
    expect(visited(cookie, at(0))).toMatch(/^\d+\.\d+$/);
  },
);
