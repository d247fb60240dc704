import { spawn } from "node:child_process";
import { at, root } from "./root.mjs";

/** Every tool is started as one Node process: no npx or shell stands between us and its signals. */
const scripts = {
  biome: "node_modules/@biomejs/biome/bin/biome",
  depcruise: "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
  next: "node_modules/next/dist/bin/next",
  playwright: "node_modules/@playwright/test/cli.js",
  prisma: "node_modules/prisma/build/index.js",
  tsc: "node_modules/typescript-native/bin/tsc",
  vitest: "node_modules/vitest/vitest.mjs",
};

/** Runs a tool to its end; its words are returned, or shown as they come with `show`. */
export function run(tool, args, { env = {}, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [at(scripts[tool]), ...args], {
      cwd: root,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1", ...env },
      stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    const said = [];
    child.stdout?.on("data", (bytes) => said.push(bytes));
    child.stderr?.on("data", (bytes) => said.push(bytes));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(said).toString() }));
  });
}
