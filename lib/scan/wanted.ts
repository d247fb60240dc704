import { isPythonTest } from "#lib/scan/model/python-tests";

/** Files that a scan reads: Rust, Cargo and Python project manifests, Python tests. Everything else is only counted. */
export function wanted(path: string): boolean {
  return path.endsWith(".rs") || isPlanned(path);
}

/** Files of which a plan is made; they are read as text before any Rust is. */
export function isPlanned(path: string): boolean {
  const file = path.slice(path.lastIndexOf("/") + 1);
  return file === "Cargo.toml" || file === "Cargo.lock" || file === "pyproject.toml" || isPythonTest(path);
}

/** Patterns of git for the same files, and some more. */
export const WANTED = ["*.rs", "*Cargo.toml", "*Cargo.lock", "*pyproject.toml", "*test*.py"] as const;
