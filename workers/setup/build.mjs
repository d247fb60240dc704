import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { sourcesOf, stampOf } from "./freshness.mjs";
import { exclusively } from "./lock.mjs";
import { at, giveUp, root, say } from "./root.mjs";
import { run } from "./tools.mjs";

const products = {
  client: {
    what: "the database client",
    result: "lib/db/generated/client.ts",
    make: () => tool("prisma", ["generate"]),
  },
  bundles: {
    what: "the worker and the command line",
    result: ".build/cli.mjs",
    make: () => bundle(".build", "main", "cli", ...threads),
  },
  web: {
    what: "the pages (about 20 s)",
    result: ".next/BUILD_ID",
    make: () => tool("next", ["build"], { NODE_ENV: "production" }),
  },
};

/** Makes each named product unless it was made from these very sources. */
export function build(...names) {
  return exclusively(async () => {
    for (const name of names) await bring(name);
  });
}

async function bring(name) {
  const { what, result, make } = products[name];
  const stamp = stampOf(name);
  const wanted = digest(name);
  // The stamp bears the time before the work, so that a file saved meanwhile is newer than it.
  const started = new Date();
  const made = existsSync(at(result)) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (!made) {
    rmSync(stamp, { force: true });
    say(`building ${what} …`);
    await make();
    writeFileSync(stamp, wanted);
  }
  utimesSync(stamp, started, started);
}

function digest(name) {
  const hash = createHash("sha256").update(process.version);
  for (const path of [...sourcesOf(name)].sort()) {
    const stat = statSync(at(path), { throwIfNoEntry: false });
    if (stat?.isFile()) hash.update(`\n${path}\n`).update(readFileSync(at(path)));
  }
  return hash.digest("hex");
}

async function tool(name, args, env) {
  const { code, output } = await run(name, args, { env });
  if (code === 0) return;
  process.stderr.write(output);
  giveUp(`${name} ${args[0]} ended with ${code}`, "its message is above; `npm run check` may say more");
}

/** Programs that others start as threads, from beside their own. */
export const threads = ["facts-thread", "line-thread"];

/** Bundles programs of `workers`, each to `<folder>/<its name>.mjs`. */
export async function bundle(folder, ...programs) {
  const { build: esbuild } = await import("esbuild");
  await esbuild({
    absWorkingDir: root,
    entryPoints: programs.map((program) => at(`workers/${program}.ts`)),
    entryNames: "[name]",
    outdir: at(folder),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    // What only some commands need becomes a file of its own, read when it is imported.
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    // Numbers that have a name stand where it is used, which V8 would look up each time.
    minifySyntax: true,
    external: ["better-sqlite3", "@prisma/*"],
    plugins: [withoutLocales],
    charset: "utf8",
    logLevel: "error",
  }).catch(() => giveUp(`${programs.join(", ")} could not be bundled`, "esbuild's message is above"));
}

/** zod brings its messages in sixty languages: half of the code that each cold start would have to read. */
const withoutLocales = {
  name: "without-locales",
  setup: ({ onLoad }) => onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: "export {}" })),
};
