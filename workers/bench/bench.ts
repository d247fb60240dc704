/**
 * `npm run bench -- <git directory>…`: what scanning costs on real repositories, as figures and as ratios of one run,
 * and then what the pages' queries cost on a large store.
 * Nothing is asserted; machines differ, ratios much less.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { openRepository } from "#lib/git/repository";
import { lex } from "#lib/rust/lexer";
import { extractFacts } from "#lib/scan/facts/extract";
import { withPeer } from "#workers/bench/peer";
import { absolute } from "#workers/cli/place";
import { ONE_ARENA } from "../setup/root.mjs";
import { flagsForThreads } from "../setup/v8-flags.mjs";

const ROUNDS = 10;
/** Until V8 has optimised what runs, and nothing gets faster any more. */
const ROUNDS_WARM = 40;

const directories = process.argv.slice(2).map(absolute);
if (directories.length === 0) {
  console.error("usage: npm run bench -- <git directory>…");
  process.exitCode = 2;
}
for (const directory of directories) {
  await measure(directory);
  run("history", [directory], flagsForThreads);
}
if (directories.length > 0) run("views", []);

/** A measurement in a process of its own, started as the product starts it. */
function run(program: string, args: string[], flags: string[] = []): void {
  const file = fileURLToPath(new URL(`./${program}.mjs`, import.meta.url));
  spawnSync(process.execPath, [...flags, file, ...args], { stdio: "inherit", env: { ...ONE_ARENA, ...process.env } });
}

async function measure(directory: string): Promise<void> {
  const files = await rustFiles(directory);
  const bytes = files.reduce((sum, file) => sum + file.length, 0);
  console.log(`\n${directory}: ${files.length} Rust files, ${(bytes / 1e6).toFixed(2)} MB`);
  const [lexing, facts] = best(
    ROUNDS_WARM,
    () => {
      for (const file of files) lex(file);
    },
    () => {
      for (const file of files) extractFacts(file);
    },
  );
  row("lex, warm, one thread", lexing, `${(bytes / 1e3 / lexing).toFixed(0)} MB/s`);
  row(
    "facts, warm, one thread",
    facts,
    `${(bytes / 1e3 / facts).toFixed(0)} MB/s (bar: 40), ${(facts / lexing).toFixed(1)} × lexing`,
  );
  const grep = () =>
    void spawnSync("git", ["-C", directory, "grep", "-c", "static", "HEAD", "--", "*.rs"], { stdio: "ignore" });
  const scanIt = () =>
    void spawnSync(process.execPath, [".build/cli.mjs", "scan", directory, "--format", "json"], { stdio: "ignore" });
  const compared = withPeer(directory, (peerIt) => best(ROUNDS, scanIt, grep, peerIt));
  const [scan, read, peer] = compared ?? [...best(ROUNDS, scanIt, grep), null];
  row("scan, all rules, cold process", scan, `${(scan / read).toFixed(1)} × git grep for one word`);
  if (peer === null) console.log("  ast-grep is not installed for this platform: no ratio");
  else row("ast-grep, three naive rules", peer, `scan takes ${(scan / peer).toFixed(2)} × its time (bar: 2)`);
}

async function rustFiles(directory: string): Promise<Uint8Array[]> {
  const repository = await openRepository(directory);
  const { sha } = await repository.resolve("HEAD");
  const entries = (await repository.tree(sha)).filter(({ path }) => path.endsWith(".rs"));
  const files: Uint8Array[] = [];
  await repository.blobs([...new Set(entries.map(({ oid }) => oid))], (_, bytes) => {
    if (bytes) files.push(bytes);
  });
  await repository.close();
  return files;
}

/** Milliseconds of the fastest of some rounds of each, turn by turn: a machine that slows down slows all of them. */
function best<Works extends readonly (() => void)[]>(rounds: number, ...works: Works): { [At in keyof Works]: number } {
  const fastest = works.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++)
    for (const [at, work] of works.entries()) {
      const started = performance.now();
      work();
      fastest[at] = Math.min(fastest[at]!, performance.now() - started);
    }
  return fastest as { [At in keyof Works]: number };
}

function row(what: string, ms: number, note: string): void {
  console.log(`  ${what.padEnd(32)}${ms.toFixed(0).padStart(6)} ms   ${note}`);
}
