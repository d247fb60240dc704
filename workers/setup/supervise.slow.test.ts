import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { testFolder } from "#lib/db/test-folder";
import { supervise } from "./supervise.mjs";

const folder = testFolder();

/** A program that notes each of its starts in `${name}.starts`, then does as told. */
function program(name: string, body: string): { script: string; starts: () => number } {
  const notes = join(folder, `${name}.starts`);
  const script = join(folder, `${name}.mjs`);
  writeFileSync(
    script,
    `import { appendFileSync } from "node:fs";\nappendFileSync(${JSON.stringify(notes)}, "x");\n${body}\n`,
  );
  return { script, starts: () => (existsSync(notes) ? readFileSync(notes, "utf8").length : 0) };
}

test("a child that refuses its settings is not started again", async () => {
  const { script, starts } = program("refuses", "process.exit(2)");
  const reason = await new Promise((resolve) => supervise("worker", [script], {}, resolve));
  expect(reason).toBe("the worker ended with 2");
  expect(starts()).toBe(1);
});

test("a child that crashes is started again", async () => {
  const { script, starts } = program(
    "crashes-once",
    `
    import { readFileSync } from "node:fs";
    if (readFileSync(import.meta.filename.replace(".mjs", ".starts"), "utf8").length === 1) process.exit(1);
    setInterval(() => {}, 1000);`,
  );
  const child = supervise("worker", [script], {}, () => {});
  await vi.waitFor(() => expect(starts()).toBe(2), { timeout: 20_000 });
  await child.stop();
}, 30_000);

test.each([
  ["is started with one arena", undefined, "1"],
  ["keeps the number of arenas that somebody set", "4", "4"],
])(
  "a child %s",
  async (_, set, wanted) => {
    vi.stubEnv("MALLOC_ARENA_MAX", set);
    const ends = `process.exit(process.env.MALLOC_ARENA_MAX === "${wanted}" ? 2 : 1);`;
    const { script, starts } = program(`arenas-${wanted}`, ends);
    await new Promise((resolve) => supervise("worker", [script], {}, resolve));
    vi.unstubAllEnvs();
    expect(starts()).toBe(1);
  },
  30_000,
);

test("a child that is stopped may finish what it does", async () => {
  const { script, starts } = program(
    "drains",
    `
    process.on("SIGTERM", () => { appendFileSync(import.meta.filename.replace(".mjs", ".starts"), "x"); process.exit(0); });
    setInterval(() => {}, 1000);
    appendFileSync(import.meta.filename.replace(".mjs", ".starts"), "x");`,
  );
  const child = supervise("worker", [script], {}, () => {});
  await vi.waitFor(() => expect(starts()).toBe(2), { timeout: 20_000 });
  await child.stop();
  expect(starts()).toBe(3);
}, 30_000);

test("what a child forks may wait for that child's message", async () => {
  const { script } = program(
    "forks",
    `
    import { fork } from "node:child_process";
    if (process.argv[2] === "forked") {
      process.once("message", () => appendFileSync(import.meta.filename.replace(".mjs", ".told"), "x"));
      process.send("waiting");
    } else {
      const forked = fork(import.meta.filename, ["forked"]);
      forked.once("message", () => setTimeout(() => forked.send("go on"), 200));
      setInterval(() => {}, 1000);
    }`,
  );
  const child = supervise("web server", [script], {}, () => {});
  await vi.waitFor(() => expect(existsSync(script.replace(".mjs", ".told"))).toBe(true), { timeout: 10_000 });
  await child.stop();
}, 30_000);
