import type { Scope } from "#lib/scan/finding";

const VENDOR_DIRS = /(^|\/)(vendor|vendored|third[-_]party|external|extern)(\/|$)/;
/** Crates of the PyO3 family that other repositories copy in. */
const FRAMEWORK = /^(pyo3(-ffi|-macros|-macros-backend|-build-config)?|python3-sys|cpython)$/;

/** A crate that is somebody else's: under a vendor folder, or a copy of the framework outside the framework's own repository. */
export function isVendored(dir: string, name: string, rootCrate: string): boolean {
  if (VENDOR_DIRS.test(dir)) return true;
  return FRAMEWORK.test(name) && dir !== "." && !FRAMEWORK.test(rootCrate);
}

/** What kind of code a file is, from its path inside the crate (`src/lib.rs`) and in the repository. */
export function scopeOf(path: string, inCrate: string, vendored: boolean): Scope {
  if (vendored || VENDOR_DIRS.test(path)) return "vendored";
  if (inCrate === "build.rs") return "build";
  const parts = path.split("/");
  const file = parts.pop() ?? "";
  if (
    parts.some(
      (p) =>
        p === "tests" || p === "test" || p === "pytests" || p === "fuzz" || p === "test-crates" || p === "test_data",
    )
  )
    return "test";
  if (parts.some((p) => p === "benches" || p === "bench" || p === "benchmarks" || p === "pyo3-benches")) return "bench";
  if (parts.some((p) => p === "examples" || p === "example")) return "example";
  if (/^(tests?|test_.*|.*_tests?)\.rs$/.test(file)) return "test";
  return "prod";
}

/** Code of a program, which brings its own interpreter, and not of a module that is imported. */
export function isProgram(path: string, dir: string): boolean {
  const inCrate = dir === "." ? path : path.slice(dir.length + 1);
  return inCrate === "src/main.rs" || inCrate.startsWith("src/bin/");
}
