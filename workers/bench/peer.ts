import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a person might search for first; it resolves nothing. */
const NAIVE_RULES = `
id: static
language: rust
rule: { kind: static_item }
---
id: intern
language: rust
rule: { pattern: "intern!($$$)" }
---
id: pyclass
language: rust
rule: { kind: attribute_item, regex: pyclass }
`;

/** Lets `measure` time ast-grep with three naive rules on a checkout of HEAD; null where its program is not installed. */
export function withPeer<T>(directory: string, measure: (scan: () => void) => T): T | null {
  const program = installed();
  if (!program) return null;
  const folder = mkdtempSync(join(tmpdir(), "subready-bench-"));
  try {
    const archive = execFileSync("git", ["-C", directory, "archive", "HEAD"], { maxBuffer: 2 ** 30 });
    const tree = join(folder, "tree");
    mkdirSync(tree);
    execFileSync("tar", ["x", "-C", tree], { input: archive });
    const rules = join(folder, "rules.yml");
    writeFileSync(rules, NAIVE_RULES);
    return measure(() => spawnSync(program, ["scan", "--rule", rules, "--json=stream", tree], { stdio: "ignore" }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** It comes in one package per platform, of which npm installs the right one. */
function installed(): string | null {
  const scope = "node_modules/@ast-grep";
  const packages = existsSync(scope) ? readdirSync(scope).filter((name) => name.startsWith("cli-")) : [];
  const programs = packages.flatMap((name) => ["ast-grep", "ast-grep.exe"].map((file) => join(scope, name, file)));
  return programs.find((path) => existsSync(path)) ?? null;
}
