import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { flagsForOneRun, flagsForThreads } from "./v8-flags.mjs";

test.each([
  ["threads", flagsForThreads],
  ["one run", flagsForOneRun],
])("this Node knows every flag for %s", (_, flags) => {
  const { status, stderr } = spawnSync(process.execPath, [...flags, "-e", ""], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
});
