import { expect, test } from "vitest";
import { type LogLevel, openLog } from "#lib/log";

function logged(least: LogLevel): Record<string, unknown>[] {
  const lines: string[] = [];
  const log = openLog(least, (line) => lines.push(line));
  const job = { id: 1, job: "sync", project: "orjson", attempt: 1, waitedMs: 2, tookMs: 3 } as const;
  log.event("job.finished", { ...job, outcome: "done", detail: { files: 3 } });
  log.event("job.finished", { ...job, outcome: "retry", error: { code: "unreachable", message: "two\nlines" } });
  log.event("crashed", { message: "x", stack: null });
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("every event is one line of JSON with its time, level and fields", () => {
  expect(logged("info")).toMatchObject([
    { at: expect.stringMatching(/^\d{4}-.*Z$/), level: "info", event: "job.finished", detail: { files: 3 } },
    { level: "warn", outcome: "retry", error: { code: "unreachable", message: "two\nlines" } },
    { level: "error", event: "crashed" },
  ]);
});

test("what is below the wanted level is left out", () => {
  expect(logged("warn").map(({ level }) => level)).toEqual(["warn", "error"]);
  expect(logged("error").map(({ level }) => level)).toEqual(["error"]);
});
