import { constants, existsSync } from "node:fs";
import { access, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { mirrorDir } from "#lib/commands/mirror-of";
import { dueMigrations } from "#lib/db/migrate";
import { listProjects } from "#lib/db/projects";
import { openStore, type Store } from "#lib/db/store";
import { type Env, readEnv } from "#lib/env";
import { isAppError } from "#lib/errors";
import { runGit } from "#lib/git/git";
import { HEARTBEAT_KEY } from "#workers/heartbeat";

interface Finding {
  what: string;
  problem: boolean;
  said: string;
  remedy?: string;
}

const LEAST_FREE_BYTES = 1e9;
const SILENT_SECONDS = 30;
const NETWORK_MS = 5000;

const fine = (what: string, said: string): Finding => ({ what, problem: false, said });
const bad = (what: string, said: string, remedy: string): Finding => ({ what, problem: true, said, remedy });

/** `doctor`: what subready needs, whether it is there, and what to do if it is not. It looks, and changes nothing. */
export async function runDoctor(args: string[]): Promise<number> {
  parseArgs({ args });
  const env = readEnv();
  const machine = [node(), await git(), await dataDir(env), await disk(env)];
  const findings = [...machine, ...(await database(env)), await network(env)];
  for (const { what, problem, said, remedy } of findings) {
    process.stdout.write(`${(problem ? "problem" : "ok").padEnd(9)}${what.padEnd(12)}${said}\n`);
    if (remedy) process.stdout.write(`${" ".repeat(21)}${remedy}\n`);
  }
  return findings.some(({ problem }) => problem) ? 1 : 0;
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  return enough
    ? fine("node", process.version)
    : bad("node", `${process.version} is too old`, "Install Node.js 20.19 or newer.");
}

async function git(): Promise<Finding> {
  try {
    const said = await runGit(["--version"], { failure: { subject: "git" } });
    return fine("git", said.toString("utf8").trim().replace("git version ", ""));
  } catch {
    return bad("git", "it does not start", "Install git, and see that it is on the PATH.");
  }
}

async function dataDir({ dataDir }: Env): Promise<Finding> {
  const there = existing(dataDir);
  try {
    await access(there, constants.W_OK | constants.X_OK);
    return fine("data", there === dataDir ? dataDir : `${dataDir} (not made yet)`);
  } catch (error) {
    const remedy = "Give this user write access, or point SUBREADY_DATA elsewhere.";
    return bad("data", `${dataDir} cannot be written: ${(error as Error).message}`, remedy);
  }
}

/** The folder, or the nearest one above it that is there. */
function existing(folder: string): string {
  return existsSync(folder) ? folder : existing(dirname(folder));
}

async function disk({ dataDir }: Env): Promise<Finding> {
  const space = await statfs(existing(dataDir)).catch(() => null);
  if (!space) return bad("disk", "the free space is not known", "See that the data folder exists.");
  const free = space.bavail * space.bsize;
  const said = `${(free / 1e9).toFixed(1)} GB free`;
  return free > LEAST_FREE_BYTES
    ? fine("disk", said)
    : bad("disk", said, "Free some space: the catalogue's mirrors need a few GB.");
}

async function database(env: Env): Promise<Finding[]> {
  const file = join(env.dataDir, "subready.db");
  if (!existsSync(file)) {
    return [fine("database", "not made yet; the first start makes it"), silent("it was never started")];
  }
  let store: Store;
  try {
    const due = dueMigrations(file);
    // Rows of another form are not for this version to read, and to change them is the worker's business.
    if (due.length > 0)
      return [fine("database", `the next start backs it up and brings it up to date (${due.join(", ")})`)];
    store = await openStore(env.dataDir);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [bad("database", error.message, error.remedy ?? "Restore a backup.")];
  }
  try {
    return [condition(store), await mirrors(store, env), await jobs(store), await worker(store)];
  } finally {
    await store.close();
  }
}

function condition({ read }: Store): Finding {
  const damage = read((sql) => sql.prepare("PRAGMA quick_check(1)").pluck().get());
  if (damage !== "ok") {
    return bad(
      "database",
      `it is damaged: ${damage}`,
      "Stop subready and put the newest file of the backups folder in its place.",
    );
  }
  return fine("database", "up to date");
}

async function mirrors(store: Store, env: Env): Promise<Finding> {
  const projects = await listProjects(store);
  const fetched = projects.filter(({ kind, fetchedAt }) => kind === "remote" && fetchedAt);
  const lost = fetched.filter(({ id }) => !existsSync(join(mirrorDir({ env }, id), "HEAD")));
  const failing = projects.filter(({ failure }) => failure);
  const said = `${projects.length} projects, ${fetched.length - lost.length} mirrors`;
  const names = (rows: typeof projects) =>
    rows
      .slice(0, 5)
      .map(({ slug }) => slug)
      .join(", ") + (rows.length > 5 ? " …" : "");
  if (lost.length > 0) return bad("mirrors", `${said}; missing: ${names(lost)}`, "The next sync clones them again.");
  if (failing.length > 0) {
    return bad(
      "mirrors",
      `${said}; ${failing.length} failing: ${names(failing)}`,
      "`subready project list` and the project's page say why.",
    );
  }
  return fine("mirrors", said);
}

async function jobs({ client }: Store): Promise<Finding> {
  const counts = await client.job.groupBy({ by: ["state"], _count: true });
  const said = counts.filter(({ state }) => state !== "done").map(({ state, _count }) => `${_count} ${state}`);
  return fine("jobs", said.join(", ") || "none waiting");
}

async function worker({ client }: Store): Promise<Finding> {
  const row = await client.setting.findUnique({ where: { key: HEARTBEAT_KEY } });
  if (!row) return silent("it is not running");
  const { at, pid, running } = JSON.parse(row.value) as { at: string; pid: number; running: number };
  const seconds = Math.round((Date.now() - Date.parse(at)) / 1000);
  if (seconds > SILENT_SECONDS) return silent(`it was last heard of ${seconds} s ago`);
  return fine("worker", `process ${pid}, ${running} jobs running, heard of ${Math.max(0, seconds)} s ago`);
}

const silent = (said: string) => bad("worker", said, "Start subready with `npm start`.");

/** Asks as the worker does: through git, with its proxy and its token. */
async function network({ githubToken }: Env): Promise<Finding> {
  const failure = { subject: "github.com", known: true, hasToken: githubToken !== null };
  const options = { protocols: ["https" as const], token: githubToken, timeoutMs: NETWORK_MS, failure };
  try {
    await runGit(["ls-remote", "--quiet", "https://github.com/PyO3/pyo3", "HEAD"], options);
    return fine("network", "github.com answers");
  } catch (error) {
    const said = isAppError(error) && error.code !== "internal" ? error.message : "github.com cannot be reached.";
    return bad(
      "network",
      said,
      "Check the network, the proxy (https_proxy) and GITHUB_TOKEN; local repositories work without.",
    );
  }
}
