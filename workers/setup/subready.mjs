#!/usr/bin/env node
import { looksFresh, looksInstalled } from "./freshness.mjs";
import { loadSettings } from "./root.mjs";

const cli = new URL("../../.build/cli.mjs", import.meta.url);

loadSettings();
if (!looksInstalled() || !looksFresh("bundles")) {
  const { install } = await import("./install.mjs");
  await install();
  const { build } = await import("./build.mjs");
  await build("client", "bundles");
}
// It takes every core for a minute, of which V8 has to be told before it starts.
if (process.argv[2] === "history") {
  const { runAlone } = await import("./run-alone.mjs");
  process.exitCode = await runAlone(cli, process.argv.slice(2));
} else await import(cli.href);
