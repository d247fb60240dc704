import { rmSync } from "node:fs";
import { check, readReport, sum } from "./check.mjs";
import { install } from "./install.mjs";
import { at, say } from "./root.mjs";

await install();
const { browser } = await import("./browser.mjs");
const { build } = await import("./build.mjs");
const chromium = await browser();
const checked = await check({ everything: true });
await build("bundles", "web");
const { passed, failed } = sum([checked, await journeys(chromium)]);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

async function journeys(CHROMIUM_PATH) {
  const { run } = await import("./tools.mjs");
  const report = at(".build/playwright.json");
  rmSync(report, { force: true });
  say(`browser tests with ${CHROMIUM_PATH}`);
  const { code } = await run("playwright", ["test"], { env: { CHROMIUM_PATH, NODE_ENV: "test" }, show: true });
  const { expected = 0, flaky = 0, unexpected = 0 } = readReport(report).stats ?? {};
  return { passed: expected + flaky, failed: code === 0 ? 0 : Math.max(1, unexpected) };
}
