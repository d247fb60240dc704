import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installStamp } from "./freshness.mjs";
import { exclusively } from "./lock.mjs";
import { at, giveUp, root, say } from "./root.mjs";

/** Installs the packages of the lock file when they are missing or others. Uses Node's own modules only. */
export async function install() {
  if (Number(process.versions.node.split(".")[0]) < 20)
    giveUp(`Node ${process.versions.node} is too old`, "install Node 20.19 or newer, then run the command again");
  const lock = readFileSync(at("package-lock.json"), "utf8");
  const digest = createHash("sha256").update(lock).digest("hex");
  const stamped = () => existsSync(installStamp) && readFileSync(installStamp, "utf8") === digest;
  if (stamped()) return;
  await exclusively(() => {
    if (stamped()) return;
    if (!installedByHand(JSON.parse(lock).packages)) npmCi();
    writeFileSync(installStamp, digest);
  });
}

/** Somebody may have run npm himself; npm leaves its own account of node_modules, which must agree with the lock file. */
function installedByHand(wanted) {
  const account = at("node_modules/.package-lock.json");
  if (!existsSync(account)) return false;
  const present = JSON.parse(readFileSync(account, "utf8")).packages;
  const agrees = ([path, { version, optional }]) =>
    path === "" || present[path]?.version === version || (optional && !present[path]);
  return Object.entries(wanted).every(agrees) && sqliteFault() === null;
}

/** Nothing has to be compiled: the SQLite for this Node comes built, see prisma/sqlite. */
const built = Number(process.versions.napi) >= 10;

/** Why SQLite does not load, and what to do about it; null when it does. */
function sqliteFault() {
  const script = "new (require('better-sqlite3'))(':memory:')";
  const { status, stderr } = spawnSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" });
  if (status === 0) return null;
  if (built)
    return [
      `SQLite does not load on ${process.platform} ${process.arch}`,
      `its last words: ${stderr.trim().split("\n").at(-1)}`,
    ];
  return stderr.includes("NODE_MODULE_VERSION")
    ? [
        `SQLite was compiled for another Node than ${process.version}`,
        "unset npm's `nodedir` if it names the headers of another Node, then run `npm rebuild better-sqlite3-v8`",
      ]
    : [
        "SQLite was not built, as when npm ignores install scripts",
        "run `npm rebuild better-sqlite3-v8 --ignore-scripts=false`",
      ];
}

function npmCi() {
  say(`installing packages: half a minute${built ? "" : ", or two when SQLite has to be compiled"} …`);
  const started = Date.now();
  const [file, ...first] = npm();
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  const args = [...first, "ci", "--include=dev", ...quiet, ...(built ? ["--ignore-scripts"] : [])];
  // npm's own words go to stderr: the output belongs to the command that asked for the set-up.
  const { status, error } = spawnSync(file, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    giveUp(
      `packages could not be installed (${error?.message ?? `npm ci ended with ${status}`})`,
      built
        ? "see npm's message above"
        : "see npm's message above; without a prebuilt SQLite for this platform a C++ compiler, make and Python 3 are needed",
    );
  }
  const fault = sqliteFault();
  if (fault) giveUp(...fault);
  say(`packages installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** The npm that runs us, else the one beside this Node. */
function npm() {
  const running = process.env.npm_execpath;
  const beside = join(dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js");
  const script = [running, beside].find((path) => path && basename(path) === "npm-cli.js" && existsSync(path));
  return script ? [process.execPath, script] : ["npm"];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await install();
