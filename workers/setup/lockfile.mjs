// Run after `npm install`: completes package-lock.json for platforms other than this one.
//
// A registry mirror may not offer every platform's optional package; npm then leaves it out of the lock file and `npm ci`
// refuses the file. Nothing in the file may name a registry either: each user's npm asks the one that it is set to.
import { readFileSync, writeFileSync } from "node:fs";
import { at, say } from "./root.mjs";

const file = at("package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));
const { packages } = lock;

for (const entry of Object.values(packages)) if (/^https?:/.test(entry.resolved ?? "")) delete entry.resolved;

const added = Object.entries(packages).flatMap(([from, { optionalDependencies = {}, dev }]) =>
  Object.entries(optionalDependencies)
    .filter(([name]) => !reachable(from, name))
    .map(([name, version]) => [
      `node_modules/${name}`,
      { version, ...platform(name), ...(dev && { dev }), optional: true },
    ]),
);
Object.assign(packages, Object.fromEntries(added));
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en")));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
say(`${added.length} platform packages added to the lock file`);

/** Node's own search: beside the package that asks, then in every folder above it. */
function reachable(from, name) {
  const above = from.includes("node_modules/")
    ? from.slice(0, from.lastIndexOf("node_modules/")).replace(/\/$/, "")
    : null;
  const here = `${from && `${from}/`}node_modules/${name}`;
  return here in packages || (above !== null && reachable(above, name));
}

/** The naming of platform packages is a custom that all of ours follow: `swc-darwin-arm64`, `cli-linux-x64-musl`. */
function platform(name) {
  const [, os, cpu, rest = ""] =
    name.match(/-(android|darwin|freebsd|linux|win32|wasm32)-(arm64|arm|x64|wasi)-?(.*)$/) ?? [];
  if (!os) throw new Error(`${name} does not name its platform; add it to package-lock.json by hand`);
  if (os === "wasm32") return { cpu: ["wasm32"] };
  return { cpu: [cpu], os: [os], ...(os === "linux" && { libc: [rest === "musl" ? "musl" : "glibc"] }) };
}
