import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { install } from "./install.mjs";
import { giveUp, loadSettings, say } from "./root.mjs";
import { flagsForThreads } from "./v8-flags.mjs";

loadSettings();
const dev = process.argv.includes("--dev");
const host = process.env.SUBREADY_HOST || "127.0.0.1";
const port = readPort(process.env.PORT || "3000");
const url = `http://${host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host}:${port}`;

await portIsFree();
await install();
const { build } = await import("./build.mjs");
await (dev ? build("client") : build("client", "bundles", "web"));
await serve();

async function serve() {
  const { supervise } = await import("./supervise.mjs");
  const next = ["node_modules/next/dist/bin/next", dev ? "dev" : "start", "-H", host, "-p", String(port)];
  const worker = [...flagsForThreads, ...(dev ? ["--import", "tsx", "workers/main.ts"] : [".build/main.mjs"])];
  const env = { NODE_ENV: dev ? "development" : "production" };
  // In development GitHub is played by a program of ours, unless somebody names another one.
  const standIn = dev && !process.env.SUBREADY_GITHUB_API ? port + 1 : null;
  if (standIn)
    Object.assign(env, { FAKE_GITHUB_PORT: `${standIn}`, SUBREADY_GITHUB_API: `http://127.0.0.1:${standIn}` });
  const children = [];
  let stopping = 0;

  const stop = async (code) => {
    stopping = Date.now();
    await Promise.all(children.map((child) => child.stop()));
    process.exit(code);
  };
  const fail = (how) => {
    if (stopping) return;
    say(`${how}; its last message is above. Stopping`);
    stop(1);
  };
  const asked = () => {
    if (!stopping) {
      say("stopping; work under way is finished or put back …");
      stop(0);
    } else if (Date.now() - stopping > 1000) {
      // npm passes Ctrl-C on a second time, so only a later signal means impatience.
      for (const child of children) child.kill();
    }
  };
  process.on("SIGINT", asked);
  process.on("SIGTERM", asked);
  stopWhenNpmDies(asked);

  if (standIn)
    children.push(supervise("stand-in for GitHub", ["--import", "tsx", "workers/fake-github/main.ts"], env, fail));
  children.push(supervise("worker", worker, env, fail), supervise("web server", next, env, fail));
  await answers();
  if (!stopping) say(`ready at ${url} (Ctrl-C stops it)`);
}

async function answers() {
  for (const since = Date.now(); ; await sleep(200)) {
    if (await healthy()) return;
    if (Date.now() - since > 120_000)
      return say(`${url}/api/health has not answered for two minutes; see the messages above`);
  }
}

async function healthy() {
  try {
    return (await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

/** A killed npm leaves its script behind without a signal; the script then has a new parent. */
function stopWhenNpmDies(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 1000);
}

async function portIsFree() {
  const error = await new Promise((resolve) => {
    const probe = createServer().once("error", resolve);
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
  if (!error) return;
  if (error.code !== "EADDRINUSE")
    giveUp(`cannot listen on ${host}:${port} (${error.message})`, "set SUBREADY_HOST or PORT");
  const who = (await healthy()) ? "subready is already running" : "another program is listening";
  giveUp(`${who} on ${url}`, `stop it, or choose another port: PORT=${port + 1} npm start`);
}

function readPort(text) {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number < 65_536) return number;
  return giveUp(`PORT is “${text}”, which is not a port`, "set PORT to a number from 1 to 65535, or unset it");
}
