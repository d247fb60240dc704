// Measures what ships: bundled, as a server runs it, not as TypeScript that is read on the way.
import { spawnSync } from "node:child_process";
import { build, bundle, threads } from "../setup/build.mjs";
import { at } from "../setup/root.mjs";

await build("client", "bundles");
await bundle(".build/bench", "bench/bench", "bench/history", "bench/views", ...threads);
const { status } = spawnSync(process.execPath, [at(".build/bench/bench.mjs"), ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
