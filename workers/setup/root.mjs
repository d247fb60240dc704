import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Absolute path of something in the checkout. */
export const at = (path) => root + path;

/** Set-up speaks on stderr, so that the output of `subready scan` stays clean. */
export const say = (message) => process.stderr.write(`subready: ${message}\n`);

/** Ends the program with a reason and a remedy, without a stack trace. */
export function giveUp(message, remedy) {
  say(message);
  if (remedy) say(remedy);
  process.exit(3);
}

/** glibc gives each thread an arena of its own and keeps there what was freed: a sixth of all that a worker with its threads takes, for no gain in time. */
export const ONE_ARENA = { MALLOC_ARENA_MAX: "1" };

/** Settings may stand in `.env`; Next reads that file by itself, so the worker and the CLI must read it too. */
export function loadSettings() {
  if (existsSync(at(".env"))) process.loadEnvFile(at(".env"));
}
