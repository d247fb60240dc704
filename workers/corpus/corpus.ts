/**
 * `npm run corpus -- <folder of clones> [--only NAME] [--labels FOLDER] [--accept]`: what this scanner says of real
 * repositories, against what was accepted before. Exits 1 when findings came or went.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { absolute } from "#workers/cli/place";
import { scanClone } from "#workers/corpus/clones";
import { measure } from "#workers/corpus/measure";
import { countsOf, differences, snapshotOf } from "#workers/corpus/snapshot";
import repositories from "./repositories.json";

/** Differences of one repository beyond this many are counted. */
const MOST_SHOWN = 60;

const { values, positionals } = parseArgs({
  options: { only: { type: "string" }, labels: { type: "string" }, accept: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [folder] = positionals;
if (!folder || positionals.length > 1) {
  console.error("usage: npm run corpus -- <folder of clones> [--only NAME] [--labels FOLDER] [--accept]");
  process.exitCode = 2;
} else await run(absolute(folder));

async function run(clones: string): Promise<void> {
  const totals = new Map<string, number>();
  let differing = 0;
  for (const at of repositories.filter(({ repo }) => repo.includes(values.only ?? ""))) {
    const report = await scanClone(clones, at);
    if (!report) {
      console.log(`${at.repo}: not looked at, ${at.commit.slice(0, 12)} is not among the clones`);
      continue;
    }
    const lines = snapshotOf(at.commit, report.findings);
    for (const [key, places] of countsOf(lines)) totals.set(key, (totals.get(key) ?? 0) + places);
    console.log(`${at.repo}: ${[...countsOf(lines)].map(([key, places]) => `${key} ${places}`).join(" · ")}`);
    if (!compare(at.repo, lines)) differing++;
  }
  printTotals(totals);
  const measured = values.labels === undefined ? null : await measure(clones, absolute(values.labels));
  if (values.accept) measured?.store();
  else if (differing > 0) {
    console.log(`\n${differing} repositories differ from what was accepted. When that is right: add --accept.`);
    process.exitCode = 1;
  }
}

/** A name that every file system keeps. */
function fileOf(repo: string): string {
  return `${repo
    .toLowerCase()
    .replace("/", ".")
    .replace(/[^a-z0-9.]+/g, "-")}.txt`;
}

/** Whether a repository's findings are those that were accepted; with `--accept` they are from now on. */
function compare(repo: string, lines: readonly string[]): boolean {
  const file = new URL(`accepted/${fileOf(repo)}`, import.meta.url);
  const changed = differences(existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [], lines);
  for (const line of changed.slice(0, MOST_SHOWN)) console.log(`  ${line}`);
  if (changed.length > MOST_SHOWN) console.log(`  … and ${changed.length - MOST_SHOWN} more`);
  if (values.accept && changed.length > 0) writeFileSync(file, `${lines.join("\n")}\n`);
  return changed.length === 0;
}

function printTotals(totals: ReadonlyMap<string, number>): void {
  console.log("\nplaces of all repositories by rule and scope");
  for (const [key, places] of [...totals].sort(([a], [b]) => a.localeCompare(b)))
    console.log(`  ${key.padEnd(18)}${places}`);
}
