import { describe, expect, it } from "vitest";
import { mergeQueries, parseQuery, queryText, queryValues } from "#lib/queries/project-query";

const text = (typed: string) => queryText(parseQuery(typed).query);

describe("the typed query", () => {
  it("reads keys, alternatives and free words, and writes itself back", () => {
    const typed = "gate:no-check,refused status:hazardous pyo3:>=0.28 rule:static-py-transitive orjson";
    expect(text(typed)).toBe(typed);
    expect(text("STATUS:hazardous  Orjson status:candidate")).toBe("status:hazardous,candidate orjson");
  });

  it("accepts every value that has a box", () => {
    for (const [key, values] of Object.entries(queryValues)) {
      for (const value of values)
        expect(parseQuery(`${key}:${value}`)).toMatchObject({ query: { [key]: [value] }, rejected: [] });
    }
  });

  it("names what it does not understand and searches for what only looks like a key", () => {
    const { query, rejected } = parseQuery("gate:bogus pyo3:new https://github.com/ijl is:read");
    expect(rejected).toEqual(["gate:bogus", "pyo3:new"]);
    expect(query).toMatchObject({ is: ["read"], words: ["https://github.com/ijl"], gate: [] });
  });

  it("stays small whatever is typed", () => {
    expect(parseQuery("a ".repeat(5000)).query.words).toEqual(["a"]);
    expect(queryText(parseQuery("x".repeat(5000)).query).length).toBe(400);
  });

  it("joins what was typed and what was ticked", () => {
    const typed = parseQuery("status:hazardous orjson").query;
    expect(queryText(mergeQueries(typed, parseQuery("status:candidate gate:loads").query))).toBe(
      "gate:loads status:hazardous,candidate orjson",
    );
  });
});
