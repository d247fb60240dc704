import { existsSync, readdirSync, statSync } from "node:fs";
import { at } from "./root.mjs";

/** What each product of the build is made from; the lock file stands for every package. */
const madeFrom = {
  client: ["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"],
  bundles: ["lib", "workers", "prisma", "package.json", "package-lock.json", "tsconfig.json"],
  web: [
    "app",
    "components",
    "lib",
    "prisma",
    "next.config.ts",
    "proxy.ts",
    "postcss.config.mjs",
    "package.json",
    "package-lock.json",
  ],
};

/** Compiled packages fit one version of Node's interfaces and one platform, so the stamp's name holds them all. */
const { modules, napi } = process.versions;
export const installStamp = at(`node_modules/.subready-${modules}-${napi}-${process.platform}-${process.arch}`);

/** Cheap: was this checkout ever installed for this Node? */
export const looksInstalled = () => existsSync(installStamp);

export const stampOf = (product) => at(`.build/${product}.stamp`);

/** Every file and folder that a product is made from; a folder's own time tells of removed files. */
export function* sourcesOf(product) {
  for (const path of madeFrom[product]) yield* walk(path);
}

/** Cheap: compares times only, so that a command line that changed nothing costs milliseconds. */
export function looksFresh(product) {
  const made = timeOf(stampOf(product));
  for (const path of sourcesOf(product)) if (timeOf(at(path)) >= made) return false;
  return made > 0;
}

const timeOf = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function* walk(path) {
  yield path;
  if (!statSync(at(path), { throwIfNoEntry: false })?.isDirectory()) return;
  for (const entry of readdirSync(at(path), { withFileTypes: true })) {
    const child = `${path}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== "generated") yield* walk(child);
    } else if (!entry.name.includes(".test.")) yield child;
  }
}
