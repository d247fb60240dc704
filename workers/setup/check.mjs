import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { install } from "./install.mjs";
import { at } from "./root.mjs";

const unitReport = at(".build/vitest.json");

/**
 * Format, lint, types, import law, unit tests and laws, side by side; tells each and returns the counts. Tests that take
 * their time (`x.slow.test.ts`) run with `everything` only.
 */
export async function check({ everything }) {
  const [{ build }, { run }] = await Promise.all([import("./build.mjs"), import("./tools.mjs")]);
  await build("client");
  rmSync(unitReport, { force: true });
  const one = (code) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
  const step = async (title, tool, args, { count = one, before = Promise.resolve() } = {}) => {
    const started = Date.now();
    await before;
    const { code, output } = await run(tool, args, { env: { NODE_ENV: "test" } });
    const counts = count(code);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(
      `${counts.failed ? "✗" : "✓"} ${title}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`,
    );
    if (counts.failed) console.log(output);
    return counts;
  };
  const vitest = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`];
  if (!everything) vitest.push("--exclude", "**/*.slow.test.ts");
  const results = await Promise.all([
    step("format and lint", "biome", ["check", "--error-on-warnings", "."]),
    // Pages are typed by their addresses, and a fresh clone has no such types yet.
    step("types", "tsc", ["--noEmit"], { before: run("next", ["typegen"]) }),
    step("import law", "depcruise", [
      "--config",
      ".dependency-cruiser.cjs",
      "--cache",
      ".build/imports",
      "--cache-strategy",
      "content",
      "app",
      "components",
      "lib",
      "workers",
      "e2e",
    ]),
    step("unit tests and laws", "vitest", vitest, { count: countTests }),
  ]);
  return sum(results);
}

export const sum = (results) => ({
  passed: results.reduce((total, { passed }) => total + passed, 0),
  failed: results.reduce((total, { failed }) => total + failed, 0),
});

function countTests(code) {
  const { numPassedTests = 0, numFailedTests = 0 } = readReport(unitReport);
  // A file that does not load fails the run without failing a test.
  return { passed: numPassedTests, failed: code === 0 ? 0 : Math.max(1, numFailedTests) };
}

/** A tool's JSON report; empty when the tool died before it could write one. */
export function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await install();
  const { passed, failed } = await check({ everything: false });
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}
