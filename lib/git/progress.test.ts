import { expect, it } from "vitest";
import { parseProgress } from "./progress";

it("reads what git counts, here and on the server", () => {
  expect(parseProgress("clone", "Receiving objects:  45% (123/456), 1.20 MiB | 3.00 MiB/s")).toEqual({
    phase: "clone",
    done: 123,
    total: 456,
    note: "Receiving objects",
  });
  expect(parseProgress("fetch", "remote: Compressing objects: 100% (7/7), done.        ")?.note).toBe(
    "Compressing objects",
  );
});

it("passes over everything else", () => {
  expect(parseProgress("fetch", "remote: Enumerating objects: 2, done.")).toBeNull();
  expect(parseProgress("fetch", "remote: <b>50% (1/2)")).toBeNull();
  expect(parseProgress("fetch", "")).toBeNull();
});
