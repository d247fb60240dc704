import { expect, test } from "vitest";
import { z } from "zod";
import { read } from "#workers/laws/tree";

const names = z.record(z.string(), z.string()).default({});
const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        resolved: z.string().optional(),
        dependencies: names,
        optionalDependencies: names,
        devDependencies: names,
      }),
    ),
  })
  .parse(JSON.parse(read("package-lock.json")));

/** Beside the package that asks, then in every folder above it. */
function isLocked(from: string, name: string): boolean {
  if (`${from && `${from}/`}node_modules/${name}` in packages) return true;
  const above = from.lastIndexOf("node_modules/");
  return above >= 0 && isLocked(from.slice(0, above).replace(/\/$/, ""), name);
}

test("the lock file holds every package that one of its packages asks for, on every platform", () => {
  const missing = Object.entries(packages).flatMap(([from, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.optionalDependencies, ...entry.devDependencies })
      .filter((name) => !isLocked(from, name))
      .map((name) => `${name}, asked for by ${from}: run node workers/setup/lockfile.mjs`),
  );
  expect(missing).toEqual([]);
});

test("the lock file names no registry", () => {
  const addresses = Object.values(packages).flatMap(({ resolved }) => resolved ?? []);
  expect(addresses.filter((one) => one !== "prisma/sqlite")).toEqual([]);
});

test("the lock file is of the same packages as package.json", () => {
  const ofManifest = z.object({ dependencies: names, devDependencies: names, optionalDependencies: names });
  const manifest = ofManifest.parse(JSON.parse(read("package.json")));
  expect(ofManifest.parse(packages[""])).toEqual(manifest);
});
