import { spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { ONE_ARENA } from "./root.mjs";
import { flagsForThreads } from "./v8-flags.mjs";

const leash = new URL("leash.mjs", import.meta.url).href;

/** Runs a program whose threads take every core in a process of its own, as if it were this one; resolves with its exit code. */
export function runAlone(program, args) {
  const child = spawn(process.execPath, ["--import", leash, ...flagsForThreads, fileURLToPath(program), ...args], {
    env: { ...ONE_ARENA, ...process.env },
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  // Ctrl-C reaches both: it cleans up, and this one waits for that.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
