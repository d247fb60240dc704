import { parse, TomlError } from "smol-toml";
import { z } from "zod/mini";
import type { Problem } from "#lib/scan/report";

const dependency = z.union([
  z.string(),
  z.object({
    version: z.optional(z.string()),
    package: z.optional(z.string()),
    path: z.optional(z.string()),
    git: z.optional(z.string()),
    workspace: z.optional(z.boolean()),
    optional: z.optional(z.boolean()),
    features: z.optional(z.array(z.string())),
  }),
]);
const table = z.optional(z.record(z.string(), dependency));
const target = z.object({
  name: z.optional(z.string()),
  path: z.optional(z.string()),
  "crate-type": z.optional(z.array(z.string())),
});
const inheritable = z.optional(z.union([z.string(), z.object({ workspace: z.boolean() })]));

const manifest = z.object({
  package: z.optional(
    z.object({
      name: z.string(),
      version: inheritable,
      edition: inheritable,
      build: z.optional(z.union([z.string(), z.boolean()])),
    }),
  ),
  workspace: z.optional(
    z.object({
      dependencies: table,
      package: z.optional(z.object({ version: z.optional(z.string()), edition: z.optional(z.string()) })),
    }),
  ),
  lib: z.optional(target),
  bin: z.optional(z.array(target)),
  test: z.optional(z.array(target)),
  bench: z.optional(z.array(target)),
  example: z.optional(z.array(target)),
  features: z.optional(z.record(z.string(), z.array(z.string()))),
  dependencies: table,
  "dev-dependencies": table,
  "build-dependencies": table,
  target: z.optional(
    z.record(z.string(), z.object({ dependencies: table, "dev-dependencies": table, "build-dependencies": table })),
  ),
});
export type Manifest = z.infer<typeof manifest>;
export type ManifestDependency = z.infer<typeof dependency>;

const lock = z.object({
  package: z.optional(
    z.array(
      z.object({
        name: z.string(),
        version: z.string(),
        source: z.optional(z.string()),
        dependencies: z.optional(z.array(z.string())),
      }),
    ),
  ),
});
export type LockedPackage = NonNullable<z.infer<typeof lock>["package"]>[number];

const pyproject = z.object({
  project: z.optional(z.object({ name: z.optional(z.string()) })),
  tool: z.optional(
    z.object({
      maturin: z.optional(
        z.object({
          features: z.optional(z.array(z.string())),
          "module-name": z.optional(z.string()),
          "manifest-path": z.optional(z.string()),
          "python-source": z.optional(z.string()),
        }),
      ),
    }),
  ),
});
export type PyProject = z.infer<typeof pyproject>;

/** Manifests of one commit by directory (`.` at the root), and what could not be read. */
export interface Manifests {
  cargo: Map<string, Manifest>;
  locks: Map<string, LockedPackage[]>;
  python: Map<string, PyProject>;
  /** Line on which each Cargo.toml first spells a key or the last name of a table. */
  lines: Map<string, Map<string, number>>;
  problems: Problem[];
}

/** Reads Cargo.toml, Cargo.lock and pyproject.toml texts, keyed by path; a file that does not parse becomes a problem. */
export function readManifests(texts: ReadonlyMap<string, string>): Manifests {
  const read: Manifests = { cargo: new Map(), locks: new Map(), python: new Map(), lines: new Map(), problems: [] };
  for (const [path, text] of texts) {
    const slash = path.lastIndexOf("/");
    const dir = slash < 0 ? "." : path.slice(0, slash);
    const file = path.slice(slash + 1);
    if (file === "Cargo.toml") {
      take(read, path, text, manifest, (value) => read.cargo.set(dir, value));
      read.lines.set(dir, linesOf(text));
    } else if (file === "Cargo.lock") take(read, path, text, lock, (value) => read.locks.set(dir, value.package ?? []));
    else if (file === "pyproject.toml") take(read, path, text, pyproject, (value) => read.python.set(dir, value));
  }
  return read;
}

/** `pyo3 = …`, `pyo3.workspace = …` and `[dependencies.pyo3]` all name `pyo3`. */
const KEY = /^\s*(?:\[[^\]]*dependencies\.)?"?([\w-]+)"?\s*[=.\]]/;

function linesOf(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  text.split("\n").forEach((line, index) => {
    const key = KEY.exec(line)?.[1];
    if (key && !lines.has(key)) lines.set(key, index + 1);
  });
  return lines;
}

function take<S extends z.ZodMiniType>(
  read: Manifests,
  path: string,
  text: string,
  schema: S,
  keep: (value: z.infer<S>) => void,
): void {
  try {
    const result = schema.safeParse(parse(text));
    if (result.success) keep(result.data);
    else
      read.problems.push({
        path,
        line: 1,
        message: `not understood: ${result.error.issues[0]?.path.join(".")} ${result.error.issues[0]?.message ?? ""}`,
      });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    read.problems.push({ path, line: error.line, message: `does not parse as TOML: ${error.message.split("\n")[0]}` });
  }
}
