/**
 * `npm run snapshot -- <folder of clones> [slug…]`: writes what this very scanner records of the catalogue's projects to
 * prisma/ledgers, from clones that are called `<owner>+<name>/repo`, `<owner>+<name>` or `<owner>/<name>`. One process per
 * project, as many at a time as there are processors.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { extractInline } from "#lib/commands/inline-facts";
import { wantedProjects } from "#lib/commands/projects-file";
import { snapshotProject } from "#lib/commands/snapshot-project";
import { scanHere } from "#lib/commands/stretch";
import { openQueue } from "#lib/db/jobs";
import { LEDGER_SUFFIX, shippedFolder } from "#lib/db/shipped";
import { openStore } from "#lib/db/store";
import { readEnv } from "#lib/env";
import { ruleset } from "#lib/rules/index";
import { absolute } from "#workers/cli/place";

const ONE = "--one";
const [first = "", ...rest] = process.argv.slice(2);
if (first === ONE) await snapshotOne(rest[0]!, rest[1]!);
else if (first === "") {
  console.error("usage: npm run snapshot -- <folder of clones> [slug…]");
  process.exitCode = 2;
} else await snapshotAll(absolute(first), rest);

async function snapshotAll(folder: string, slugs: string[]): Promise<void> {
  const asked = wantedProjects(null, "").filter(({ slug }) => slugs.length === 0 || slugs.includes(slug));
  const found = asked.flatMap(({ slug, source }) => {
    const [owner, name] = source.split("/").slice(-2);
    const places = [`${owner}+${name}/repo`, `${owner}+${name}`, `${owner}/${name}`].map((path) => join(folder, path));
    const clone = places.find(existsSync);
    if (!clone) console.log(`${slug.padEnd(28)} has no clone`);
    return clone ? [{ slug, clone }] : [];
  });
  mkdirSync(shippedFolder(), { recursive: true });
  const next = async (): Promise<void> => {
    for (let one = found.shift(); one; one = found.shift()) await inProcess(one);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, next));
  const index = { asOf: `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`, ruleset };
  writeFileSync(join(shippedFolder(), "index.json"), `${JSON.stringify(index, null, 2)}\n`);
}

/** A project that cannot be read leaves the file that was there. */
async function inProcess({ slug, clone }: { slug: string; clone: string }): Promise<void> {
  const started = Date.now();
  const args = [...process.execArgv, fileURLToPath(import.meta.url), ONE, slug, clone];
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  const code = await new Promise((resolve) => child.once("exit", resolve));
  const file = join(shippedFolder(), `${slug}${LEDGER_SUFFIX}`);
  const size = existsSync(file) ? `${(statSync(file).size / 1000).toFixed(0)} kB` : "no file";
  const outcome = code === 0 ? size : `failed, ${size}`;
  console.log(`${slug.padEnd(28)} ${outcome}, ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

async function snapshotOne(slug: string, clone: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "subready-snapshot-"));
  const store = await openStore(dataDir);
  const clock = () => new Date();
  const ctx = {
    store,
    env: readEnv({ SUBREADY_DATA: dataDir }),
    log: { event() {} },
    clock,
    queue: openQueue(store, clock),
  };
  try {
    // There is a process for each processor already.
    const tools = {
      extract: extractInline,
      scanStretch: scanHere(),
      signal: new AbortController().signal,
    };
    const text = await snapshotProject(ctx, { slug, clone }, tools);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
    writeFileSync(join(shippedFolder(), `${slug}${LEDGER_SUFFIX}`), brotliCompressSync(text, { params }));
  } finally {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
