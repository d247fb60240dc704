import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test, vi } from "vitest";
import { testFolder } from "#lib/db/test-folder";

const folder = testFolder();
const runAlone = new URL("run-alone.mjs", import.meta.url).href;

function script(name: string, body: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, body);
  return file;
}

/** What stands between a person and a program: Node's arguments that start it so. */
function launcher(name: string, body: string): string[] {
  const program = pathToFileURL(script(name, body)).href;
  const start = `import { runAlone } from "${runAlone}";
    process.exitCode = await runAlone(new URL("${program}"), process.argv.slice(2));`;
  return [script(`${name}-launcher`, start)];
}

test("what a program is given, prints and ends with goes through", () => {
  const start = launcher("echo", "console.log(process.argv.slice(2).join()); process.exitCode = 3;");
  const { status, stdout } = spawnSync(process.execPath, [...start, "a", "--b"], { encoding: "utf8" });
  expect([status, stdout]).toEqual([3, "a,--b\n"]);
});

const CLEANS_UP = `
  import { writeFileSync } from "node:fs";
  const file = import.meta.filename;
  process.on("SIGTERM", () => {
    writeFileSync(file.replace(".mjs", ".clean"), "");
    process.exit(7);
  });
  setInterval(() => {}, 1000);
  writeFileSync(file.replace(".mjs", ".pid"), String(process.pid));`;

async function started(name: string): Promise<{ child: ChildProcess; pid: number }> {
  const child = spawn(process.execPath, launcher(name, CLEANS_UP), { stdio: "ignore" });
  const pid = join(folder, `${name}.pid`);
  await vi.waitFor(() => expect(readFileSync(pid, "utf8")).not.toBe(""), { timeout: 20_000 });
  return { child, pid: Number(readFileSync(pid, "utf8")) };
}

test("a program that is told to stop may clean up first", async () => {
  const { child } = await started("told");
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([7, null]);
  expect(existsSync(join(folder, "told.clean"))).toBe(true);
});

test("a program does not outlive what started it, and cleans up then too", async () => {
  const { child, pid } = await started("left");
  child.kill("SIGKILL");
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), { timeout: 20_000 });
  expect(existsSync(join(folder, "left.clean"))).toBe(true);
});
