import { expect, test } from "vitest";
import { lastSeen, lifeOf } from "#lib/queries/finding-life";

const commit = (name: string, day: number) => ({
  sha: name,
  committedAt: new Date(day * 86_400_000),
  subject: name,
  position: day,
});
const moved = (name: string, day: number, line: number) => ({
  kind: "moved",
  detail: JSON.stringify({ from: { path: "a.rs", line } }),
  commit: commit(name, day),
});

test("a move leads to where the next one starts, and the last to the place of today", () => {
  const span = { from: commit("a", 1), to: null };
  const life = lifeOf([span], [moved("b", 2, 10), moved("c", 3, 20)], commit("a", 1), commit("d", 4), {
    path: "b.rs",
    line: 30,
  });
  expect(life.events.map((event) => [event.from?.line, event.to])).toEqual([
    [10, { path: "a.rs", line: 20 }],
    [20, { path: "b.rs", line: 30 }],
  ]);
});

test("an event says in what the finding counts otherwise from there on", () => {
  const judged = { was: { severity: "critical" }, is: { severity: "info" } };
  const rejudged = { kind: "rejudged", detail: JSON.stringify(judged), commit: commit("b", 2) };
  const life = lifeOf([{ from: commit("a", 1), to: null }], [rejudged, moved("c", 3, 9)], null, null, {
    path: "b.rs",
    line: 30,
  });
  expect(life.events.map((event) => event.judged)).toEqual([judged, null]);
});

test("a beginning is known only when an earlier commit was read", () => {
  const spans = [{ from: commit("b", 2), to: null }];
  const now = { path: "a.rs", line: 1 };
  expect(lifeOf(spans, [], commit("b", 2), null, now).baseline).toBe(true);
  expect(lifeOf(spans, [], commit("a", 1), null, now).baseline).toBe(false);
});

test("the places of a closed finding are lines of the commit before its fix, or of its newest move or span", () => {
  const spans = [{ from: commit("a", 1), to: commit("d", 9) }];
  const seen = (...events: ReturnType<typeof moved>[]) =>
    lastSeen(lifeOf(spans, events, commit("a", 1), commit("d", 9), { path: "a.rs", line: 11 }));
  expect(seen()).toBe("a");
  expect(seen(moved("c", 5, 10))).toBe("c");
  expect(seen(moved("c", 5, 10), { kind: "fixed", detail: '{"last":"b"}', commit: commit("d", 9) })).toBe("b");
});

test("events stand in order of the line, whatever their dates say", () => {
  const early = { ...moved("c", 3, 20), commit: { ...commit("c", 3), committedAt: new Date(0) } };
  const span = { from: commit("a", 1), to: null };
  const life = lifeOf([span], [early, moved("b", 2, 10)], commit("a", 1), null, { path: "b.rs", line: 30 });
  expect(life.events.map(({ commit, to }) => [commit.sha, to?.line])).toEqual([
    ["b", 20],
    ["c", 30],
  ]);
});

test("a span names the release that shipped it first and the one that no longer does", () => {
  const releases = [1, 4, 6, 9].map((position) => ({ tag: `v${position}`, position }));
  const life = (from: number, to: number | null) =>
    lifeOf(
      [{ from: commit("a", from), to: to === null ? null : commit("b", to) }],
      [],
      null,
      null,
      { path: "a.rs", line: 1 },
      releases,
    ).spans.map(({ release, without }) => [release, without]);
  expect(life(2, 6)).toEqual([["v4", "v6"]]);
  expect(life(4, null)).toEqual([["v4", null]]);
  expect(life(2, 3)).toEqual([[null, "v4"]]);
  expect(life(10, null)).toEqual([[null, null]]);
});
