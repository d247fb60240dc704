import { expect, test } from "vitest";
import { failuresByHost } from "#lib/queries/host-failures";
import { failureIn } from "#lib/queries/project-line";

const failure = (code: string, nextAt: string) => failureIn(JSON.stringify({ code, message: "It failed.", nextAt }));
const remote = (slug: string, host: string, code: string, nextAt: string) => ({
  ...{ slug, source: `https://${host}/demo/${slug}`, kind: "remote", failure: failure(code, nextAt) },
});

test("failures of one host and cause are one, and the next try of any of them is told", () => {
  const groups = failuresByHost([
    remote("a", "one.example", "unreachable", "2026-11-26T12:00:00Z"),
    remote("b", "two.example", "unreachable", "2026-11-26T11:00:00Z"),
    remote("c", "one.example", "gone", "2026-11-26T11:00:00Z"),
    remote("d", "one.example", "unreachable", "2026-11-26T11:30:00Z"),
    { slug: "well", source: "https://one.example/demo/well", kind: "remote", failure: null },
    { slug: "local", source: "/srv/local", kind: "local", failure: failure("gone", "2026-11-26T11:00:00Z") },
  ]);
  expect(groups.map(({ host, failure: { code }, projects }) => [host, code, projects])).toEqual([
    ["one.example", "unreachable", ["a", "d"]],
    ["two.example", "unreachable", ["b"]],
    ["one.example", "gone", ["c"]],
    ["this machine", "gone", ["local"]],
  ]);
  expect(groups[0]?.failure.nextAt?.toISOString()).toBe("2026-11-26T11:30:00.000Z");
});
