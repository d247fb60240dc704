import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { at, giveUp, say } from "./root.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const fixed = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Path of a browser that starts; installs one when there is none. */
export async function browser() {
  const named = process.env.CHROMIUM_PATH;
  if (named)
    return starts(named) ? named : giveUp(`CHROMIUM_PATH is ${named}, which does not start`, "correct it or unset it");
  const found = await find();
  if (found) return found;
  for (const [file, ...args] of installers()) {
    say(`no browser found; running ${[file, ...args].join(" ")} …`);
    spawnSync(file, args, { stdio: ["ignore", 2, 2], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    const installed = await find();
    if (installed) return installed;
  }
  return giveUp(
    "the browser tests need Chromium, and it could not be installed",
    "install Chromium or Chrome, or set CHROMIUM_PATH to one",
  );
}

async function find() {
  const onPath = process.env.PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const { chromium } = await import("@playwright/test");
  return [...onPath, ...fixed, chromium.executablePath()].find((path) => existsSync(path) && starts(path));
}

const starts = (path) => spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0;

function installers() {
  const playwright = [process.execPath, at("node_modules/@playwright/test/cli.js"), "install", "chromium"];
  const debian = existsSync("/etc/os-release") && /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
  if (!debian) return [playwright];
  const root = process.getuid() === 0;
  const apt = (root ? [] : ["sudo", "-n"]).concat("apt-get");
  return [[...apt, "update"], [...apt, "install", "-y", "chromium"], playwright];
}
