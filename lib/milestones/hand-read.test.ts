import { describe, expect, test } from "vitest";
import { milestones } from "#lib/milestones/goals";
import { readPaths, type Touched, touchedBy } from "#lib/milestones/hand-read";

const check = (id: string) => milestones.flatMap(({ checks }) => checks).find((one) => one.id === id)!;
const touched: Touched = {
  head: "f".repeat(40),
  files: {
    "guide/src/subinterpreters.md": { sha: "a".repeat(40), at: "2026-09-01T00:00:00Z" },
    "guide/src/migration.md": { sha: "b".repeat(40), at: "2026-09-02T00:00:00Z" },
  },
};

describe("what a person read", () => {
  test("is a list of files and folders, each once", () => {
    expect(readPaths()).toContain("guide/src");
    expect(new Set(readPaths()).size).toBe(readPaths().length);
  });

  test("is to be read again when a later commit touched it, a folder by any file in it", () => {
    expect(touchedBy(check("migration-chapter"), touched)).toMatchObject({ sha: "b".repeat(40) });
    expect(touchedBy(check("chapter"), touched)).toMatchObject({ path: "guide/src/migration.md" });
    expect(touchedBy(check("option"), touched)).toBeNull();
  });

  test("is no question where a commit or a rule decides", () => {
    expect(touchedBy(check("multi-phase"), touched)).toBeNull();
    expect(touchedBy(check("migration-chapter"), null)).toBeNull();
  });
});
