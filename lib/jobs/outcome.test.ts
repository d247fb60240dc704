import { expect, test } from "vitest";
import { AppError } from "#lib/errors";
import { diedEachTime, outcomeOf, pauseMs } from "#lib/jobs/outcome";

const policy = { attempts: 4, firstPauseMs: 1000, longestPauseMs: 3000 };
const now = new Date("2026-11-22T10:00:00Z");
const middle = () => 0.5;
const after = (ms: number) => new Date(now.getTime() + ms);

test("pauses twice as long after each failure, up to a limit", () => {
  expect([1, 2, 3, 4].map((attempt) => pauseMs(attempt, policy, middle))).toEqual([1000, 2000, 3000, 3000]);
});

test("spreads pauses by a quarter either way", () => {
  expect(pauseMs(1, policy, () => 0)).toBe(750);
  expect(pauseMs(1, policy, () => 1)).toBe(1250);
});

test("comes back for what may pass, and gives up after the last attempt", () => {
  const error = new AppError("unreachable", "no route", "check the network");
  const failure = { code: "unreachable", message: "no route", remedy: "check the network" };
  expect(outcomeOf(error, 1, policy, now, middle)).toEqual({ kind: "retry", at: after(1000), failure });
  expect(outcomeOf(error, 4, policy, now, middle)).toEqual({ kind: "give-up", failure });
});

test("gives up at once when waiting changes nothing", () => {
  for (const code of ["not-found", "gone", "too-large", "not-a-repository"] as const) {
    expect(outcomeOf(new AppError(code, "no"), 1, policy, now, middle).kind).toBe("give-up");
  }
});

test("leaves a host that counts requests alone for minutes", () => {
  const outcome = outcomeOf(new AppError("rate-limited", "slow down"), 1, policy, now, middle);
  expect(outcome).toMatchObject({ kind: "retry", at: after(600_000) });
});

test("shelves a job that took its worker down too often", () => {
  expect(outcomeOf(diedEachTime(4), 5, policy, now, middle)).toMatchObject({
    kind: "give-up",
    failure: { code: "internal", message: "The worker stopped 4 times while it ran this job." },
  });
});

test("calls an unknown error internal and keeps its words", () => {
  expect(outcomeOf(new TypeError("x is not a function"), 1, policy, now, middle)).toMatchObject({
    failure: { code: "internal", message: "x is not a function" },
  });
});
