/** Files that a scan reads: Rust, Cargo and Python project manifests. Everything else is only counted. */
export function wanted(path: string): boolean {
  return path.endsWith(".rs") || isManifest(path);
}

export function isManifest(path: string): boolean {
  const file = path.slice(path.lastIndexOf("/") + 1);
  return file === "Cargo.toml" || file === "Cargo.lock" || file === "pyproject.toml";
}

/** Patterns of git for the same files, and some more. */
export const WANTED = ["*.rs", "*Cargo.toml", "*Cargo.lock", "*pyproject.toml"] as const;
