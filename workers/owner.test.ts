import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { expect, test } from "vitest";
import { isDead, newOwner } from "#workers/owner";

test("a process of this machine that is gone is dead", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  expect(isDead(`${hostname()}/${pid}/00000000`)).toBe(true);
});

test("one that runs is not, and another machine's is never presumed to be", () => {
  expect(isDead(`${hostname()}/${process.ppid}/00000000`)).toBe(false);
  expect(isDead("elsewhere/1/00000000")).toBe(false);
});

test("whoever had our process number before us is dead", () => {
  expect(isDead(newOwner())).toBe(true);
});
