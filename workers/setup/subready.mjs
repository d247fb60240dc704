#!/usr/bin/env node
import { looksFresh, looksInstalled } from "./freshness.mjs";
import { loadSettings } from "./root.mjs";

loadSettings();
if (!looksInstalled() || !looksFresh("bundles")) {
  const { install } = await import("./install.mjs");
  await install();
  const { build } = await import("./build.mjs");
  await build("client", "bundles");
}
await import(new URL("../../.build/cli.mjs", import.meta.url).href);
