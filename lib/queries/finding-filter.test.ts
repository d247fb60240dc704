import { expect, test } from "vitest";
import { filterQuery, pageNumber, readFindingFilter } from "#lib/queries/finding-filter";

const read = (query: string) => {
  const params: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) params[name] = [...(params[name] ?? []), value];
  return readFindingFilter(params);
};

test("an empty address asks for present findings of production code, worst first", () => {
  expect(read("")).toMatchObject({
    scope: ["prod"],
    presence: "present",
    sort: "severity",
    descending: false,
    page: 1,
  });
  expect(filterQuery(read(""))).toBe("");
});

test("every filter survives the way through an address", () => {
  const query =
    "?severity=critical&severity=info&owner=crate&rule=static-py-pointer&crate=orjson&condition=some&scope=any&root=intern%21&q=KEY+MAP&at=2025-03&state=gone&sort=-place&group=root&page=3";
  expect(filterQuery(read(query))).toBe(query);
});

test("what cannot be understood is left at its default", () => {
  const filter = read("severity=dire&owner=me&scope=nowhere&state=maybe&sort=-luck&page=-4");
  expect(filter).toEqual(read(""));
});

test("values from an address are capped", () => {
  const filter = read(`q=${"x".repeat(5000)}&${Array.from({ length: 90 }, (_, at) => `rule=r${at}`).join("&")}`);
  expect(filter.text).toHaveLength(200);
  expect(filter.rule).toHaveLength(40);
});

test("a page is a whole number from 1", () => {
  expect(["2", "0", "1.5", "x", undefined].map(pageNumber)).toEqual([2, 1, 1, 1, 1]);
});
